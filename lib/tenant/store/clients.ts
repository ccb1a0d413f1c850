import { randomBytes } from 'node:crypto'
import type { JsonObject } from '../../core/auth0/json.js'
import type { SeedClient } from '../seed/schema.js'

/** An application of the tenant. */
export interface TenantClient {
  client_id: string
  /** Absent on public applications (`spa`, `native`). */
  client_secret?: string
  name: string
  app_type: NonNullable<SeedClient['app_type']>
  redirect_uris: string[]
  allowed_logout_urls: string[]
  web_origins: string[]
  /** Absent: what the type of the application may have. */
  grant_types?: string[]
  refresh_token?: NonNullable<SeedClient['refresh_token']>
  metadata: Record<string, string>
  /** Fields of the Management API that the tenant shows again and does not go by. */
  kept?: JsonObject
}

/** `password` looks in every database, the other one in the database named by `realm`. */
export const passwordGrants = ['password', 'http://auth0.com/oauth/grant-type/password-realm'] as const

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]'])

/** True for the host name of this machine's loopback, as in a URL or a Host header without the port. */
export const isLoopbackHost = (hostname: string): boolean => loopbackHosts.has(hostname.toLowerCase())

/** True for an http(s) URL on loopback, any port: where applications under development live. */
export const isLoopbackUrl = (url: string): boolean => {
  // `URL` passes over white space and control characters, which a Location header cannot carry.
  if (!URL.canParse(url) || /[\s\p{Cc}]/u.test(url)) return false
  const { protocol, hostname, username, password, hash } = new URL(url)
  return /^https?:$/.test(protocol) && isLoopbackHost(hostname) && `${username}${password}${hash}` === ''
}

/** True where a browser page of this origin may read answers meant for the client. */
export const isAllowedOrigin = (client: TenantClient, origin: string): boolean =>
  isLoopbackUrl(origin) ||
  [...client.web_origins, ...client.redirect_uris].some(url => {
    if (!URL.canParse(url)) return false
    const { protocol, origin: own } = new URL(url)
    // The origin of any other scheme is `null`, as is that of every sandboxed frame.
    return /^https?:$/.test(protocol) && own === origin
  })

/** The applications of a seed. A confidential one without a secret gets one for the life of the process. */
export const createClients = (seeds: readonly SeedClient[]): TenantClient[] =>
  seeds.map(seed => {
    const appType = seed.app_type ?? (seed.client_secret === undefined ? 'spa' : 'regular_web')
    const isPublic = appType === 'spa' || appType === 'native'
    return {
      client_id: seed.client_id,
      ...(!isPublic && { client_secret: seed.client_secret ?? randomBytes(32).toString('base64url') }),
      name: seed.name ?? seed.client_id,
      app_type: appType,
      redirect_uris: [...(seed.callbacks ?? []), ...(seed.redirect_uris ?? [])],
      allowed_logout_urls: seed.allowed_logout_urls ?? [],
      web_origins: seed.web_origins ?? [],
      ...(seed.grant_types && { grant_types: seed.grant_types }),
      ...(seed.refresh_token && { refresh_token: seed.refresh_token }),
      metadata: seed.client_metadata ?? {}
    }
  })

/** The same where the client is not known before the request has been read. */
export const isKnownOrigin = (clients: ReadonlyMap<string, TenantClient>, origin: string): boolean =>
  [...clients.values()].some(client => isAllowedOrigin(client, origin))
