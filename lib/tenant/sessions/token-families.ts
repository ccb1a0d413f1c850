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

export const isFamilyOver = ({ expires_at, idle_expires_at }: TokenFamily, now: Date): boolean =>
  [expires_at, idle_expires_at].some(at => at !== undefined && Date.parse(at) <= now.getTime())
