import type { KoaContextWithOIDC } from 'oidc-provider'
import type { ManagementAccess } from '../triggers/rules.js'

/** What a Rule may do at the Management API. @see https://auth0.com/docs/customize/rules/use-management-api */
const scope = 'read:users update:users'
/** As long as the Rules may run, and a little more. */
const accessTokenTtlSeconds = 60

/** The Management API for the Rules of this request. The URL is of the side that was asked, so that its scheme is the right one. */
export const rulesAccess =
  ({ oidc: { provider, client } }: KoaContextWithOIDC): ManagementAccess =>
  async () => {
    if (!client) throw new TypeError('Rules run for an application')
    const baseUrl = `${provider.issuer}api/v2`
    const token = new provider.ClientCredentials({ client, scope })
    token.resourceServer = new provider.ResourceServer(`${baseUrl}/`, {
      audience: `${baseUrl}/`,
      scope,
      accessTokenFormat: 'jwt',
      accessTokenTTL: accessTokenTtlSeconds,
      jwt: { sign: { alg: 'RS256' } }
    })
    return { baseUrl, accessToken: await token.save() }
  }
