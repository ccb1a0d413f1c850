import type { JsonObject } from '../../core/auth0/json.js'
import { type Overrides, override } from './overrides.js'
import type {
  BrowserTransaction,
  Client,
  Connection,
  Organization,
  Request,
  RequestWithBody,
  Secrets,
  SecurityContext,
  Tenant
} from './parts.js'
import * as samples from './samples.js'

/** A beta without a reference page: the members of Auth0's published types. */
export type LoginPostIdentifierEvent = {
  client: Client
  connection?: Connection
  organization?: Organization
  request: RequestWithBody & { query: JsonObject }
  resource_server?: { identifier: string }
  secrets: Secrets
  tenant: Tenant
  /** `identifier` is what the user typed. */
  transaction: BrowserTransaction & { identifier: string }
}

/** A beta without a reference page: the members of Auth0's published types. */
export type SignupPostIdentifierEvent = {
  client: Client
  initial_connection: Connection
  initial_organization?: Organization
  request: Request & { asn?: string; query: JsonObject }
  resource_server?: { identifier: string }
  secrets: Secrets
  security_context?: SecurityContext
  tenant: Tenant
  transaction: BrowserTransaction
}

const login: LoginPostIdentifierEvent = {
  client: samples.client,
  request: { ...samples.request, method: 'POST', body: {}, query: {} },
  secrets: {},
  tenant: samples.tenant,
  transaction: { ...samples.transaction, identifier: 'ann@acme.test' }
}

const signup: SignupPostIdentifierEvent = {
  client: samples.client,
  initial_connection: samples.database,
  request: { ...samples.request, method: 'POST', query: {} },
  secrets: {},
  tenant: samples.tenant,
  transaction: samples.transaction
}

const resource_server = { identifier: 'https://api.acme.test' }

/** What these events may have besides. */
export const loginPostIdentifierSamples = {
  connection: samples.database,
  organization: samples.organization,
  resource_server,
  transaction: samples.transactionDetails
} satisfies Overrides<LoginPostIdentifierEvent>
export const signupPostIdentifierSamples = {
  initial_organization: samples.organization,
  request: { asn: 'AS64500' },
  resource_server,
  security_context: samples.securityContext,
  transaction: samples.transactionDetails
} satisfies Overrides<SignupPostIdentifierEvent>

/** A user who has typed an identifier to log in with. */
export const loginPostIdentifierEvent = (
  changes?: Overrides<LoginPostIdentifierEvent>
): LoginPostIdentifierEvent => override(login, changes)

/** A user who has typed an identifier to sign up with. */
export const signupPostIdentifierEvent = (
  changes?: Overrides<SignupPostIdentifierEvent>
): SignupPostIdentifierEvent => override(signup, changes)
