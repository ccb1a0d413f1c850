import { assertText } from '../arguments.js'
import type { ActionContext } from '../context.js'
import { createLifetime } from './lifetime.js'

const reasonMaxChars = 1024

/**
 * `api.refreshToken`. Metadata can be set before there is a token: it is for the one that will be issued. Where there is
 * one already, it is in `event.refresh_token` at once.
 */
export const createRefreshToken = ({
  event,
  state,
  effects
}: Pick<ActionContext, 'event' | 'state' | 'effects'>) => ({
  ...createLifetime({
    name: 'refresh token',
    metadata: () => state.refreshToken?.metadata ?? event.refresh_token?.metadata ?? {},
    change(changes) {
      if (event.refresh_token?.access === 'online') {
        throw new Error(
          'An online refresh token lives as long as its session: it has no life or metadata of its own.'
        )
      }
      state.refreshToken = { ...state.refreshToken, ...changes }
      if (event.refresh_token && changes.metadata) event.refresh_token.metadata = { ...changes.metadata }
    },
    state: () => state.refreshToken ?? {}
  }),

  /** Revokes the token that is being exchanged, and refuses the exchange. */
  revoke(reason: string): void {
    if (event.transaction?.protocol !== 'oauth2-refresh-token') {
      throw new Error('A refresh token can be revoked while it is exchanged only.')
    }
    assertText('reason', reason, { maxChars: reasonMaxChars })
    state.refreshToken = { ...state.refreshToken, revoked: true }
    effects.denied = { reason }
  }
})
