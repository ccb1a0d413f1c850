import { storedInClear } from '../../../core/login/explain/at-rest.js'
import type { Explanation } from '../../../core/login/explain/explain.js'
import type { Sealing } from '../../../core/login/explain/sealing.js'
import { sealingSentence } from '../../../core/login/explain/sentences.js'
import { isForConnection } from '../../../core/policy/deny-list.js'
import type { Attribute } from '../../../core/policy/types.js'
import type { ShownFinding } from '../findings.js'
import type { InspectedLogin } from '../login.js'
import { changeTheAction } from '../mends.js'
import { denyListAlone } from './alone.js'
import { placeOf, wrongPlace } from './at-rest.js'
import { broughtAttribute, broughtField } from './brought.js'
import { type ClearCopy, copyText } from './copies.js'
import type { Lane, Passage } from './lane.js'
import { mended, releasedPassages, servedClaims, userinfoPassages } from './tokens.js'

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

const sealedPassage = (sealing: Sealing, login: InspectedLogin): Passage => {
  const isGood = sealing.outcome !== 'not sealed' && !sealing.isUndone
  return {
    tone: sealing.code !== undefined ? 'warn' : isGood ? 'good' : 'none',
    text: sealingSentence(sealing),
    ...mended(sealing, login)
  }
}

/** What is said of a place, unless that is nothing and something else is there. */
const besides = (passages: readonly Passage[], copies: readonly Passage[]): Passage[] =>
  copies.length > 0 && passages.every(({ tone }) => tone === 'none') ? [...copies] : [...passages, ...copies]

const copyPassages = (copies: readonly ClearCopy[], place: ClearCopy['place']): Passage[] =>
  copies
    .filter(copy => copy.place === place)
    .map(copy => ({ tone: 'bad', text: copyText(copy), mend: changeTheAction }))

/** Where a login leaves what the policy seals in its slot's place. */
const placePassage = (sealing: Sealing, login: InspectedLogin): Passage => {
  const { place, keep, isHeld = true } = sealing
  const { is, jwe } = placeOf(sealing, login)
  if (is === 'not sealed') return { tone: 'bad', ...wrongPlace(sealing, login) }
  if (is === 'nothing')
    return { tone: 'none', text: keep === 'login' ? 'nothing: kept for the login only' : 'nothing' }
  return isHeld
    ? { tone: 'good', text: `sealed in app_metadata.${place}`, ...(jwe !== undefined && { value: jwe }) }
    : { tone: 'none', text: `nothing: what is sealed in app_metadata.${place} has none of it` }
}

/** Where a login leaves an attribute: red where anybody who reads the profile can read it. */
const storedPassages = (
  sealing: Sealing,
  login: InspectedLogin,
  { copies, mend }: { copies: readonly ClearCopy[]; mend: string | undefined }
): Passage[] => {
  const { policy, stored = {} } = login
  const known = (policy ? storedInClear(policy, stored) : [])
    .filter(({ slot, name }) => slot === sealing.slot && name === sealing.name)
    .map(({ path }): Passage => ({ tone: 'bad', text: `in clear as ${path}`, ...(mend && { mend }) }))
  const clear = [...known, ...copyPassages(copies, 'profile')]
  const place = placePassage(sealing, login)
  return clear.length > 0 && place.tone === 'none' ? clear : [...clear, place]
}

/** What is known of a whole login, for its lanes. */
export interface LoginFacts {
  findings: readonly ShownFinding[]
  copies: readonly ClearCopy[]
}

/** The lane of one attribute or field that a slot of the policy seals. */
export const sealedLane = (
  sealing: Sealing,
  login: InspectedLogin,
  { releasings, findings, copies: all }: Explanation & LoginFacts
): Lane => {
  const { slot, name, isField } = sealing
  const attribute = login.policy?.slots[slot]?.attributes.find(attribute => attribute.name === name)
  const named = attribute ?? { name, names: [name] }
  const mendOf = (kind: ShownFinding['kind']) => (of: string) =>
    findings.find(finding => finding.kind === kind && finding.name === of)?.mend
  const own = releasings.filter(releasing => releasing.slot === slot && releasing.name === name)
  const copies = all.filter(copy => copy.slot === slot && copy.name === name)
  const { passage } = isField ? broughtField(name, login) : broughtAttribute(named, login)
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
      stored: storedPassages(sealing, login, { copies, mend: mendOf('in clear')(name) }),
      released: [
        ...releasedPassages(own, login),
        ...copyPassages(copies, 'id_token'),
        ...copyPassages(copies, 'access_token')
      ],
      userinfo: besides(userinfoPassages(servedClaims(own), login), copyPassages(copies, 'userinfo'))
    },
    alone: isField ? 'in clear in user_metadata, and in no token' : denyListAlone(login, named.names)
  }
}

/** The lane of an attribute of the connection's deny list, where no policy is known. */
export const deniedLane = (name: string, login: InspectedLogin, { copies: all }: LoginFacts): Lane => {
  const copies = all.filter(copy => copy.name === name)
  const { passage } = broughtAttribute({ names: [name] }, login)
  const unknown: Passage = { tone: 'none', text: 'no policy is known: start the tenant with --config' }
  const stored = copyPassages(copies, 'profile')
  const released = [...copyPassages(copies, 'id_token'), ...copyPassages(copies, 'access_token')]
  return {
    name,
    kind: 'attribute',
    stations: {
      sent: [passage],
      denied: [{ tone: 'good', text: `on the deny list of ${login.source?.name ?? ''}` }],
      sealed: [unknown],
      stored: stored.length > 0 ? stored : [{ tone: 'none', text: 'nothing under its own value' }],
      released: [unknown, ...released],
      userinfo: besides([unknown], copyPassages(copies, 'userinfo'))
    },
    alone: denyListAlone(login, [name])
  }
}
