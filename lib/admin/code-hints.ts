import type { Action } from './actions.js'

const asksForMfa = /\bmultifactor\s*(\?\.|\.)\s*enable\b|\b(challengeWith|enrollWith)(Any)?\b/
const redirects = /\bsendUserTo\b/

/** What runs of an Action; its draft where nothing was deployed. */
export const runningCode = ({ deployed, draft }: Pick<Action, 'deployed' | 'draft'>): string =>
  (deployed ?? draft).code

/** Whether code may ask for MFA, by its words. */
export const mayChallenge = (code: string): boolean => asksForMfa.test(code)

/** Whether code may send the user elsewhere, by its words. */
export const mayRedirect = (code: string): boolean => redirects.test(code)
