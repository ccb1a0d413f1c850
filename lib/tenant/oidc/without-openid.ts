import type { KoaContextWithOIDC, default as OidcProvider } from 'oidc-provider'

/** Parameters that oidc-provider takes with the scope `openid` only, and Auth0 with any. */
const ofOpenId = new Set(['acr_values', 'claims', 'id_token_hint', 'max_age', 'nonce'])

/**
 * Lets a request for an access token alone bring what is for ID tokens, as libraries do: it is held back until
 * oidc-provider has looked for it. The second function gives it back, as a check of parameters that comes after.
 */
export const takeWithoutOpenId = () => {
  const held = new WeakMap<KoaContextWithOIDC, { query: KoaContextWithOIDC['query'] }>()
  return {
    holdBack: (provider: OidcProvider): void => {
      provider.use(async (ctx, next) => {
        const { query } = ctx
        const asksForOpenId = [query.scope].flat().join(' ').split(' ').includes('openid')
        if (ctx.path === '/authorize' && !asksForOpenId) {
          held.set(ctx as KoaContextWithOIDC, { query })
          ctx.query = Object.fromEntries(Object.entries(query).filter(([name]) => !ofOpenId.has(name)))
        }
        await next()
      })
    },
    giveBack: (ctx: KoaContextWithOIDC): void => {
      const { query } = held.get(ctx) ?? {}
      if (!query) return
      ctx.query = query
      for (const name of ofOpenId) {
        if (typeof query[name] === 'string' && ctx.oidc.params) ctx.oidc.params[name] = query[name]
      }
    }
  }
}
