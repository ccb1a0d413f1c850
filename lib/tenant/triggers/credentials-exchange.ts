import type { JsonObject } from '../../core/auth0/json.js'
import type { Runtime } from '../../runtime/runtime.js'
import type { Denial } from '../../runtime/types.js'
import type { Origin } from '../sessions/origin.js'
import type { TenantClient } from '../store/clients.js'
import type { Report } from '../store/log.js'
import type { TenantStore } from '../store/tenant-store.js'
import { eventClient, eventRequest } from './event-parts.js'

/** What a machine asks for. */
export interface CredentialsExchangeInput {
  client: TenantClient
  audience: string
  /** Scopes of the request, and those of the API that this machine may have. */
  asked: readonly string[]
  offered: readonly string[]
  /** Parameters of the request. */
  body: JsonObject
  origin: Origin
}

export type CredentialsExchange = (input: CredentialsExchangeInput) => Promise<
  | {
      type: 'completed'
      /** Claims of the access token. */
      claims: JsonObject
      /** Set where the Actions changed them. */
      scopes?: string[]
    }
  | ({ type: 'refused' } & Denial)
>

export interface CredentialsExchangeOptions {
  store: TenantStore
  runtime: Runtime
  report: Report
}

/**
 * Runs the credentials-exchange Actions when a machine asks for a token.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/machine-to-machine-trigger
 */
export const createCredentialsExchange =
  ({ store, runtime, report }: CredentialsExchangeOptions): CredentialsExchange =>
  async ({ client, audience, asked, offered, body, origin }) => {
    const trigger = 'credentials-exchange'
    const actions = store.actions.bound(trigger)
    if (actions.length === 0) return { type: 'completed', claims: {} }
    const scope = asked.filter(name => offered.includes(name))
    const {
      outcome,
      state,
      actions: reports
    } = await runtime.run({
      trigger,
      actions,
      event: {
        tenant: { id: store.id },
        client: eventClient(client),
        request: eventRequest({ method: 'POST', query: {}, body }, origin),
        resource_server: { identifier: audience },
        accessToken: { scope, customClaims: {} },
        transaction: { requested_scopes: [...asked], target_scopes: scope }
      }
    })
    report({ trigger, outcome: outcome.type, actions: reports, dropped: state.dropped })
    if (outcome.type === 'denied') return { ...outcome, type: 'refused' }
    if (outcome.type === 'failed') return { type: 'refused', code: 'server_error', reason: outcome.message }
    // What the API does not offer to this machine is left out when all Actions have run.
    const scopes = state.targetScopes?.filter(name => offered.includes(name))
    return { type: 'completed', claims: state.claims.accessToken, ...(scopes && { scopes }) }
  }
