import type { JsonObject } from '../../core/auth0/json.js'
import type { TriggerId } from '../../runtime/code/handlers.js'
import { type EventOf, fixtures } from './fixtures.js'

type Always<Event> = { [Name in keyof Event]-?: object extends Pick<Event, Name> ? never : Name }[keyof Event]

/** What Auth0 gives each event of a trigger; secrets are no part of an event that a test makes. */
const always: { [Trigger in TriggerId]: Record<Exclude<Always<EventOf<Trigger>>, 'secrets'>, true> } = {
  'post-login': { client: true, connection: true, request: true, stats: true, tenant: true, user: true },
  'pre-user-registration': { connection: true, request: true, tenant: true, user: true },
  'post-user-registration': { connection: true, tenant: true, user: true },
  'credentials-exchange': {
    accessToken: true,
    client: true,
    request: true,
    resource_server: true,
    tenant: true,
    transaction: true
  },
  'post-change-password': { connection: true, request: true, tenant: true, user: true },
  'send-phone-message': { message_options: true, request: true, tenant: true, user: true },
  'password-reset-post-challenge': {
    authentication: true,
    authorization: true,
    client: true,
    connection: true,
    request: true,
    stats: true,
    tenant: true,
    transaction: true,
    user: true
  },
  'custom-token-exchange': {
    client: true,
    request: true,
    resource_server: true,
    tenant: true,
    transaction: true
  },
  'custom-email-provider': { client: true, notification: true, request: true, tenant: true, user: true },
  'custom-phone-provider': { client: true, notification: true, request: true, tenant: true, user: true },
  'event-stream': { message: true },
  'login-post-identifier': { client: true, request: true, tenant: true, transaction: true },
  'signup-post-identifier': {
    client: true,
    initial_connection: true,
    request: true,
    tenant: true,
    transaction: true
  }
}

/**
 * An event of a trigger. A whole one is taken as it is. One that lacks a member which each has on Auth0 is changes to the
 * fixture of the trigger, as the function that makes it takes them.
 */
export const wholeEvent = (trigger: TriggerId, event: object = {}): JsonObject => {
  const isWhole = Object.keys(always[trigger]).every(name => Object.hasOwn(event, name))
  const create: (changes: never) => object = fixtures[trigger]
  return JSON.parse(JSON.stringify(isWhole ? event : create(event as never)))
}
