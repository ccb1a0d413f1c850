import { z } from 'zod'

/**
 * Where Auth0's page on the Deny List says that a denied attribute is missing, as far as this tenant can do it either way.
 * Each default is the reading the page supports best.
 * @see https://auth0.com/docs/secure/security-guidance/data-security/denylist
 */
export const denyListSettings = z.strictObject({
  /** Gone for the Actions that run after `challengeWith` or `enrollWith`. Default true. */
  challengeHides: z.boolean().optional(),
  /** Gone for the Actions that run after a redirect. Default true. */
  redirectHides: z.boolean().optional(),
  /** Gone for every Action where `mfa` is `policy`, although they run before the challenge. Default false. */
  mfaPolicyHides: z.boolean().optional(),
  /** Single sign-on does not ask the identity provider again. Legacy tenants could switch this off. Default true. */
  useAuth0ForSso: z.boolean().optional(),
  /** A denied `email` is not on `event.user` either. Default true. */
  emailHidden: z.boolean().optional(),
  /** A denied standard attribute is a claim of the login that brought it, by scope, without any Action. Default true. */
  standardClaims: z.boolean().optional()
})
export type DenyListSettings = z.output<typeof denyListSettings>

/** Never a claim where it is denied, whichever login brought it. Same page. */
export const neverStandardClaims: readonly string[] = ['name', 'nickname', 'email']

export interface Limitation {
  /** What the page says, in our words. */
  sentence: string
  /** How this tenant does it. */
  here: string
  /** True where the page leaves open what happens; the tenant then follows a reading of it. */
  isReading: boolean
}

/** Every limitation of the page, and what stands for it here. */
export const limitations: readonly Limitation[] = [
  {
    sentence: 'Only root fields of the profile can be denied.',
    here: 'An entry is compared with names of root fields: a path into a field, or into metadata, denies nothing.',
    isReading: false
  },
  {
    sentence: 'A denied name or nickname is not in the tokens.',
    here: 'Never a standard claim. Actions of the login see it.',
    isReading: true
  },
  {
    sentence: 'The value of a denied email cannot be put into a custom claim.',
    here: 'settings.denyList.emailHidden: not on event.user.',
    isReading: false
  },
  {
    sentence: 'Denied attributes can be used in rules and in outgoing tokens all the same.',
    here: 'The run of the login that brought them sees them; settings.denyList.standardClaims puts standard ones into its ID token.',
    isReading: false
  },
  {
    sentence: 'They are missing where MFA is on.',
    here: 'settings.denyList.challengeHides after a challenge between Actions; mfaPolicyHides where a policy asks for it after them.',
    isReading: true
  },
  {
    sentence: 'They are missing after a redirect by a rule.',
    here: 'settings.denyList.redirectHides.',
    isReading: false
  },
  {
    sentence: 'They are missing in delegation, unless scope=passthrough is set.',
    here: 'A login with an actor reads the stored profile; the scope passthrough asks the identity provider.',
    isReading: true
  },
  {
    sentence: 'They are missing in impersonation.',
    here: 'A login with an actor: Auth0 has no impersonation any more.',
    isReading: true
  },
  {
    sentence:
      'They are missing where a legacy tenant does single sign-on itself and not through the identity provider.',
    here: 'settings.denyList.useAuth0ForSso.',
    isReading: false
  },
  {
    sentence: 'A SAML connection in debug mode writes them to the tenant log.',
    here: 'options.debug of a connection of strategy samlp.',
    isReading: false
  }
]
