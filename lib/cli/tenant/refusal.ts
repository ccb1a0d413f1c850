import { timeoutMessage } from '../../runtime/deadline.js'
import type { ActionReport, Outcome } from '../../runtime/types.js'

/**
 * Which Action refused a login, or what else a trigger decides, and how: names only, as what an Action throws or gives as a
 * reason may hold user data.
 *
 * @param asked what was refused
 * @returns undefined where no Action refused it
 */
export const refusalBy = (
  outcome: Outcome['type'],
  actions: readonly Pick<ActionReport, 'name' | 'error'>[],
  asked = 'login'
): string | undefined => {
  // Nothing runs behind an Action that refuses. Where none ran at all, it was a Rule.
  const last = actions.at(-1)
  if (outcome === 'denied') return `${last ? last.name : 'a Rule'} denied the ${asked}`
  if (outcome !== 'failed') return undefined
  if (!last) return 'the Actions failed: one took too long, or ended the thread that runs them'
  // A run may also fail behind its last Action: claims or a profile that are too large.
  if (last.error === undefined) return 'the run of the Actions failed'
  return `${last.name} failed: it ${last.error === timeoutMessage ? 'took too long' : 'threw an error'}`
}
