import type { JsonObject } from '../../core/auth0/json.js'

/** An Action as deployed: its source and the secrets of that version. */
export interface DeployedAction {
  name: string
  code: string
  secrets: Record<string, string>
}

/** One run of a trigger: its bound Actions in order, on one event. Everything here is plain JSON. */
export interface RunRequest {
  trigger: 'post-login'
  actions: readonly DeployedAction[]
  /**
   * The event of the trigger without `secrets`. `event.user` is the profile as stored plus what this login brought;
   * the runtime merges `app_metadata` over its root, as Actions see it.
   */
  event: JsonObject
  /** The state of a suspended run: continue it instead of starting at the first Action. */
  resume?: FlowState
}

/** What the Actions have decided so far. Plain JSON: it is kept while the browser is away. */
export interface FlowState {
  /** The Action to run next, and the handler to call on it. */
  position: { index: number; handler: 'onExecutePostLogin' | 'onContinuePostLogin' }
  claims: { idToken: JsonObject; accessToken: JsonObject }
  /** Claims Auth0 would have dropped without a word, and why. */
  dropped: { token: 'id_token' | 'access_token'; claim: string; reason: string; action: string }[]
  scopes: { added: string[]; removed: string[] }
  transactionMetadata: JsonObject
  /** Set by `api.multifactor.enable`: a challenge after all Actions. */
  multifactor?: { provider: string; allowRememberBrowser: boolean }
  /** Authentication methods recorded by `api.authentication.recordMethod`. */
  recordedMethods: string[]
  /** Set by `api.authentication.setPrimaryUser`. */
  primaryUserId?: string
  /** Bytes of metadata written before a suspension: Auth0's limit is per session. */
  metadataBytes?: { app_metadata: number; user_metadata: number }
}

export interface ActionReport {
  name: string
  handler: FlowState['position']['handler']
  durationMs: number
  /** Console output, cut to what Auth0 keeps (256 characters). */
  log: string
  /** The message of an uncaught error. It reaches the callback URL. */
  error?: string
  /** Metadata keys this Action set, such as `app_metadata.sealed_x`. Names only. */
  wrote: string[]
}

/** How a run ended. */
export type Outcome =
  | { type: 'completed' }
  | { type: 'denied'; reason: string }
  /** An uncaught error, a bad signature, a timeout, claims above 100 kB. */
  | { type: 'failed'; message: string }
  | { type: 'redirect'; url: string }
  | { type: 'challenge'; kind: 'challenge' | 'enroll'; factors: JsonObject[] }

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
}

/** Runs Actions as Auth0 does, in a worker thread with an empty environment. */
export interface Runtime {
  run(request: RunRequest): Promise<RunResult>
  stop(): Promise<void>
}
