import type { Json } from '../../core/auth0/json.js'
import type { LifetimeState } from '../../runtime/types.js'

/** The tokens of one login: what a refresh must know of it. */
export interface TokenFamily {
  client_id: string
  user_id: string
  connection?: string | undefined
  /** Id of the organization the user logged in to. */
  organization?: string | undefined
  created_at: string
  last_exchanged_at?: string
  expires_at?: string
  idle_expires_at?: string
  metadata: Record<string, string>
  /** The refresh token that was exchanged last, where they rotate. */
  exchanged?: string
}

/** As `event.refresh_token` shows it. */
export type RefreshTokenInfo = {
  id: string
  client_id: string
  user_id: string
  session_id: string | undefined
  created_at: string
  last_exchanged_at: string | undefined
  expires_at: string | undefined
  idle_expires_at: string | undefined
  rotating: boolean
  resource_servers: { audience: string; scopes: string }[]
  metadata: Record<string, string>
}

/** Families by the id of their grant. They go with it. */
export type TokenFamilies = Map<string, TokenFamily>

const iso = (ms: number): string => new Date(ms).toISOString()

/** The family after what `api.refreshToken` asked for. */
export const changeFamily = (
  family: TokenFamily,
  { metadata, expiresAt, idleExpiresAt }: LifetimeState
): TokenFamily => ({
  ...family,
  ...(metadata && { metadata }),
  ...(expiresAt !== undefined && { expires_at: iso(expiresAt) }),
  ...(idleExpiresAt !== undefined && { idle_expires_at: iso(idleExpiresAt) })
})

/** `refresh_token` of an application, as the Management API has it. */
type RefreshTokenSettings = { readonly [name: string]: Json | undefined } | undefined

const secondsOf = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && value > 0 ? value : undefined

/** For how long the token that was exchanged last may come again: its answer may have been lost. */
export const leewaySecondsOf = (settings: RefreshTokenSettings): number => secondsOf(settings?.leeway) ?? 0

/** When the refresh tokens of a login end by the settings of their application, if `api.refreshToken` says nothing else. */
export const lifetimesOf = (
  settings: RefreshTokenSettings = {},
  now: Date
): Pick<TokenFamily, 'expires_at' | 'idle_expires_at'> => {
  const lifetime = secondsOf(settings.token_lifetime)
  const idle = secondsOf(settings.idle_token_lifetime)
  const at = (seconds: number) => iso(now.getTime() + seconds * 1000)
  return {
    ...(lifetime !== undefined &&
      settings.expiration_type !== 'non-expiring' &&
      settings.infinite_token_lifetime !== true && { expires_at: at(lifetime) }),
    ...(idle !== undefined && settings.infinite_idle_token_lifetime !== true && { idle_expires_at: at(idle) })
  }
}

export const isFamilyOver = ({ expires_at, idle_expires_at }: TokenFamily, now: Date): boolean =>
  [expires_at, idle_expires_at].some(at => at !== undefined && Date.parse(at) <= now.getTime())
