import type { PostLoginEvent } from '../../auth0/post-login.js'
import type { ErrorCode } from '../../errors.js'
import { typReleased } from '../../format/header.js'
import type { ReleasedSlot, ReleasePolicy } from '../../policy/action-policy.js'
import type { ReleaseRule } from '../../policy/types.js'
import { allReleaseSteps } from '../all-steps.js'
import { decideRelease, decideRule, type ReleaseDecision, type Withheld } from '../release/release.js'
import type { ChangedClaim } from './changed.js'
import type { Unissued } from './end.js'
import { kidOf } from './held.js'

/** What one rule did with one attribute. */
export interface Releasing {
  slot: string
  name: string
  token: ReleaseRule['to']
  claim: string
  form: ReleaseRule['form']
  keep: 'profile' | 'login'
  applications: ReleaseRule['applications']
  audience?: string
  scope?: string
  organizations?: readonly string[]
  outcome: 'released' | 'withheld'
  why?: Withheld | 'did not run' | 'failed'
  code?: ErrorCode
  /** The claim is `null` in the ID token. */
  isNull: boolean
  /** The recipient's key. */
  kid?: string
  /** What stands there in the end, where an Action behind ours set it. */
  changed?: ChangedClaim
  /** No token has it all the same. */
  unissued?: Unissued
}

const about = (
  rule: ReleaseRule,
  name: string,
  policy: ReleasePolicy
): Omit<Releasing, 'outcome' | 'isNull'> => {
  const { slot, to, form, claims, applications, audience, scope, organizations } = rule
  return {
    slot,
    name,
    token: to,
    claim: claims[form === 'clear' ? name : slot] as string,
    form,
    keep: (policy.slots[slot] as ReleasedSlot).keep,
    applications,
    ...(audience && { audience }),
    ...(scope && { scope }),
    ...(organizations && { organizations })
  }
}

/** The words for a login in which `release-attributes` did not run. */
export const withoutReleasing = (policy: ReleasePolicy): Releasing[] =>
  policy.release.flatMap(rule =>
    rule.attributes.map(name => ({
      ...about(rule, name, policy),
      outcome: 'withheld',
      why: 'did not run',
      isNull: false
    }))
  )

/**
 * What `decideRelease` decides of an event, by rule and attribute, and why: each rule is asked by the function that decides it.
 *
 * @param options.now milliseconds since the epoch
 */
export const explainReleasing = (
  policy: ReleasePolicy,
  event: PostLoginEvent,
  { now }: { now: number }
): { decision: ReleaseDecision; releasings: Releasing[] } => {
  const options = { now, steps: allReleaseSteps }
  const releasings = policy.release.flatMap(rule => {
    const { claims, attributes, withheld, notes } = decideRule(rule, policy, event, options)
    return rule.attributes.map((name): Releasing => {
      const entry = about(rule, name, policy)
      if (attributes.includes(name)) {
        const kid = kidOf(claims[entry.claim], typReleased)
        return { ...entry, outcome: 'released', isNull: false, ...(kid !== undefined && { kid }) }
      }
      const note = notes.find(({ fields }) => !fields || fields.includes(name))
      const why = withheld ?? (note ? 'failed' : 'nothing stored')
      const isNull = claims[entry.claim] === null
      return { ...entry, outcome: 'withheld', why, isNull, ...(note && { code: note.code }) }
    })
  })
  return { decision: decideRelease(policy, event, options), releasings }
}
