import type { Json, JsonObject } from '../core/auth0/json.js'
import type { TriggerId } from './code/handlers.js'
import { type MetadataWrites, viewProfile } from './metadata.js'
import type { FlowState } from './types.js'

type Profile = {
  user_id?: string
  app_metadata?: unknown
  user_metadata?: unknown
  [attribute: string]: unknown
}
/** Of a session or a refresh token. */
type Bearer = { metadata?: Record<string, string>; [detail: string]: unknown }

/** The members of an event this runtime itself reads; the rest passes through. Which there are depends on the trigger. */
export interface ActionEvent {
  user?: Profile
  request?: {
    hostname?: string
    ip?: string
    query?: Record<string, Json>
    body?: Record<string, Json>
  }
  resource_server?: { identifier?: string }
  session?: Bearer
  refresh_token?: Bearer
  transaction?: {
    protocol?: string
    prompt?: string[]
    metadata?: JsonObject
    requested_scopes?: string[]
    target_scopes?: string[]
  }
  accessToken?: { scope?: string[]; customClaims?: JsonObject }
  secrets?: Record<string, string>
}

/** The event as JSON text, which is what it takes to give every Action a deep copy of its own. */
export const readEvent = (text: string): ActionEvent => JSON.parse(text)

/** At post-login the target scopes start as those requested; elsewhere they are the caller's to say. */
const targetScopesOf = (event: ActionEvent, trigger: TriggerId, { targetScopes }: FlowState) => {
  const { target_scopes, requested_scopes } = event.transaction ?? {}
  return targetScopes ?? target_scopes ?? (trigger === 'post-login' ? requested_scopes : undefined)
}

const transactionOf = (event: ActionEvent, trigger: TriggerId, state: FlowState): ActionEvent => {
  const { transactionMetadata } = state
  const targetScopes = targetScopesOf(event, trigger, state)
  const transaction = {
    ...event.transaction,
    // Only post-login promises that it is there; elsewhere an Action must not get used to it.
    ...(trigger === 'post-login' && { metadata: { ...transactionMetadata } }),
    ...(targetScopes && { target_scopes: [...targetScopes] })
  }
  return event.transaction || trigger === 'post-login' ? { transaction } : {}
}

/** What earlier Actions changed of the session and the refresh token. */
const bearersOf = (event: ActionEvent, { session, refreshToken }: FlowState): ActionEvent => {
  const changed: ActionEvent = {}
  if (event.session && session) {
    const { metadata, cookieMode } = session
    const cookie = cookieMode && { cookie: { ...(event.session.cookie as object), mode: cookieMode } }
    changed.session = { ...event.session, ...cookie, ...(metadata && { metadata: { ...metadata } }) }
  }
  if (event.refresh_token && refreshToken?.metadata) {
    changed.refresh_token = { ...event.refresh_token, metadata: { ...refreshToken.metadata } }
  }
  return changed
}

/** The copy of the event for one Action. */
export const eventFor = (
  text: string,
  added: { trigger: TriggerId; pending: MetadataWrites; state: FlowState; secrets: Record<string, string> }
): ActionEvent => {
  const event = readEvent(text)
  const { trigger, pending, state, secrets } = added
  const user = viewProfile(event.user, { trigger, pending })
  return {
    ...event,
    ...(user && { user }),
    ...transactionOf(event, trigger, state),
    ...bearersOf(event, state),
    secrets: { ...secrets }
  }
}
