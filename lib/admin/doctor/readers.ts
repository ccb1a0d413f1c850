import { Management, type ManagementClient } from 'auth0'
import { z } from 'zod'
import { readList } from '../answer/list.js'
import { checked, read } from '../answer/shape.js'
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
const orNone = async <T>(reading: Promise<T>): Promise<T | undefined> => {
  try {
    return await reading
  } catch (error) {
    if (error instanceof TenantError && error.status === notFound && error.isExplained) return undefined
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

const seenScim = z.object({})

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
    const scim = await orNone(read(call, seenScim, () => client.connections.scimConfiguration.get(id)))
    if (scim) found.push(id)
  }
  return found
}

const seenApplication = z.object({
  client_id: z.string(),
  name: z.string().nullish(),
  is_first_party: z.boolean().nullish(),
  client_metadata: z.record(z.string(), z.unknown()).nullish()
})
const applications = {
  member: 'clients',
  item: seenApplication,
  idOf: ({ client_id }: z.infer<typeof seenApplication>) => client_id
}

/** @throws TenantError */
export const readApplications = async (client: ManagementClient): Promise<Application[]> => {
  const call = { what: 'GET /clients', scopes: scopesOf.applications }
  const fields = 'client_id,name,is_first_party,client_metadata'
  const query = { page: 0, per_page: perPage, include_totals: true, fields, include_fields: true }
  const found = await readList(call, applications, () => client.clients.list(query))
  return found.map(({ client_id, name, is_first_party, client_metadata }) => ({
    clientId: client_id,
    name: name ?? '',
    isFirstParty: is_first_party !== false,
    metadata: client_metadata ?? {}
  }))
}

const seenSettings = z.object({
  flags: z.record(z.string(), z.unknown()),
  customize_mfa_in_postlogin_action: z.boolean().nullish()
})

/** @throws TenantError */
export const readSettings = async (client: ManagementClient): Promise<TenantSettings> => {
  const call = { what: 'GET /tenants/settings', scopes: scopesOf.settings }
  const settings = await read(call, seenSettings, () => client.tenants.settings.get())
  return { flags: settings.flags, isMfaCustomized: settings.customize_mfa_in_postlogin_action === true }
}

/** @throws TenantError */
export const readCustomDomains = async (client: ManagementClient): Promise<string[]> => {
  const call = { what: 'GET /custom-domains', scopes: scopesOf.customDomains }
  const found = await read(call, z.array(z.object({ domain: z.string() })), () => client.customDomains.list())
  return found.map(({ domain }) => domain)
}

const seenStream = z.object({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string().nullish()
})
const seenEventStream = seenStream.extend({
  subscriptions: z.array(z.object({ event_type: z.string().nullish() })).nullish()
})
const eventStreams = {
  member: 'eventStreams',
  item: seenEventStream,
  idOf: ({ id }: z.infer<typeof seenEventStream>) => id
}

/** @throws TenantError */
export const readEventStreams = async (client: ManagementClient): Promise<EventStream[]> => {
  const call = { what: 'GET /event-streams', scopes: scopesOf.eventStreams }
  const found = await readList(call, eventStreams, () => client.eventStreams.list())
  return found.map(({ id, name, status, subscriptions }) => ({
    name: name ?? id,
    isOn: status !== 'disabled',
    eventTypes: (subscriptions ?? []).flatMap(({ event_type }) => event_type ?? [])
  }))
}

/** @throws TenantError */
export const readLogStreams = async (client: ManagementClient): Promise<Stream[]> => {
  const call = { what: 'GET /log-streams', scopes: scopesOf.logStreams }
  const found = await read(call, z.array(seenStream), () => client.logStreams.list())
  return found.map(({ id, name, status }) => ({ name: name ?? id, isOn: status === 'active' }))
}

const text = z.string().nullish()
const seenTemplate = z.object({
  template: z.string(),
  body: text,
  subject: text,
  from: text,
  resultUrl: text
})

/** Those that the tenant has made its own, one request each. @throws TenantError */
export const readEmailTemplates = async (client: ManagementClient): Promise<EmailTemplate[]> => {
  const found: EmailTemplate[] = []
  for (const name of Object.values(Management.EmailTemplateNameEnum)) {
    const call = { what: `GET /email-templates/${name}`, scopes: scopesOf.emailTemplates }
    const template = await orNone(read(call, seenTemplate, () => client.emailTemplates.get(name)))
    if (!template) continue
    const { body, subject, from, resultUrl } = template
    found.push({ name, texts: [body, subject, from, resultUrl].filter(text => typeof text === 'string') })
  }
  return found
}

const seenCount = z.object({ users: z.array(z.unknown()), total: z.number() })

/** Counts users, and looks at none. @throws TenantError */
export const readRate = async (client: ManagementClient): Promise<UserRate> => {
  const call = { what: 'GET /users', scopes: scopesOf.rate }
  const query = { page: 0, per_page: 1, include_totals: true, fields: 'user_id', include_fields: true }
  const page = await request(call, () => client.users.list(query))
  const { total } = checked(call, seenCount, page.response)
  const limit = Number(page.rawResponse.headers.get('x-ratelimit-limit') ?? Number.NaN)
  return { users: total, ...(Number.isFinite(limit) && { limit }) }
}
