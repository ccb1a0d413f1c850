import type { JsonObject } from '../../core/auth0/json.js'
import type { Execution } from '../../core/login/explain/execution.js'
import type { Policy } from '../../core/policy/types.js'
import type { RunGiven } from '../../runtime/executions.js'
import type { ActionReport, FlowState, Outcome, RunResult } from '../../runtime/types.js'

/** What the identity provider sent at a login, in clear and under the names it uses. */
export interface Sent {
  connection: string
  profile: JsonObject
}

/** The connection of a login, as it was then. */
export interface InspectedConnection {
  name: string
  strategy: string
  denyList: readonly string[]
}

/** What an Action did, and which claims it set: `id_token <name>`, `access_token <name>`. */
export type InspectedAction = ActionReport & { claims: readonly string[] }

/** An Action that was bound at a login. */
export interface BoundThen {
  name: string
  /** Of an Action that the policy does not build: to run the login again takes it. */
  code?: string
  hasModules?: boolean
}

/** One run of the Actions: all of a login, or one leg of it where it was suspended. */
export interface InspectedRun {
  outcome: Outcome
  actions: readonly InspectedAction[]
  /** What the Actions were given. Its secrets are for explaining the login, and are never shown. */
  given?: RunGiven
  /** Our Actions, each as it was run. */
  executions: () => Execution[]
  /** Ids of the Rules that ran before the Actions. */
  rules: readonly string[]
  /** In their order. */
  bound: readonly BoundThen[]
  /** An Action of ours ran: the picture is made of it. */
  isExplained: boolean
  /** What is kept of it, as JSON. */
  bytes: number
  /** The custom claims as they were at its end, without those that Auth0 drops. */
  claims: FlowState['claims']
  /** Claims Auth0 would have dropped without a word. */
  dropped: FlowState['dropped']
  /** The one profile update; absent where nothing was written. */
  update?: NonNullable<RunResult['profileUpdate']>
}

/** A JWT as its reader sees it, or what stands in its place. */
export type InspectedToken = { type: 'jwt'; header: JsonObject; claims: JsonObject } | { type: 'opaque' }

export interface InspectedLogin {
  id: string
  /** Each leg of a login is another request: the id that oidc-provider carries along tells. */
  transactionId?: string
  /** What its tokens are issued under. */
  grantId?: string
  /** Grows with every change of any login. */
  version: number
  date: Date
  kind: 'sign-in' | 'delegation' | 'single sign-on' | 'silent authentication' | 'refresh' | 'token request'
  client: { id: string; name: string }
  user?: { id: string; name: string }
  connection?: string
  source?: InspectedConnection
  /** The one it is explained by. */
  policy?: Policy
  /** Who logged in as the user, where that was somebody else. */
  actor?: string
  /** Absent where no identity provider was asked: single sign-on, refresh, a database user. */
  sent?: Sent
  runs: InspectedRun[]
  /** Legs that were too many, or too large, to keep. */
  legsLeftOut: number
  status: 'under way' | 'waits for a challenge' | 'waits for a redirect' | 'done' | 'refused'
  /** Why it was refused, as the application is told. */
  reason?: string
  /** The profile after the last run. */
  stored?: JsonObject
  /** Standard claims that Auth0 itself puts into this login's ID token although they are on the deny list. */
  standardClaims?: readonly string[]
  idToken?: InspectedToken
  accessToken?: InspectedToken
  hasRefreshToken?: boolean
  /** Of a login that was tried here, to refresh with. Never shown. */
  refreshToken?: string
  /** What `/userinfo` answers to that access token. */
  userinfo?: JsonObject
}
