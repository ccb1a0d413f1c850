import type { InspectedLogin } from '../login.js'

/** Whether somebody else than a database vouched for the user in this login. */
const isUpstream = ({ source }: InspectedLogin): boolean =>
  source !== undefined && source.strategy !== 'auth0'

/** Where the browser went before the Actions were through. */
const leftFor = ({ runs }: InspectedLogin): string | undefined => {
  const types = runs.map(({ outcome }) => outcome.type)
  if (types.includes('redirect')) return 'redirect'
  return types.includes('challenge') ? 'challenge' : undefined
}

/**
 * What the deny list alone would have given of an attribute, in this very login.
 *
 * @param names the attribute's, as identity providers send it
 * @see https://auth0.com/docs/secure/security-guidance/data-security/denylist
 */
export const denyListAlone = (login: InspectedLogin, names: readonly string[]): string => {
  const { sent, source, kind, idToken, standardClaims = [] } = login
  if (!isUpstream(login)) return 'nothing: a database user brings none'
  if (kind === 'delegation') return 'nothing: the user was not there'
  if (!sent) return 'nothing: it is not stored, and nobody was asked'
  const name = names.find(name => Object.hasOwn(sent.profile, name))
  if (name === undefined) return 'nothing: it was not sent'
  if (!source?.denyList.includes(name)) return 'in clear in the profile: it is not on the list'
  const isInToken = idToken?.type === 'jwt' && Object.hasOwn(idToken.claims, name)
  if (standardClaims.includes(name) && isInToken) return 'in the ID token of this login only'
  const place = leftFor(login)
  return place === undefined
    ? 'seen by the Actions of this login, then gone: in no token, and not at the next login'
    : `gone at the ${place}: the Actions after it do not see it`
}
