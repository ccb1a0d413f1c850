import { type Finding, findingsOf as findingsOfLogin } from '../../core/login/explain/findings.js'
import { changedSentence, differenceSentence } from '../../core/login/explain/sentences.js'
import { endOfLogin, explanationOf } from './explained.js'
import { placeOf, wrongPlace } from './lanes/at-rest.js'
import { type ClearCopy, copiesOf } from './lanes/copies.js'
import { changedTone } from './lanes/tokens.js'
import type { InspectedLogin } from './login.js'
import { changeTheAction } from './mends.js'

/** What a page shows in red or amber. */
export interface ShownFinding extends Omit<Finding, 'kind'> {
  kind: Finding['kind'] | 'difference' | 'changed claim' | 'copy in clear' | 'not sealed'
  tone: 'bad' | 'warn'
}

type Found = Pick<ShownFinding, 'text' | 'mend' | 'tone'> & { name?: string }

/** Two attributes of one slot have one claim, and one place. */
const once = (kind: ShownFinding['kind'], found: readonly Found[]): ShownFinding[] =>
  [...new Map(found.map(finding => [finding.text, finding])).values()].map(finding => ({ kind, ...finding }))

const differencesOf = (login: InspectedLogin): ShownFinding[] =>
  (explanationOf(login)?.differences ?? []).map(difference => ({
    kind: 'difference',
    tone: 'bad',
    text: differenceSentence(difference),
    mend: 'npx a0seal build'
  }))

/** What Actions behind ours made of its claims. */
const changedClaims = (login: InspectedLogin): ShownFinding[] => {
  const { releasings = [], copyings = [] } = explanationOf(login) ?? {}
  const copied = copyings.map(copying => ({ ...copying, token: 'id_token', form: 'clear' }) as const)
  const found = [...releasings, ...copied].flatMap(claim =>
    claim.changed && !claim.unissued
      ? [{ tone: changedTone(claim), text: changedSentence(claim, claim.changed), mend: changeTheAction }]
      : []
  )
  return once('changed claim', found)
}

/** Where what this login brought stands in clear, and no rule allows it. */
export const copiesIn = (login: InspectedLogin): ClearCopy[] =>
  copiesOf(login, { explanation: explanationOf(login), hasIDToken: endOfLogin(login).hasIDToken })

const wheres: Record<ClearCopy['place'], (path: string) => string> = {
  profile: path => `is stored in clear as ${path}`,
  id_token: path => `is in clear in the ID token as ${path}`,
  access_token: path => `is in clear in the access token as ${path}`,
  userinfo: path => `is served in clear by /userinfo as ${path}`
}

const copyFindings = (copies: readonly ClearCopy[]): ShownFinding[] => {
  const isInToken = ({ name, path }: ClearCopy): boolean =>
    copies.some(copy => copy.place === 'id_token' && copy.name === name && copy.path === path)
  const found = copies
    .filter(copy => copy.place !== 'userinfo' || !isInToken(copy))
    .map(({ name, place, path }) => ({
      tone: 'bad' as const,
      name,
      text: `${name} ${wheres[place](path)}`,
      mend: changeTheAction
    }))
  return once('copy in clear', found)
}

const notSealed = (login: InspectedLogin): ShownFinding[] =>
  once(
    'not sealed',
    (explanationOf(login)?.sealings ?? [])
      .filter(sealing => placeOf(sealing, login).is === 'not sealed')
      .map(sealing => ({ tone: 'bad', ...wrongPlace(sealing, login) }))
  )

/** What there is to mend after a login, the worst first. The page and the console say the same. */
export const findingsOf = (login: InspectedLogin, copies = copiesIn(login)): ShownFinding[] => {
  const { policy, stored: user, source: connection, runs } = login
  const actions = runs.flatMap(run => run.actions)
  const secrets = Object.assign({}, ...runs.map(({ given }) => given?.secrets))
  const found = findingsOfLogin({ policy, user, connection, actions, secrets }).map(
    finding => ({ ...finding, tone: finding.kind === 'in clear' ? 'bad' : 'warn' }) as const
  )
  const all = [
    ...differencesOf(login),
    ...changedClaims(login),
    ...copyFindings(copies),
    ...notSealed(login),
    ...found
  ]
  return [...all.filter(({ tone }) => tone === 'bad'), ...all.filter(({ tone }) => tone === 'warn')]
}
