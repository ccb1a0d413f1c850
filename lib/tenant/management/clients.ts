import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { toProviderClient } from '../oidc/adapter.js'
import type { TenantClient } from '../store/clients.js'
import type { TenantStore } from '../store/tenant-store.js'
import { mergeMetadata } from '../users/metadata.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known, ManagementRefusal } from './errors.js'
import { defined, flag, readBody, readQuery } from './input.js'
import { checkpoint, selectFields, sendPage, usesCheckpoint } from './paging.js'

/** @see https://auth0.com/docs/manage-users/user-accounts/metadata/configure-application-metadata */
const metadataMaxKeys = 10
const metadataText = z
  .string()
  .max(255)
  .regex(/^[\x20-\x7e]*$/, 'Expected ASCII characters')

const listQuery = z.object({
  app_type: z.string().optional(),
  is_global: flag.optional(),
  is_first_party: flag.optional()
})

const urls = z.array(z.url())
const patchBody = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .regex(/^[^<>]+$/, 'Expected no < and no >'),
    callbacks: urls,
    allowed_logout_urls: urls,
    web_origins: urls,
    client_metadata: z.record(metadataText.min(1), metadataText.nullable())
  })
  .partial()

/** Applications of others, which Auth0 marks by their id. */
const isFirstParty = ({ client_id }: TenantClient): boolean => !client_id.startsWith('tpc_')

const clientObject = (client: TenantClient, tenant: string) => {
  const { grant_types, token_endpoint_auth_method } = toProviderClient(client)
  return {
    tenant,
    global: false,
    is_first_party: isFirstParty(client),
    oidc_conformant: true,
    client_id: client.client_id,
    name: client.name,
    app_type: client.app_type,
    callbacks: client.redirect_uris,
    allowed_logout_urls: client.allowed_logout_urls,
    web_origins: client.web_origins,
    client_metadata: client.metadata,
    grant_types,
    token_endpoint_auth_method,
    jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36_000, secret_encoded: false }
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

/** `/clients`. Secrets have a scope of their own. */
export const createClientRoutes = ({ id: tenant, clients }: TenantStore) => {
  const clientOf = (c: Context): TenantClient =>
    known(clients.get(c.req.param('id') ?? ''), 'The client does not exist', 'inexistent_client')

  const show = (c: Context<ManagementEnv>, client: TenantClient): object => ({
    ...clientObject(client, tenant),
    ...(c.var.caller.scopes.has('read:client_keys') &&
      client.client_secret !== undefined && { client_secret: client.client_secret })
  })

  return new Hono<ManagementEnv>()
    .get('/clients', requireScope('read:clients'), c => {
      const { app_type, is_global, is_first_party } = readQuery(c, listQuery)
      const types = app_type?.split(',')
      const matching = [...clients.values()].filter(
        client =>
          (types?.includes(client.app_type) ?? true) &&
          (is_first_party === undefined || isFirstParty(client) === is_first_party) &&
          is_global !== true
      )
      const select = selectFields(c)
      if (!usesCheckpoint(c))
        return sendPage(
          c,
          'clients',
          matching.map(client => select(show(c, client)))
        )
      const { part, next } = checkpoint(c, matching, ({ client_id }) => client_id)
      return c.json({ clients: part.map(client => select(show(c, client))), ...(next && { next }) })
    })
    .get('/clients/:id', requireScope('read:clients'), c => c.json(selectFields(c)(show(c, clientOf(c)))))
    .patch('/clients/:id', requireScope('update:clients'), async c => {
      const client = clientOf(c)
      const { callbacks, client_metadata, ...rest } = await readBody(c, patchBody)
      const metadata = client_metadata ? patchMetadata(client.metadata, client_metadata) : client.metadata
      Object.assign(client, defined(rest), { metadata }, callbacks && { redirect_uris: callbacks })
      return c.json(show(c, client))
    })
}
