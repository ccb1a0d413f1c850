import { type ErrorCode, severity } from '../../errors.js'
import { isUnset } from '../../jwe/key-set.js'
import { isForConnection, namesFor, wantedByPolicy } from '../../policy/deny-list.js'
import { own } from '../../policy/own.js'
import { secretsOf } from '../../policy/secrets.js'
import type { Policy } from '../../policy/types.js'
import { type InClear, storedInClear } from './at-rest.js'
import { secretCommand } from './key-commands.js'
import { mendOfCode } from './mend-code.js'
import { shellWord } from './shell-word.js'

/** Something that a login shows and that is not as it must be. */
export interface Finding {
  kind: 'in clear' | 'not denied' | 'unset secret' | 'code'
  /** In words: names and codes, never a value. */
  text: string
  /** The command that mends it. */
  mend: string
  /** The attribute or field it is about, where it is about one. */
  name?: string
}

/** What a login leaves behind. */
export interface LoginFacts {
  policy: Policy | undefined
  /** The profile as it is stored after it. */
  user?: Readonly<Record<string, unknown>> | undefined
  /** Of the login. A database sends nothing, so it has nothing to deny. */
  connection?: { name: string; strategy: string; denyList: readonly string[] } | undefined
  /** What the Actions logged. */
  actions: readonly { name: string; log: string }[]
  /** The secrets of each Action by its name, where they are known. */
  secrets?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined
}

const denyListCommand = (connection: string | undefined): string =>
  `npx a0seal deny-list apply ${connection === undefined ? '--all' : `--connection ${shellWord(connection)}`}`

/** An Action of somebody else's may log anything: of a log no more than our codes is shown. */
export const codesIn = (log: string): ErrorCode[] =>
  severity.filter(code => new RegExp(`\\b${code}\\b`).test(log))

/** A field stays where the user wrote it if the Action that moves it did not run, or could not. */
const mendTyped = (facts: LoginFacts): string => {
  const ours = facts.actions.filter(({ name }) => name === 'seal-attributes')
  const [code] = ours.flatMap(({ log }) => codesIn(log))
  return code ? mendOfCode(code, facts) : 'npx a0seal build, and bind seal-attributes'
}

/** An attribute that the policy has of other connections is on no list that follows from it. */
const mendStored = (facts: LoginFacts, at: InClear): string => {
  const { connection } = facts
  const { name, path } = at
  if (path.startsWith('user_metadata.')) return mendTyped(facts)
  const command = denyListCommand(connection?.name)
  return connection && !isForConnection(at, connection)
    ? `add ${connection.name} to the connections of ${name} in the policy, then ${command}`
    : command
}

const inClear = (facts: LoginFacts): Finding[] => {
  const { policy, user } = facts
  const found = (policy && user ? storedInClear(policy, user) : []).map((at): Finding => {
    const { name, path } = at
    const text = `${path.startsWith('user_metadata.') ? path : name} is stored in clear`
    return { kind: 'in clear', name, text, mend: mendStored(facts, at) }
  })
  // An attribute may be in several places of one profile.
  return [...new Map(found.map(finding => [finding.text, finding])).values()]
}

const notDenied = ({ policy, connection }: LoginFacts): Finding[] => {
  if (!policy || !connection || connection.strategy === 'auth0') return []
  return namesFor(wantedByPolicy(policy), connection)
    .filter(name => !connection.denyList.includes(name))
    .map(name => ({
      kind: 'not denied',
      name,
      text: `${name} is not on the deny list of ${connection.name}`,
      mend: denyListCommand(connection.name)
    }))
}

const unsetSecrets = ({ policy, user, secrets, actions }: LoginFacts): Finding[] => {
  if (!policy || !secrets) return []
  const contents = secretsOf(policy)
  const unset = actions.flatMap(({ name }) =>
    Object.entries(own(contents, name) ?? {}).filter(([secret]) =>
      isUnset(own(own(secrets, name) ?? {}, secret))
    )
  )
  return Object.entries(Object.fromEntries(unset)).map(([secret, content]) => ({
    kind: 'unset secret',
    text: `the secret ${secret} is not set`,
    mend: secretCommand(secret, content, { policy, user })
  }))
}

/** What there is to mend after a login, the worst first: plaintext at rest, then what will become it, secrets, codes. */
export const findingsOf = (facts: LoginFacts): Finding[] => [
  ...inClear(facts),
  ...notDenied(facts),
  ...unsetSecrets(facts),
  ...facts.actions.flatMap(({ name, log }) =>
    codesIn(log).map(
      (code): Finding => ({ kind: 'code', text: `${name} ${code}`, mend: mendOfCode(code, facts) })
    )
  )
]
