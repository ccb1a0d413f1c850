import type { Json, JsonObject } from '../../core/auth0/json.js'
import { words } from '../../core/auth0/words.js'
import type { Organization } from '../seed/organizations.js'
import type { Origin } from '../sessions/origin.js'
import type { EventRequest } from '../sessions/transactions.js'
import type { TenantClient } from '../store/clients.js'
import type { TenantConnection } from '../users/connections.js'

/** Never shown to Actions. @see https://auth0.com/docs/troubleshoot/product-lifecycle/deprecations-and-migrations */
const hiddenParameters = new Set(
  'auth_session authn_response client_secret client_assertion refresh_token password code_verifier'.split(' ')
)

const visible = (parameters: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(parameters).filter(([name]) => !hiddenParameters.has(name)))

/** Only the members that are there: an event is JSON. */
export const present = (members: Record<string, Json | undefined>): JsonObject =>
  Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined)
  )

/** As `event.client` shows it. */
export const eventClient = ({ client_id, name, metadata }: TenantClient): JsonObject => ({
  client_id,
  name,
  metadata
})

/** As `event.connection` shows it. No options. */
export const eventConnection = ({ id, name, strategy, metadata = {} }: TenantConnection): JsonObject => ({
  id,
  name,
  strategy,
  metadata
})

/** As `event.organization` shows it. */
export const eventOrganization = ({
  id,
  name,
  display_name = name,
  metadata = {}
}: Organization): JsonObject => ({ id, name, display_name, metadata })

/** As `event.request` shows it. */
export const eventRequest = ({ method, query, body }: EventRequest, origin: Origin): JsonObject => ({
  ...present({ ...origin, geoip: {} }),
  method,
  query: visible(query),
  body: visible(body)
})

/** What `event.transaction` shows of the parameters of `/authorize`, or of a token request. */
export const eventTransaction = (params: JsonObject): JsonObject =>
  present({
    requested_scopes: words(params.scope),
    redirect_uri: params.redirect_uri,
    response_type: params.response_type === undefined ? undefined : words(params.response_type),
    response_mode: params.response_mode,
    state: params.state,
    prompt: params.prompt === undefined ? undefined : words(params.prompt),
    acr_values: words(params.acr_values),
    ui_locales: words(params.ui_locales),
    locale: words(params.ui_locales)[0] ?? 'en',
    login_hint: params.login_hint
  })
