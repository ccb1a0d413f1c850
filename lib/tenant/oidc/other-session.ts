import type { default as OidcProvider } from 'oidc-provider'
import type { TenantStore } from '../store/tenant-store.js'

export interface OtherSessionOptions {
  store: Pick<TenantStore, 'sessions'>
  /** Names of cookies, both signed. The second is sent with the address of one login only. */
  cookies: { session: string; resume: string }
}

/**
 * Somebody who has just logged in takes the place of whoever the browser's session is of, if another tab began it
 * meanwhile too. oidc-provider would refuse, or have the browser confirm a logout.
 */
export const replaceOtherSession = (
  provider: OidcProvider,
  { store, cookies }: OtherSessionOptions
): void => {
  const replace = async (accountId: string, sessionId: string | undefined) => {
    const session = await provider.Session.find(sessionId ?? '')
    if (!session?.accountId || session.accountId === accountId) return
    await session.destroy()
    store.sessions.remove(session.uid)
  }

  provider.use(async (ctx, next) => {
    const cookie = (name: string) => ctx.cookies.get(name, { signed: true })
    const isResumed = ctx.path.startsWith('/authorize/')
    const interaction = isResumed ? await provider.Interaction.find(cookie(cookies.resume) ?? '') : undefined
    const accountId = interaction?.result?.login?.accountId
    // A later leg brings the same login again: that one is of its session, and of no other.
    if (interaction?.prompt.name === 'login' && accountId !== undefined) {
      await replace(accountId, cookie(cookies.session))
      delete interaction.session
      await interaction.persist()
    }
    await next()
  })
}
