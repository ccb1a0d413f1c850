import type { errors, KoaContextWithOIDC, default as OidcProvider } from 'oidc-provider'

/** The body of a refusal, and its status. */
export interface TokenError {
  status: number
  error: string
  error_description: string
  error_uri?: string
}

/** What an application is told that asks for a grant it may not have. */
export const grantNotAllowed = (grant: string): TokenError => ({
  status: 403,
  error: 'unauthorized_client',
  error_description: `Grant type '${grant}' not allowed for the client.`,
  error_uri: 'https://auth0.com/docs/clients/client-grant-types'
})

const invalidGrant = (error_description: string): TokenError => ({
  status: 403,
  error: 'invalid_grant',
  error_description
})

const unspecific = 'grant request is invalid'

/** How oidc-provider says what Auth0 says in words of its own; undefined where both say the same. */
const auth0Error = (
  { oidc }: KoaContextWithOIDC,
  { error, error_description, error_detail }: errors.OIDCProviderError
): TokenError | undefined => {
  const grant = String(oidc.params?.grant_type)
  if (error === 'invalid_client') {
    return { status: 401, error: 'access_denied', error_description: 'Unauthorized' }
  }
  if (error === 'invalid_request' && oidc.client?.grantTypeAllowed(grant) === false) {
    return grantNotAllowed(grant)
  }
  if (error !== 'invalid_grant') return undefined
  if (grant === 'refresh_token') return invalidGrant('Unknown or invalid refresh token.')
  // What this tenant refuses itself has a description of its own.
  if (error_description !== unspecific || grant !== 'authorization_code') return undefined
  return invalidGrant(
    error_detail?.includes('code_verifier') ? 'Failed to verify code verifier' : 'Invalid authorization code'
  )
}

/**
 * Makes the token endpoint refuse in Auth0's words, which applications and their developers go by. What listens for
 * refusals later hears these words too.
 *
 * @see https://auth0.com/docs/get-started/authentication-and-authorization-flow
 */
export const speakAsAuth0 = (provider: OidcProvider): void => {
  provider.on('grant.error', (ctx, error) => {
    const own = auth0Error(ctx, error)
    if (!own) return
    const { status, ...body } = own
    ctx.status = status
    ctx.body = body
    Object.assign(error, { error: body.error, error_description: body.error_description })
  })
}
