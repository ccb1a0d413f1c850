import { type ApiOf, type PostLoginEvent, postLoginEvent, runAction } from '../../lib/testing/index.js'

/**
 * The shapes an Action typed by `import type { Event, PostLoginAPI } from '@auth0/actions/post-login/v3'` sees, as far as they
 * could differ from ours. That package is no dependency: what is here is its structure.
 */
type Anything = ReturnType<typeof JSON.parse>
type Open = { [property: string]: Anything }

type Protocol =
  | 'oidc-basic-profile'
  | 'oidc-ciba'
  | 'oidc-ciba-web-link'
  | 'oidc-implicit-profile'
  | 'oauth2-device-code'
  | 'oauth2-resource-owner'
  | 'oauth2-resource-owner-jwt-bearer'
  | 'oauth2-password'
  | 'oauth2-webauthn'
  | 'oauth2-access-token'
  | 'oauth2-refresh-token'
  | 'oauth2-token-exchange'
  | 'oidc-hybrid-profile'
  | 'samlp'
  | 'wsfed'
  | 'wstrust-usernamemixed'

interface Event {
  authentication?: { methods: ({ name: string; timestamp: string } | { name: 'mfa'; timestamp: string })[] }
  client: { client_id: string; metadata: Record<string, string>; name: string }
  connection: { id: string; metadata?: Record<string, string>; name: string; strategy: string }
  organization?: { id: string; display_name: string; metadata: Record<string, string>; name: string } & Open
  request: {
    body: Open
    geoip: { countryCode?: string; latitude?: number } & Open
    ip: string
    method: string
    query: Open
  }
  secrets: Record<string, string>
  session?: {
    id: string
    actor?: { sub: string } & Record<string, string | number | boolean | null>
    metadata?: Open
  }
  stats: { logins_count: number }
  tenant: { id: string }
  transaction?: {
    protocol?: Protocol & string
    metadata: Record<string, string | number | boolean>
    requested_scopes?: string[]
    target_scopes?: string[]
  } & Open
  user: {
    app_metadata: Open
    created_at: string
    email?: string
    email_verified: boolean
    identities: ({
      connection?: string
      isSocial?: boolean
      provider?: string
      user_id?: string
      profileData?: Open
    } & Open)[]
    updated_at: string
    user_id: string
    user_metadata: Open
  } & Open
}

type Factor =
  | { type: 'otp' | 'email' | 'recovery-code'; options?: Open }
  | { type: 'phone'; options?: { preferredMethod?: 'sms' | 'voice' | 'both' } }
type CacheFailure = {
  type: 'error'
  code:
    | 'MaxSideEffectsExceeded'
    | 'CacheKeySizeExceeded'
    | 'CacheValueSizeExceeded'
    | 'CacheSizeExceeded'
    | 'ItemAlreadyExpired'
    | 'InvalidExpiry'
    | 'FailedToSetCacheRecord'
    | 'FailedToDeleteCacheRecord'
    | 'CacheKeyDoesNotExist'
}

interface PostLoginAPI {
  access: { deny(reason: string): PostLoginAPI }
  accessToken: {
    setCustomClaim(name: string, value: Anything): PostLoginAPI
    addScope(scope: string): void
    removeScope(scope: string): void
  }
  authentication: {
    challengeWith(factor: Factor, options?: { additionalFactors?: Factor[] }): void
    challengeWithAny(factors: Factor[]): void
    recordMethod(url: string): PostLoginAPI
    setPrimaryUser(userId: string): void
  }
  cache: {
    delete(key: string): { type: 'success' } | CacheFailure
    get(key: string): { value: string; expires_at: number } | undefined
    set(
      key: string,
      value: string,
      options?: { expires_at?: number; ttl?: number }
    ): { type: 'success'; record: { value: string; expires_at: number } } | CacheFailure
  }
  idToken: { setCustomClaim(name: string, value: Anything): PostLoginAPI }
  multifactor: {
    enable(provider: 'any' | 'none', options?: { allowRememberBrowser?: boolean }): PostLoginAPI
  }
  redirect: {
    canRedirect(): boolean
    encodeToken(options: { expiresInSeconds?: number; payload: Open; secret: string }): string
    sendUserTo(url: string, options?: { query?: Record<string, string> }): PostLoginAPI
    validateToken(options: { secret: string; tokenParameterName?: string }): Anything
  }
  transaction: {
    setMetadata(key: string, value: string | number | boolean | null): void
    addTargetScope(scope: string): void
    setTargetScopes(scopes: string[]): void
  }
  user: {
    setAppMetadata(name: string, value: Anything): PostLoginAPI
    setUserMetadata(name: string, value: Anything): PostLoginAPI
  }
}

declare const ourEvent: PostLoginEvent
declare const theirEvent: Event
ourEvent satisfies Event
theirEvent satisfies PostLoginEvent

declare const ourApi: ApiOf<'post-login'>
ourApi satisfies PostLoginAPI
// What is left out above is ours alone: the rest fits the other way round.
declare const theirApi: PostLoginAPI
theirApi satisfies Pick<ApiOf<'post-login'>, 'cache'>
theirApi.redirect satisfies Omit<ApiOf<'post-login'>['redirect'], 'sendUserTo'>

const typed = async (event: Event, api: PostLoginAPI): Promise<void> => {
  api.idToken.setCustomClaim('https://acme.test/logins', event.stats.logins_count).access.deny('no')
}
typed(postLoginEvent(), ourApi)
runAction({ onExecutePostLogin: typed }, { event: theirEvent })
