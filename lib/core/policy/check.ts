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

const overlap = (one: ReleaseRule['applications'], other: ReleaseRule['applications']): boolean =>
  !Array.isArray(one) || !Array.isArray(other) || one.some(name => other.includes(name))

/** Finds where two writers could set one claim of one token of one application. */
function* checkCollisions(writers: readonly Writer[]): Faults {
  for (const [index, { path, token, claim, applications }] of writers.entries()) {
    const other = writers
      .slice(0, index)
      .find(
        before =>
          before.token === token && before.claim === claim && overlap(before.applications, applications)
      )
    if (other) yield fault(path, `sets the same claim of the same token as ${other.path}`)
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
