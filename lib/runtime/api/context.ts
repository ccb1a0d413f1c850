import type { JsonObject } from '../../core/auth0/json.js'
import type { Clock } from '../clock.js'
import type { HandlerName } from '../code/handlers.js'
import type { Directory } from '../directory.js'
import type { ActionEvent } from '../event.js'
import type { MetadataWrites } from '../metadata.js'
import type { Limits } from '../profile.js'
import type { Denial, FlowState } from '../types.js'
import type { CacheStore } from './cache-store.js'

/** What one Action asked for that takes effect when it has finished. */
export interface Effects {
  denied?: Denial
  redirect?: { url: string }
  prompt?: { id: string; fields: JsonObject; vars: JsonObject }
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
  now: Clock
  limits: Limits
  directory: Directory
  executedRules: readonly string[]
}
