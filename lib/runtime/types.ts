import type { JsonObject } from '../core/auth0/json.js'
import type { HandlerName, TriggerId } from './code/handlers.js'
import type { Directory } from './directory.js'
import type { MetadataWrites } from './metadata.js'
import type { Profile } from './profile.js'

/** Code that Actions share: `require('actions:<name>')`. Its secrets are `actions.secrets` inside it. */
export interface ActionModule {
  name: string
  code: string
  secrets?: Record<string, string>
}

/** An Action as deployed: its source and the secrets of that version. */
export interface DeployedAction {
  name: string
  code: string
  secrets: Record<string, string>
  modules?: readonly ActionModule[]
}

/** What a run goes by besides its Actions, its event and its state. All of it plain JSON. */
export interface RunSettings {
  /** Default `documented`. */
  profile?: Profile
  /** The time at which the run stands still, milliseconds since 1970. Default: time passes. */
  now?: number
  /** What `api.groups` and `api.roles` answer from. Default: nothing. */
  directory?: Directory
  /** Ids of the Rules that ran before the Actions: what `api.rules.wasExecuted` knows. */
  executedRules?: readonly string[]
  /** Keeps what each Action saw, for who looks at the run. Default false. */
  traced?: boolean
}

/** One run of a trigger: its bound Actions in order, on one event. Everything here is plain JSON. */
export interface RunRequest extends RunSettings {
  trigger: TriggerId
  actions: readonly DeployedAction[]
  /**
   * The event of the trigger without `secrets`. `event.user` is the profile as stored plus what this login brought;
   * the runtime merges `app_metadata` over its root, as post-login Actions see it.
   */
  event: JsonObject
  /** The state of a suspended run: continue it instead of starting at the first Action. */
  resume?: FlowState
}

/** What Actions asked of the user's session or refresh token. Milliseconds since 1970. */
export interface LifetimeState {
  /** As it is after the changes. Absent where there was none. */
  metadata?: Record<string, string>
  expiresAt?: number
  idleExpiresAt?: number
}

/** Whom a token exchange is for: one of `userId` and `connection`. */
export interface ExchangeState {
  userId?: string
  connection?: { name: string; attributes: JsonObject; options: JsonObject }
  organization?: string
  actor?: JsonObject
}

/** What the Actions have decided so far. Plain JSON: it is kept while the browser is away. */
export interface FlowState {
  /** The Action to run next, and the handler to call on it. */
  position: { index: number; handler: HandlerName }
  claims: { idToken: JsonObject; accessToken: JsonObject }
  /** Claims Auth0 would have dropped without a word, and why. */
  dropped: { token: 'id_token' | 'access_token'; claim: string; reason: string; action: string }[]
  scopes: { added: string[]; removed: string[] }
  transactionMetadata: JsonObject
  /** Set by `api.multifactor.enable`: a challenge after all Actions. */
  multifactor?: { provider: string; allowRememberBrowser: boolean; providerOptions?: JsonObject }
  /** Authentication methods recorded by `api.authentication.recordMethod`. */
  recordedMethods: string[]
  /** Set by `api.authentication.setPrimaryUser`. */
  primaryUserId?: string
  /** Set by `api.user.setUserId` before a registration, without the prefix of the provider. */
  newUserId?: string
  /** Bytes of metadata written before a suspension: Auth0's limit is per session. */
  metadataBytes?: { app_metadata: number; user_metadata: number }
  /** Set by `api.session`. */
  session?: LifetimeState & {
    cookieMode?: 'persistent' | 'non-persistent'
    revoked?: { preserveRefreshTokens: boolean }
  }
  /** Set by `api.refreshToken`. */
  refreshToken?: LifetimeState & { revoked?: true }
  /** Set by `api.samlResponse`. */
  samlResponse?: { attributes: JsonObject; settings: JsonObject }
  /** Set by `api.transaction`: the scopes that are granted, as far as policies allow them, in place of those requested. */
  targetScopes?: string[]
  /** Set by `api.transaction.setResultUrl`: where the user goes after the password reset. */
  resultUrl?: string
  /** Set by `api.notification`: the message could not be sent. */
  notification?: { action: 'drop' | 'retry'; reason: string }
  /** Set by `api.authentication` of custom-token-exchange. */
  exchange?: ExchangeState
  /** Set by `api.authentication` of the post-identifier triggers: where the user is sent to authenticate. */
  identifier?: { connection?: string; organization?: string }
}

/** Where the pipeline stands between two Actions. */
export interface Progress {
  state: FlowState
  pending: MetadataWrites
}

export interface ActionReport {
  name: string
  handler: HandlerName
  durationMs: number
  /** Console output, cut to what Auth0 keeps (256 characters). */
  log: string
  /** The message of an uncaught error. It reaches the callback URL. */
  error?: string
  /** Metadata keys this Action set, such as `app_metadata.sealed_x`. Names only. */
  wrote: string[]
}

/** Why an Action refused. */
export interface Denial {
  reason: string
  /** Where the trigger has one: an OAuth error code, or the code of a validation error. */
  code?: string
  /** What the user is told, where that is said apart from the reason. */
  userMessage?: string
}

/** How a run ended. */
export type Outcome =
  | { type: 'completed' }
  | ({ type: 'denied' } & Denial)
  /** An uncaught error, a bad signature, a timeout, claims above 100 kB. */
  | { type: 'failed'; message: string }
  | { type: 'redirect'; url: string }
  | { type: 'challenge'; kind: 'challenge' | 'enroll'; factors: JsonObject[] }
  | { type: 'prompt'; id: string; fields: JsonObject; vars: JsonObject }

export interface RunResult {
  outcome: Outcome
  actions: ActionReport[]
  /**
   * The one profile update of this run, to be merged at the first level (null removes a key). Absent where every value
   * equals the stored one: then there is no write. Present after a deny and before a redirect or challenge too; a
   * failed run writes nothing (Auth0's documentation is silent there).
   */
  profileUpdate?: { app_metadata: JsonObject; user_metadata: JsonObject }
  state: FlowState
  /** Of a traced run: where it stood before each of its Actions, values included. */
  trace?: Progress[]
}
