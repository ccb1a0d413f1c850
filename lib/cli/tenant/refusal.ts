import type { ActionReport, Outcome } from '../../runtime/types.js'

/**
 * Which Action refused a login, and how: names only, as what an Action throws or gives as a reason may hold user data.
 *
 * @returns undefined for a login that no Action refused
 */
export const refusalBy = (
  outcome: Outcome['type'],
  actions: readonly Pick<ActionReport, 'name' | 'error'>[]
): string | undefined => {
  // Nothing runs behind an Action that refuses. Where none ran at all, it was a Rule.
  const last = actions.at(-1)
  if (outcome === 'denied') return `${last ? last.name : 'a Rule'} denied the login`
  if (outcome !== 'failed') return undefined
  // A run may also fail behind its last Action: claims or a profile that are too large.
  return last?.error === undefined
    ? 'the run of the Actions failed'
    : `${last.name} failed: it threw, or took too long`
}
