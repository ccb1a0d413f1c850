import type { PostLoginEvent } from '../../auth0/post-login.js'
import { codeOf, type ErrorCode } from '../../errors.js'
import type { CopyPolicy } from '../../policy/action-policy.js'
import type { CopyType } from '../../policy/types.js'
import { type CopyDecision, decideCopy } from '../copy.js'
import type { ChangedClaim } from './changed.js'
import type { Unissued } from './end.js'

/** What became of a field that the policy copies. */
export interface Copying {
  name: string
  claim: string
  type: CopyType
  outcome: 'copied' | 'not copied'
  why?: 'did not run' | 'nothing typed' | 'failed'
  code?: ErrorCode
  /** What stands there in the end, where an Action behind ours set it. */
  changed?: ChangedClaim
  /** No token has it all the same. */
  unissued?: Unissued
}

const eachOf = (
  { copy }: CopyPolicy,
  outcomeOf: (name: string, claim: string) => Pick<Copying, 'outcome' | 'why' | 'code'>
): Copying[] =>
  Object.entries(copy).map(([name, { claim, type }]) => ({ name, claim, type, ...outcomeOf(name, claim) }))

/** The words for a login in which `copy-user-metadata` did not run. */
export const withoutCopying = (policy: CopyPolicy): Copying[] =>
  eachOf(policy, () => ({ outcome: 'not copied', why: 'did not run' }))

/** What `decideCopy` decides of an event, field by field, and why. */
export const explainCopying = (
  policy: CopyPolicy,
  event: PostLoginEvent
): { decision?: CopyDecision; copyings: Copying[] } => {
  let decision: CopyDecision
  try {
    decision = decideCopy(policy, event)
  } catch (error) {
    const code = codeOf(error)
    return { copyings: eachOf(policy, () => ({ outcome: 'not copied', why: 'failed', code })) }
  }
  const copyings = eachOf(policy, (name, claim) => {
    if (Object.hasOwn(decision.idToken, claim)) return { outcome: 'copied' }
    const note = decision.notes.find(({ fields }) => fields?.includes(name))
    return note
      ? { outcome: 'not copied', why: 'failed', code: note.code }
      : { outcome: 'not copied', why: 'nothing typed' }
  })
  return { decision, copyings }
}
