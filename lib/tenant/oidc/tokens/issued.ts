import type { KoaContextWithOIDC, default as OidcProvider } from 'oidc-provider'
import { words } from '../../../core/auth0/words.js'
import type { UserinfoClaims } from '../../sessions/userinfo-claims.js'
import type { PendingClaims } from './tokens.js'

/** What an application is answered, by `/authorize` or the token endpoint. */
interface Answer {
  code?: unknown
  id_token?: unknown
  refresh_token?: unknown
  scope?: unknown
}

/** Follows the tokens of a login: /userinfo has their claims from then on, and nothing waits for them any more. */
export const watchIssued = (
  provider: OidcProvider,
  { pending, userinfoClaims }: { pending: PendingClaims; userinfoClaims: UserinfoClaims }
): void => {
  const record = (ctx: KoaContextWithOIDC, { id_token, scope }: Answer) => {
    const { Account, Client } = ctx.oidc.entities
    if (!Account || !Client || (id_token === undefined && !words(scope).includes('openid'))) return
    const { idToken: claims } = pending.of(ctx)
    userinfoClaims.set({ client_id: Client.clientId, user_id: Account.accountId, claims })
  }
  const release = (ctx: KoaContextWithOIDC) => pending.release(ctx.oidc.entities.Grant?.jti)

  provider.on('grant.success', ctx => {
    const answer = ctx.body as Answer
    // Auth0 names a refresh token once. oidc-provider repeats one that goes on.
    const { RefreshToken, RotatedRefreshToken } = ctx.oidc.entities
    if (RefreshToken && !RotatedRefreshToken && ctx.oidc.params?.grant_type === 'refresh_token') {
      delete answer.refresh_token
    }
    record(ctx, answer)
    release(ctx)
  })
  provider.on('authorization.success', (ctx, answer: Answer = {}) => {
    record(ctx, answer)
    // A code that goes with them will be exchanged for tokens of the same login.
    if (answer.code === undefined) release(ctx)
  })
}
