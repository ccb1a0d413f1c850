import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { JsonObject } from '../../core/auth0/json.js'
import { mergeMetadata } from '../../core/metadata/merge.js'
import { toProviderClient } from '../oidc/adapter.js'
import type { TenantClient } from '../store/clients.js'
import type { TenantStore } from '../store/tenant-store.js'
import { type ClientPatch, createBody, patchBody } from './clients-input.js'
import { createCollection, removeFrom } from './collection.js'
import { ManagementRefusal } from './errors.js'
import { defined, flag, readQuery } from './input.js'

const metadataMaxKeys = 10
const listQuery = z.object({
  app_type: z.string().optional(),
  is_global: flag.optional(),
  is_first_party: flag.optional()
})

/** Auth0's stand-in for all applications, which has the classic login page. Nobody logs in by it. */
const globalClientId = 'global'
const globalDocument = '/clients/global'

/** Applications of others, which Auth0 marks by their id. */
const isFirstParty = ({ client_id }: TenantClient): boolean => !client_id.startsWith('tpc_')
const isGlobal = ({ client_id }: TenantClient): boolean => client_id === globalClientId

const clientObject = (client: TenantClient, tenant: string) => {
  const { grant_types, token_endpoint_auth_method } = toProviderClient(client)
  return {
    tenant,
    global: isGlobal(client),
    is_first_party: isFirstParty(client),
    oidc_conformant: true,
    token_endpoint_auth_method,
    ...client.kept,
    jwt_configuration: {
      alg: 'RS256',
      lifetime_in_seconds: 36_000,
      secret_encoded: false,
      ...(client.kept?.jwt_configuration as JsonObject | undefined)
    },
    client_id: client.client_id,
    name: client.name,
    app_type: client.app_type,
    callbacks: client.redirect_uris,
    allowed_logout_urls: client.allowed_logout_urls,
    web_origins: client.web_origins,
    client_metadata: client.metadata,
    grant_types: client.grant_types ?? grant_types,
    ...(client.refresh_token && { refresh_token: client.refresh_token })
  }
}

/** @throws ManagementRefusal above the number of keys */
const patchMetadata = (
  stored: Record<string, string>,
  changes: Record<string, string | null>
): Record<string, string> => {
  const merged = mergeMetadata(stored, changes)
  if (Object.keys(merged).length > metadataMaxKeys) {
    throw new ManagementRefusal(
      400,
      `Payload validation error: 'More than ${metadataMaxKeys} keys' on property client_metadata.`,
      'invalid_body'
    )
  }
  return merged
}

/** Public applications have no secret, and others always one. */
const setSecret = (client: TenantClient, wantsNone: boolean): void => {
  if (wantsNone) delete client.client_secret
  else client.client_secret ??= randomBytes(32).toString('base64url')
}

const changeClient = (client: TenantClient, patch: Partial<ClientPatch>): void => {
  const { name, app_type, client_secret, callbacks, client_metadata, refresh_token, ...rest } = patch
  const { allowed_logout_urls, web_origins, grant_types, ...kept } = rest
  const metadata = client_metadata && patchMetadata(client.metadata, client_metadata)
  Object.assign(
    client,
    defined({
      name,
      app_type,
      client_secret,
      redirect_uris: callbacks,
      allowed_logout_urls,
      web_origins,
      grant_types,
      metadata
    })
  )
  if (refresh_token === null) delete client.refresh_token
  else if (refresh_token) client.refresh_token = { rotation_type: 'non-rotating', ...defined(refresh_token) }
  if (Object.keys(kept).length > 0) client.kept = { ...client.kept, ...(defined(kept) as JsonObject) }
  const method = kept.token_endpoint_auth_method
  if (method !== undefined) setSecret(client, method === 'none')
}

/** `/clients`. Secrets have a scope of their own. */
export const createClientRoutes = ({ id: tenant, clients, resources }: TenantStore) => {
  const { documents, clientGrants } = resources
  const globalClient = (): TenantClient => ({
    ...newClient(globalClientId, 'All Applications'),
    kept: documents[globalDocument] ?? {}
  })

  const { routes } = createCollection<TenantClient, ClientPatch & { name: string }, ClientPatch>({
    path: '/clients',
    noun: 'clients',
    all: () => [...clients.values(), globalClient()],
    idOf: ({ client_id }) => client_id,
    unknown: ['The client does not exist', 'inexistent_client'],
    createBody,
    patchBody,
    add(body) {
      const client = newClient(randomBytes(24).toString('base64url'), body.name)
      const { token_endpoint_auth_method: method, app_type = 'regular_web' } = body
      changeClient(client, body)
      setSecret(client, method === 'none' || (method === undefined && isPublic(app_type)))
      clients.set(client.client_id, client)
      return client
    },
    change(client, patch) {
      changeClient(client, patch)
      if (isGlobal(client)) documents[globalDocument] = client.kept ?? {}
    },
    remove(client) {
      if (isGlobal(client)) {
        throw new ManagementRefusal(400, 'The global client cannot be deleted.', 'operation_not_supported')
      }
      clients.delete(client.client_id)
      for (const grant of clientGrants.filter(({ client_id }) => client_id === client.client_id)) {
        removeFrom(clientGrants, grant)
      }
    },
    show: (client, c) => ({
      ...clientObject(client, tenant),
      ...(c.var.caller.scopes.has('read:client_keys') &&
        client.client_secret !== undefined && { client_secret: client.client_secret })
    }),
    filter(c) {
      const { app_type, is_global = false, is_first_party } = readQuery(c, listQuery)
      const types = app_type?.split(',')
      return client =>
        (types?.includes(client.app_type) ?? true) &&
        (is_first_party === undefined || isFirstParty(client) === is_first_party) &&
        isGlobal(client) === is_global
    }
  })
  return routes
}

const isPublic = (appType: TenantClient['app_type']): boolean => appType === 'spa' || appType === 'native'

const newClient = (client_id: string, name: string): TenantClient => ({
  client_id,
  name,
  app_type: 'regular_web',
  redirect_uris: [],
  allowed_logout_urls: [],
  web_origins: [],
  metadata: {}
})
