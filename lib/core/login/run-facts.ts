import { isPlainObject } from '../auth0/json.js'
import type { PostLoginEvent } from '../auth0/post-login.js'
import { timeOf } from '../auth0/time.js'
import { fail } from '../errors.js'
import { type Binding, issuerOf } from '../format/claims.js'

/** How far from now the newest authentication may be for its profile to count as brought by this login, milliseconds. */
const freshMs = 60_000

/** MFA brings no profile, and neither does what an Action recorded under a URL after a redirect. */
const bringsProfile = ({ name }: { name: string }): boolean => !/^(mfa$|https?:)/.test(name)

/**
 * True where the profile's root came with this login. In a refresh, a silent login or single sign-on it was read from
 * storage and can be stale. (A token exchange is delegated, or a native social login, which brings one.)
 */
export const isInteractive = ({ transaction, authentication }: PostLoginEvent, now: number): boolean => {
  if (transaction?.protocol === 'oauth2-refresh-token' || transaction?.prompt?.includes('none')) return false
  const methods = authentication?.methods ?? []
  if (methods.length === 0) return true
  const times = methods.filter(bringsProfile).map(({ timestamp }) => timeOf(timestamp))
  return Math.abs(now - Math.max(...times)) <= freshMs // false for -Infinity and NaN
}

/** What a native application's own login exchanges. Auth0 keeps the prefix to itself; a type that is new is delegated. */
const nativeSocialTypes = ['apple-authz-code', 'google-id-token', 'facebook-info-session-access-token'].map(
  name => `http://auth0.com/oauth/token-type/${name}`
)

/**
 * True where somebody else than the user is signing in as the user, or the run is not of the profile it shows: an Action has
 * set another primary user.
 */
export const isDelegated = ({ session, transaction, user }: PostLoginEvent): boolean => {
  const { protocol, subject_token_type = '', actor } = transaction ?? {}
  const isExchange = protocol === 'oauth2-token-exchange' && !nativeSocialTypes.includes(subject_token_type)
  const primaryUser = session?.user_id ?? user.user_id
  return Boolean(session?.actor || actor) || isExchange || primaryUser !== user.user_id
}

/** @throws ERR_EVENT where it is not there: a value bound to nothing would never open */
const required = (text: unknown): string => (typeof text === 'string' && text ? text : fail('ERR_EVENT'))

/** The issuer that stands for the tenant. @throws ERR_EVENT */
export const tenantIssuerOf = ({ tenant }: { tenant: { id: string } }): string =>
  issuerOf(required(tenant?.id))

/** Tenant and user, which every sealed value is bound to. @throws ERR_EVENT where the event lacks one of them */
export const subjectOf = (event: PostLoginEvent): Pick<Binding, 'iss' | 'sub'> => ({
  iss: tenantIssuerOf(event),
  sub: required(event.user?.user_id)
})

/** @throws ERR_METADATA where it is there and no object: Auth0 would refuse to write to it */
export const metadataOf = (metadata: unknown): Record<string, unknown> => {
  const object = metadata ?? {}
  return isPlainObject(object) ? object : fail('ERR_METADATA')
}
