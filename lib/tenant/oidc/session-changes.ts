import type { KoaContextWithOIDC } from 'oidc-provider'
import type { FlowState } from '../../runtime/types.js'
import type { TenantSession } from '../sessions/sessions.js'
import type { OidcContext } from './issuer.js'

/** What Actions did to the session of their user. It stays where they refused the login. */
export const createSessionChanges =
  ({ store, tokens }: Pick<OidcContext, 'store' | 'tokens'>) =>
  async (
    ctx: KoaContextWithOIDC,
    session: TenantSession | undefined,
    { recordedMethods, session: changes }: FlowState
  ): Promise<void> => {
    if (!session) return
    const timestamp = store.now().toISOString()
    for (const name of recordedMethods) {
      if (!session.methods.some(method => method.name === name)) session.methods.push({ name, timestamp })
    }
    if (!changes) return
    store.sessions.change(session.id, changes)
    if (!changes.revoked) return
    if (!changes.revoked.preserveRefreshTokens) tokens.revokeBySession(session.id)
    store.sessions.remove(session.id)
    // The one this request came with would be saved again at its end.
    const { session: own, provider } = ctx.oidc
    const stored = own?.uid === session.id ? own : await provider.Session.findByUid(session.id)
    await stored?.destroy()
  }
