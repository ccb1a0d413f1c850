import type { JsonObject } from '../../../core/auth0/json.js'
import type { ActionEvent } from '../event.js'
import type { HandlerName } from '../load.js'
import type { MetadataWrites } from '../metadata.js'
import type { FlowState } from '../types.js'
import type { CacheStore } from './cache.js'

/** What one Action asked for that takes effect when it has finished. */
export interface Effects {
  denied?: { reason: string }
  redirect?: { url: string }
  challenge?: { kind: 'challenge' | 'enroll'; factors: JsonObject[] }
  writes: MetadataWrites
}

/** All that the `api` of one Action reads and changes. A namespace names the members it needs. */
export interface ActionContext {
  action: string
  handler: HandlerName
  event: ActionEvent
  /**
   * The flow's state as this Action changes it. Members are replaced, never changed in place: the copy taken when the
   * handler ends is then out of reach of a callback the Action left running.
   */
  state: FlowState
  effects: Effects
  cache: CacheStore
  /** Milliseconds since 1970. */
  now: () => number
}
