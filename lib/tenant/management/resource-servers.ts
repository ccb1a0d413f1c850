import { z } from 'zod'
import { apiOf, type ResourceServer } from '../store/authorization.js'
import { newId } from '../store/ids.js'
import type { TenantStore } from '../store/tenant-store.js'
import { createCollection, removeFrom } from './collection.js'
import { ManagementRefusal } from './errors.js'

const text = z.string().min(1)
const scopes = z
  .array(z.strictObject({ value: text.max(280), description: z.string().max(500).optional() }))
  .max(1_000)

/** What logins go by, and behind it what is kept and shown again. */
const fields = {
  name: text.max(200),
  scopes,
  allow_offline_access: z.boolean(),
  authorization_policy: z.json(),
  consent_policy: z.json(),
  authorization_details: z.json(),
  enforce_policies: z.boolean(),
  proof_of_possession: z.json(),
  signing_alg: z.literal('RS256', 'This tenant signs with RS256 only'),
  skip_consent_for_verifiable_first_party_clients: z.boolean(),
  subject_type_authorization: z.json(),
  token_dialect: z.string(),
  token_encryption: z.json(),
  token_lifetime: z.int().min(0),
  token_lifetime_for_web: z.int().min(0)
}
const patchBody = z.strictObject(fields).partial()
const createBody = z
  .strictObject({ ...fields, identifier: text.max(600) })
  .partial()
  .required({ identifier: true })

/** `/resource-servers`: the APIs of the tenant. Where its seed lists APIs, they are the audiences there are. */
export const createResourceServerRoutes = ({ apis, resources }: TenantStore) => {
  const { resourceServers } = resources
  const publish = () => apis?.splice(0, apis.length, ...resourceServers.map(apiOf))

  return createCollection<ResourceServer, z.output<typeof createBody>, z.output<typeof patchBody>>({
    path: '/resource-servers',
    noun: 'resource_servers',
    all: () => resourceServers,
    idOf: ({ id }) => id,
    isCalled: ({ id, identifier }, called) => called === id || called === identifier,
    unknown: ['The resource server does not exist', 'inexistent_resource_server'],
    createBody,
    patchBody,
    add({ identifier, name = identifier, scopes: given = [], ...kept }) {
      if (resourceServers.some(server => server.identifier === identifier)) {
        throw new ManagementRefusal(409, 'The resource server already exists', 'resource_server_conflict')
      }
      const server = { signing_alg: 'RS256', ...kept, id: newId('api'), identifier, name, scopes: given }
      resourceServers.push(server)
      publish()
      return server
    },
    change(server, body) {
      Object.assign(server, body)
      publish()
    },
    remove(server) {
      removeFrom(resourceServers, server)
      publish()
    },
    show: server => ({ is_system: false, ...server }),
    filter: c => {
      const identifiers = c.req.queries('identifiers')
      return ({ identifier }) => identifiers?.includes(identifier) ?? true
    }
  }).routes
}
