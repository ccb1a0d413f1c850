import type { JsonObject } from '../../core/auth0/json.js'
import { type Overrides, override } from './overrides.js'
import type {
  Agent,
  AuthenticatedClient,
  Client,
  ClientAuthentication,
  CorrelatedTransaction,
  CustomDomain,
  EnrolledFactor,
  Identity,
  Organization,
  RequestWithBody,
  Secrets,
  Tenant,
  UpstreamAttributes,
  User
} from './parts.js'
import * as samples from './samples.js'

/** @see https://auth0.com/docs/actions/reference/credentials-exchange/credentials-exchange-event-object */
export type CredentialsExchangeEvent = {
  accessToken: { customClaims: JsonObject; scope: string[] }
  agent?: Agent
  client: Client & { authentication?: ClientAuthentication }
  custom_domain?: CustomDomain
  organization?: Organization
  request: RequestWithBody
  resource_server: { identifier: string }
  secrets: Secrets
  tenant: Tenant
  transaction: CorrelatedTransaction & { requested_scopes: string[]; target_scopes?: string[] }
}

/** @see https://auth0.com/docs/actions/reference/custom-token-exchange/custom-token-exchange-event-object */
export type CustomTokenExchangeEvent = {
  client: AuthenticatedClient
  custom_domain?: CustomDomain
  organization?: Organization
  request: RequestWithBody
  resource_server: { identifier: string }
  secrets: Secrets
  tenant: Tenant
  transaction: {
    actor_token?: string
    actor_token_type?: string
    actor_token_user?: User &
      UpstreamAttributes & {
        enrolledFactors?: EnrolledFactor[]
        identities: Identity[]
        multifactor?: string[]
      }
    requested_scopes: string[]
    requested_token_type: string
    subject_token: string
    subject_token_type: string
  }
}

const resource_server = { identifier: 'https://api.acme.test' }

const credentials: CredentialsExchangeEvent = {
  accessToken: { customClaims: {}, scope: ['read:reports'] },
  client: { client_id: 'test-service', name: 'Test service', metadata: {} },
  request: {
    ...samples.request,
    method: 'POST',
    body: {
      grant_type: 'client_credentials',
      client_id: 'test-service',
      audience: resource_server.identifier
    }
  },
  resource_server,
  secrets: {},
  tenant: samples.tenant,
  transaction: { requested_scopes: ['read:reports'], target_scopes: ['read:reports'] }
}

const exchange: CustomTokenExchangeEvent = {
  client: samples.client,
  request: {
    ...samples.request,
    method: 'POST',
    body: { grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange' }
  },
  resource_server,
  secrets: {},
  tenant: samples.tenant,
  transaction: {
    requested_scopes: ['openid'],
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    subject_token: 'subject-token-1',
    subject_token_type: 'https://acme.test/subject-token'
  }
}

/** What these events may have besides. */
export const credentialsExchangeSamples = {
  agent: samples.agent,
  client: { authentication: samples.clientAuthentication },
  custom_domain: samples.customDomain,
  organization: samples.organization,
  transaction: { correlation_id: 'correlation-1' }
} satisfies Overrides<CredentialsExchangeEvent>
export const customTokenExchangeSamples = {
  client: { ...samples.externalClient, authentication: samples.clientAuthentication },
  custom_domain: samples.customDomain,
  organization: samples.organization,
  transaction: {
    actor_token: 'actor-token-1',
    actor_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    actor_token_user: {
      ...samples.user,
      ...samples.databaseUser,
      enrolledFactors: samples.enrolledFactors,
      identities: [samples.identity],
      multifactor: ['guardian']
    }
  }
} satisfies Overrides<CustomTokenExchangeEvent>

/** A service asking for a token of its own: no user. */
export const credentialsExchangeEvent = (
  changes?: Overrides<CredentialsExchangeEvent>
): CredentialsExchangeEvent => override(credentials, changes)

/** A token from elsewhere to be exchanged: the Action is to say whose it is. */
export const customTokenExchangeEvent = (
  changes?: Overrides<CustomTokenExchangeEvent>
): CustomTokenExchangeEvent => override(exchange, changes)
