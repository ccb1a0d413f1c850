import type { Json } from '../../../core/auth0/json.js'
import { storedInClear } from '../../../core/login/explain/at-rest.js'
import type { Explanation } from '../../../core/login/explain/explain.js'
import type { Sealing } from '../../../core/login/explain/sealing.js'
import { sealingSentence } from '../../../core/login/explain/sentences.js'
import { isForConnection } from '../../../core/policy/deny-list.js'
import type { Attribute } from '../../../core/policy/types.js'
import { changeTheAction, findingsOf, type ShownFinding } from '../explained.js'
import type { InspectedLogin } from '../login.js'
import { denyListAlone } from './alone.js'
import type { Lane, Passage } from './lane.js'
import { pathsOf } from './stored-paths.js'
import { mended, releasedPassages, userinfoPassage } from './tokens.js'

/** What somebody said of an attribute or field at this login. */
interface Brought {
  passage: Passage
  value?: Json
}

const broughtAttribute = ({ names }: Pick<Attribute, 'names'>, login: InspectedLogin): Brought => {
  const { sent, kind, source } = login
  const none = (text: string): Brought => ({ passage: { tone: 'none', text } })
  if (!sent) {
    if (kind !== 'sign-in') return none('nobody was asked')
    return none(source?.strategy === 'auth0' ? 'a database sends nothing' : 'nothing was sent')
  }
  const name = names.find(name => Object.hasOwn(sent.profile, name))
  if (name === undefined) return none(`not sent by ${sent.connection}`)
  const value = sent.profile[name] as Json
  const text = name === names[0] ? `by ${sent.connection}` : `by ${sent.connection}, as ${name}`
  return { passage: { tone: 'plain', text, value }, value }
}

const broughtField = (name: string, { runs }: InspectedLogin): Brought => {
  const { user_metadata: typed } = (runs[0]?.given?.event.user ?? {}) as {
    user_metadata?: Record<string, Json>
  }
  const value = typed && Object.hasOwn(typed, name) ? typed[name] : undefined
  return value === undefined || value === null
    ? { passage: { tone: 'none', text: 'nothing typed' } }
    : { passage: { tone: 'plain', text: 'typed by the user', value }, value }
}

const deniedPassage = (
  attribute: Pick<Attribute, 'name' | 'names' | 'connections'>,
  { source }: InspectedLogin,
  mendOf: (name: string) => string | undefined
): Passage => {
  if (!source) return { tone: 'none', text: 'no connection' }
  if (source.strategy === 'auth0') return { tone: 'none', text: 'a database user: nothing to deny' }
  if (!isForConnection(attribute, source))
    return { tone: 'none', text: `the policy has it of ${attribute.connections?.join(', ')} only` }
  const open = attribute.names.filter(name => !source.denyList.includes(name))
  if (open.length === 0) return { tone: 'good', text: `on the deny list of ${source.name}` }
  const mend = open.map(mendOf).find(Boolean)
  return {
    tone: 'warn',
    text: `${open.join(', ')} not on the deny list of ${source.name}: Auth0 stores it`,
    ...(mend !== undefined && { mend })
  }
}

const sealedPassage = (sealing: Sealing, login: InspectedLogin): Passage => ({
  tone: sealing.code !== undefined ? 'warn' : sealing.outcome === 'not sealed' ? 'none' : 'good',
  text: sealingSentence(sealing),
  ...mended(sealing, login)
})

/** Where a login leaves an attribute: red where anybody who reads the profile can read it. */
const storedPassages = (
  sealing: Sealing,
  login: InspectedLogin,
  { value, mend }: { value: Json | undefined; mend: string | undefined }
): Passage[] => {
  const { policy, stored = {} } = login
  const known = (policy ? storedInClear(policy, stored) : [])
    .filter(({ slot, name }) => slot === sealing.slot && name === sealing.name)
    .map(({ path }) => path)
  const others = pathsOf(value, stored).filter(path => !known.includes(path))
  const clear: Passage[] = [
    ...known.map(path => ({ tone: 'bad' as const, text: `in clear as ${path}`, ...(mend && { mend }) })),
    ...others.map(path => ({ tone: 'bad' as const, text: `in clear as ${path}`, mend: changeTheAction }))
  ]
  if (sealing.keep === 'login')
    return [
      ...clear,
      ...(clear.length > 0 ? [] : [{ tone: 'none', text: 'nothing: kept for the login only' } as const])
    ]
  const { app_metadata } = stored as { app_metadata?: Record<string, Json> }
  const at = app_metadata?.[sealing.place]
  if (at === undefined || at === null) return clear.length > 0 ? clear : [{ tone: 'none', text: 'nothing' }]
  const jwe = typeof at === 'object' && !Array.isArray(at) ? (at as { v?: Json }).v : at
  const text = `sealed in app_metadata.${sealing.place}`
  return [...clear, { tone: 'good', text, ...(typeof jwe === 'string' && { value: jwe }) }]
}

/** The lane of one attribute or field that a slot of the policy seals. */
export const sealedLane = (sealing: Sealing, login: InspectedLogin, { releasings }: Explanation): Lane => {
  const { slot, name, isField } = sealing
  const attribute = login.policy?.slots[slot]?.attributes.find(attribute => attribute.name === name)
  const named = attribute ?? { name, names: [name] }
  const findings = findingsOf(login)
  const mendOf = (kind: ShownFinding['kind']) => (of: string) =>
    findings.find(finding => finding.kind === kind && finding.name === of)?.mend
  const { passage, value } = isField ? broughtField(name, login) : broughtAttribute(named, login)
  const own = releasings.filter(releasing => releasing.slot === slot && releasing.name === name)
  const claims = own
    .filter(({ token, why }) => token === 'id_token' && why !== 'application')
    .map(({ claim, form }) => ({ claim, isSealed: form === 'sealed' }))
  return {
    name,
    kind: isField ? 'field' : 'attribute',
    slot,
    stations: {
      sent: [passage],
      denied: [
        isField
          ? { tone: 'none', text: 'the user writes it: no list keeps it out' }
          : deniedPassage(named, login, mendOf('not denied'))
      ],
      sealed: [sealedPassage(sealing, login)],
      stored: storedPassages(sealing, login, { value, mend: mendOf('in clear')(name) }),
      released: releasedPassages(own, login),
      userinfo: [userinfoPassage(claims, login)]
    },
    alone: isField ? 'in clear in user_metadata, and in no token' : denyListAlone(login, named.names)
  }
}

/** The lane of an attribute of the connection's deny list, where no policy is known. */
export const deniedLane = (name: string, login: InspectedLogin): Lane => {
  const { passage, value } = broughtAttribute({ names: [name] }, login)
  const paths = pathsOf(value, login.stored)
  const unknown: Passage = { tone: 'none', text: 'no policy is known: start the tenant with --config' }
  return {
    name,
    kind: 'attribute',
    stations: {
      sent: [passage],
      denied: [{ tone: 'good', text: `on the deny list of ${login.source?.name ?? ''}` }],
      sealed: [unknown],
      stored:
        paths.length === 0
          ? [{ tone: 'none', text: 'nothing under its own value' }]
          : paths.map(path => ({ tone: 'bad', text: `in clear as ${path}` })),
      released: [unknown],
      userinfo: [unknown]
    },
    alone: denyListAlone(login, [name])
  }
}
