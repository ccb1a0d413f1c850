import { Management, type ManagementClient } from 'auth0'
import { isPlainObject } from '../../core/auth0/json.js'
import { request, TenantError } from '../tenant-error.js'
import { readConnections } from '../tenant-facts.js'
import {
  type Application,
  type ConnectionWithOptions,
  type EmailTemplate,
  type EventStream,
  type Stream,
  scopesOf,
  type TenantSettings,
  type UserRate
} from './facts.js'

const perPage = 100
const notFound = 404

/** Undefined where there is none. */
const orNone = async <T>(read: Promise<T>): Promise<T | undefined> => {
  try {
    return await read
  } catch (error) {
    if (error instanceof TenantError && error.status === notFound) return undefined
    throw error
  }
}

/** @throws TenantError, also where options are not shown: what is not seen is not fine */
export const readConnectionsWithOptions = async (
  client: ManagementClient
): Promise<ConnectionWithOptions[]> =>
  (await readConnections(client)).map(({ options, ...connection }) => {
    if (options) return { ...connection, options }
    const scopes = ['read:connections_options']
    throw new TenantError(`GET /connections/${connection.id}: the token needs ${scopes}`, {
      status: 403,
      scopes
    })
  })

/** Strategies that SCIM is for. */
const provisioned = ['samlp', 'oidc', 'okta', 'waad']

/** Ids of those that SCIM writes to, one request each. @throws TenantError */
export const readScim = async (
  client: ManagementClient,
  connections: readonly ConnectionWithOptions[]
): Promise<string[]> => {
  const found: string[] = []
  for (const { id, strategy } of connections) {
    if (!provisioned.includes(strategy)) continue
    const call = { what: `GET /connections/${id}/scim-configuration`, scopes: scopesOf.scim }
    const scim = await orNone(request(call, () => client.connections.scimConfiguration.get(id)))
    if (scim) found.push(id)
  }
  return found
}

/** @throws TenantError */
export const readApplications = (client: ManagementClient): Promise<Application[]> =>
  request({ what: 'GET /clients', scopes: scopesOf.applications }, async () => {
    const fields = 'client_id,name,is_first_party,client_metadata'
    const query = { page: 0, per_page: perPage, include_totals: true, fields, include_fields: true }
    const found: Application[] = []
    for await (const client_ of await client.clients.list(query)) {
      const { client_id = '', name = '', is_first_party, client_metadata } = client_
      found.push({
        clientId: client_id,
        name,
        isFirstParty: is_first_party !== false,
        metadata: client_metadata ?? {}
      })
    }
    return found
  })

/** @throws TenantError */
export const readSettings = async (client: ManagementClient): Promise<TenantSettings> => {
  const call = { what: 'GET /tenants/settings', scopes: scopesOf.settings }
  const settings = await request(call, () => client.tenants.settings.get())
  const { flags, customize_mfa_in_postlogin_action: isMfaCustomized } = settings
  return { flags: { ...flags }, isMfaCustomized: isMfaCustomized === true }
}

/** @throws TenantError */
export const readCustomDomains = async (client: ManagementClient): Promise<string[]> => {
  const call = { what: 'GET /custom-domains', scopes: scopesOf.customDomains }
  return (await request(call, () => client.customDomains.list())).map(({ domain }) => domain)
}

/** @throws TenantError */
export const readEventStreams = (client: ManagementClient): Promise<EventStream[]> =>
  request({ what: 'GET /event-streams', scopes: scopesOf.eventStreams }, async () => {
    const found: EventStream[] = []
    for await (const { id = '', name = id, status, subscriptions = [] } of await client.eventStreams.list()) {
      const eventTypes = subscriptions.flatMap(({ event_type }) => event_type ?? [])
      found.push({ name, isOn: status !== 'disabled', eventTypes })
    }
    return found
  })

/** @throws TenantError */
export const readLogStreams = async (client: ManagementClient): Promise<Stream[]> => {
  const call = { what: 'GET /log-streams', scopes: scopesOf.logStreams }
  const streams = await request(call, () => client.logStreams.list())
  return streams.map(({ id = '', name = id, status }) => ({ name, isOn: status === 'active' }))
}

/** Those that the tenant has made its own, one request each. @throws TenantError */
export const readEmailTemplates = async (client: ManagementClient): Promise<EmailTemplate[]> => {
  const found: EmailTemplate[] = []
  for (const name of Object.values(Management.EmailTemplateNameEnum)) {
    const call = { what: `GET /email-templates/${name}`, scopes: scopesOf.emailTemplates }
    const template = await orNone(request(call, () => client.emailTemplates.get(name)))
    if (!template) continue
    const { body, subject, from, resultUrl } = template
    found.push({ name, texts: [body, subject, from, resultUrl].filter(text => typeof text === 'string') })
  }
  return found
}

/** Counts users, and looks at none. @throws TenantError */
export const readRate = async (client: ManagementClient): Promise<UserRate> => {
  const query = { page: 0, per_page: 1, include_totals: true, fields: 'user_id', include_fields: true }
  const page = await request({ what: 'GET /users', scopes: scopesOf.rate }, () => client.users.list(query))
  const response: unknown = page.response
  const users = isPlainObject(response) && typeof response.total === 'number' ? response.total : 0
  const limit = Number(page.rawResponse.headers.get('x-ratelimit-limit') ?? Number.NaN)
  return { users, ...(Number.isFinite(limit) && { limit }) }
}
