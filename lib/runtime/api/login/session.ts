import { assertOneOf, assertText } from '../arguments.js'
import type { ActionContext } from '../context.js'
import { createLifetime } from './lifetime.js'

const cookieModes = ['persistent', 'non-persistent'] as const

export interface SessionRevocationOptions {
  /** Default false. */
  preserveRefreshTokens?: boolean
}

/** `api.session`. Metadata and cookie mode are in `event.session` at once, where there is a session. */
export const createSession = ({
  event,
  state,
  effects
}: Pick<ActionContext, 'event' | 'state' | 'effects'>) => {
  const change = (changes: NonNullable<ActionContext['state']['session']>): void => {
    state.session = { ...state.session, ...changes }
  }
  return {
    ...createLifetime({
      name: 'session',
      metadata: () => event.session && (state.session?.metadata ?? event.session.metadata ?? {}),
      change(changes) {
        change(changes)
        if (event.session && changes.metadata) event.session.metadata = { ...changes.metadata }
      },
      state: () => state.session ?? {}
    }),

    /** Ends the session and refuses the login. */
    revoke(reason: string, options?: SessionRevocationOptions | null): void {
      assertText('reason', reason)
      const { preserveRefreshTokens = false, ...unknown } = options ?? {}
      // A misspelt option would revoke more than was meant.
      if (Object.keys(unknown).length > 0)
        throw new Error('The option of revoke is preserveRefreshTokens only.')
      if (typeof preserveRefreshTokens !== 'boolean')
        throw new TypeError('The option preserveRefreshTokens must be true or false.')
      change({ revoked: { preserveRefreshTokens } })
      effects.denied = { reason }
    },

    /** The last call counts. */
    setCookieMode(mode: (typeof cookieModes)[number]): void {
      assertOneOf('cookie mode', mode, cookieModes)
      change({ cookieMode: mode })
      if (event.session) event.session.cookie = { ...(event.session.cookie as object), mode }
    }
  }
}
