import { checkCopy } from './checks/copy.js'
import { checkKeys } from './checks/keys.js'
import { checkRecipients } from './checks/recipients.js'
import { checkRelease } from './checks/release.js'
import { checkSlots } from './checks/slots.js'
import { checkTriggers } from './checks/triggers.js'
import { type Faults, fault } from './faults.js'
import type { SoundInput } from './policy-shape.js'
import type { PlacedRule } from './resolve.js'
import type { Policy, PolicyInput, ReleaseRule } from './types.js'

interface Writer {
  path: string
  token: string
  claim: string
  applications: ReleaseRule['applications']
}

const writersOf = ({ copy, userMetadataClaim }: Policy, rules: readonly PlacedRule[]): Writer[] => {
  const ofAll = { token: 'id_token', applications: 'any' } as const
  return [
    ...Object.entries(copy).map(([field, { claim }]) => ({ ...ofAll, path: `copy.${field}`, claim })),
    ...(userMetadataClaim ? [{ ...ofAll, path: 'userMetadataClaim', claim: 'user_metadata' }] : []),
    ...rules.flatMap(({ path, rule: { to, audience, claims, applications } }) => {
      const token = audience ? `${to} ${audience}` : to
      return [...new Set(Object.values(claims))].map(claim => ({ path, token, claim, applications }))
    })
  ]
}

/** The paths of who sets a claim of a token: the first at all, the first for whatever application, and the first for each by name. */
interface Setters {
  first?: string
  forAny?: string
  byName: Map<string, string>
}

const namedBefore = (names: readonly string[], { forAny, byName }: Setters): string | undefined =>
  forAny ?? byName.get(names.find(name => byName.has(name)) ?? '')

/** Finds where two writers could set one claim of one token of one application. */
function* checkCollisions(writers: readonly Writer[]): Faults {
  const claims = new Map<string, Setters>()
  for (const { path, token, claim, applications } of writers) {
    const key = JSON.stringify([token, claim])
    const setters: Setters = claims.get(key) ?? { byName: new Map() }
    claims.set(key, setters)
    const names = Array.isArray(applications) ? applications : undefined
    const other = names ? namedBefore(names, setters) : setters.first
    if (other !== undefined) yield fault(path, `sets the same claim of the same token as ${other}`)
    setters.first ??= path
    if (!names) setters.forAny ??= path
    for (const name of names ?? []) if (!setters.byName.has(name)) setters.byName.set(name, path)
  }
}

/** Finds where the policy would be unsafe or could not work on Auth0. `input` is as it was written, `sound` what of it has the right form. */
export function* checkPolicy(
  policy: Policy,
  { input, sound, rules }: { input: PolicyInput; sound: SoundInput; rules: readonly PlacedRule[] }
): Faults {
  yield* checkSlots(policy, sound.slots)
  yield* checkKeys(policy)
  yield* checkRecipients(policy, rules)
  yield* checkRelease(rules, { policy, input })
  yield* checkCopy(policy, sound.copy)
  yield* checkTriggers(policy)
  yield* checkCollisions(writersOf(policy, rules))
}
