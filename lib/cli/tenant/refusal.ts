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
  // A run may also fail behind its last Action: claims or a profile that are too large.
  return last?.error === undefined
    ? 'the run of the Actions failed'
    : `${last.name} failed: it threw, or took too long`
}
