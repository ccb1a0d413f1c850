import { z } from 'zod'

/**
 * Where Auth0's page on the Deny List says that a denied attribute is missing, as far as this tenant can do it either way.
 * Each default is the reading the page supports best.
 * @see https://auth0.com/docs/secure/security-guidance/data-security/denylist
 */
export const denyListSettings = z.strictObject({
  challengeHides: z
    .boolean()
    .describe('Gone for the Actions that run after `challengeWith` or `enrollWith`. Default true.')
    .optional(),
  redirectHides: z
    .boolean()
    .describe('Gone for the Actions that run after a redirect. Default true.')
    .optional(),
  mfaPolicyHides: z
    .boolean()
    .describe(
      'Gone for every Action where `mfa` is `policy`, although they run before the challenge. Default false.'
    )
    .optional(),
  useAuth0ForSso: z
    .boolean()
    .describe(
      'Single sign-on does not ask the identity provider again. Legacy tenants could switch this off. Default true.'
    )
    .optional(),
  emailHidden: z
    .boolean()
    .describe('A denied `email` is not on `event.user` either. Default true.')
    .optional(),
  standardClaims: z
    .boolean()
    .describe(
      'A denied standard attribute is a claim of the login that brought it, by scope, without any Action. Default true.'
    )
    .optional()
})
export type DenyListSettings = z.output<typeof denyListSettings>

/** Never a claim where it is denied, whichever login brought it. Same page. */
export const neverStandardClaims: readonly string[] = ['name', 'nickname', 'email']
