import type { JsonObject } from '../../core/auth0/json.js'
import { fixtureTime } from '../clock.js'
import { type Overrides, override } from './overrides.js'
import type { Secrets } from './parts.js'
import * as samples from './samples.js'

/** @see https://auth0.com/docs/actions/reference/event-stream/event-stream-event-object */
export type EventStreamEvent = {
  message: {
    id: string
    type: string
    /** Such as `test`. */
    a0purpose?: string
    a0stream?: string
    a0tenant?: string
    data?: JsonObject
    source: string
    specversion: string
    time?: string
  }
  secrets: Secrets
}

const created: EventStreamEvent = {
  message: {
    id: 'evt_test1',
    type: 'user.created',
    a0purpose: 'test',
    a0stream: 'est_test1',
    a0tenant: samples.tenant.id,
    data: {
      object: { ...samples.basicUser, created_at: fixtureTime, updated_at: fixtureTime } as JsonObject
    },
    source: 'urn:auth0:acme-test.auth0.test',
    specversion: '1.0',
    time: fixtureTime
  },
  secrets: {}
}

/** A CloudEvent that tells of a new user. */
export const eventStreamEvent = (changes?: Overrides<EventStreamEvent>): EventStreamEvent =>
  override(created, changes)
