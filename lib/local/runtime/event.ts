import type { Json, JsonObject } from '../../core/auth0/json.js'
import { type MetadataWrites, viewProfile } from './metadata.js'

/** The members of a post-login event this runtime itself reads; the rest passes through. */
export interface ActionEvent {
  user: { user_id?: string; app_metadata?: unknown; user_metadata?: unknown; [attribute: string]: unknown }
  request?: {
    hostname?: string
    ip?: string
    query?: Record<string, Json>
    body?: Record<string, Json>
  }
  resource_server?: { identifier?: string }
  transaction?: { protocol?: string; prompt?: string[]; metadata?: JsonObject }
  secrets?: Record<string, string>
}

/** The event as JSON text, which is what it takes to give every Action a deep copy of its own. */
export const readEvent = (text: string): ActionEvent => JSON.parse(text)

/** The copy of the event for one Action. */
export const eventFor = (
  text: string,
  added: { pending: MetadataWrites; transactionMetadata: JsonObject; secrets: Record<string, string> }
): ActionEvent => {
  const event = readEvent(text)
  return {
    ...event,
    user: viewProfile(event.user, added.pending),
    transaction: { ...event.transaction, metadata: { ...added.transactionMetadata } },
    secrets: { ...added.secrets }
  }
}
