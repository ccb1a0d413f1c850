import type { KoaContextWithOIDC } from 'oidc-provider'
import type { JsonObject } from '../../core/auth0/json.js'
import type { FlowState } from '../../runtime/types.js'
import type { Organization } from '../seed/organizations.js'
import type { Suspension, Transaction } from '../sessions/transactions.js'
import type { TenantState } from '../store/tenant-store.js'
import type { User } from '../users/users.js'
import type { Store } from './adapter.js'
import type { Apis } from './apis.js'
import { createLoginFlow } from './login.js'
import { createPasswordFlow } from './password-flow.js'
import { createRefreshFlow } from './refresh-token.js'

/** Let through: what the tokens are made of. */
export interface Completed {
  type: 'completed'
  state: FlowState
  organization?: Organization | undefined
  /** Standard claims that are stored nowhere: for the tokens of this login only. */
  brought?: JsonObject
}

/** How far the pipeline got. */
export type Advance =
  | Completed
  /** `code` is an OAuth error. Default `access_denied`. */
  | { type: 'denied'; reason: string; code?: string }
  | { type: 'suspended'; suspension: Suspension }
  /** It would have to be suspended, and cannot be. */
  | { type: 'interaction-required'; reason: string }
  | { type: 'mfa-required' }
  /** What was sent does not fit the tenant. */
  | { type: 'invalid'; reason: string }
  /** The session's user was deleted. */
  | { type: 'unknown-user' }

/** A user who has logged in without a browser. */
export interface DirectLogin {
  user: User
  denied: JsonObject
  connection: string
}

export interface Flow {
  /** Runs or resumes the Actions of a login, in the browser of its user. */
  advance(ctx: KoaContextWithOIDC, transaction: Transaction): Promise<Advance>
  /** Runs them for a refresh token, where nothing can be suspended. */
  refresh(ctx: KoaContextWithOIDC): Promise<Advance>
  /** Runs them for a password grant, likewise. */
  direct(ctx: KoaContextWithOIDC, login: DirectLogin): Promise<Advance>
}

/** What the flows of one issuer work on. */
export interface FlowContext {
  state: TenantState
  apis: Apis
  store: Store
}

/** The pipeline between authentication and tokens. */
export const createFlow = (context: FlowContext): Flow => ({
  advance: createLoginFlow(context),
  refresh: createRefreshFlow(context),
  direct: createPasswordFlow(context)
})
