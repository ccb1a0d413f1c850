import { z } from 'zod'
import type { ClientGrant } from '../store/authorization.js'
import { newId } from '../store/ids.js'
import type { TenantStore } from '../store/tenant-store.js'
import { createCollection, removeFrom } from './collection.js'
import { known, ManagementRefusal } from './errors.js'

const text = z.string().min(1)
const fields = {
  scope: z.array(text),
  organization_usage: z.enum(['deny', 'allow', 'require']),
  allow_any_organization: z.boolean(),
  authorization_details_types: z.array(text),
  allow_all_scopes: z.boolean()
}
const patchBody = z.strictObject(fields).partial()
const createBody = z
  .strictObject({ ...fields, client_id: text, audience: text, subject_type: z.enum(['client', 'user']) })
  .partial()
  .required({ client_id: true, audience: true })

/** `/client-grants`. Kept: a machine may ask for every API of the tenant here. */
export const createClientGrantRoutes = ({ clients, resources }: TenantStore) => {
  const { clientGrants } = resources
  return createCollection<ClientGrant, z.output<typeof createBody>, z.output<typeof patchBody>>({
    path: '/client-grants',
    noun: 'client_grants',
    all: () => clientGrants,
    idOf: ({ id }) => id,
    unknown: ['The client grant does not exist', 'inexistent_client_grant'],
    createBody,
    patchBody,
    add({ client_id, audience, scope = [], ...kept }) {
      known(clients.get(client_id), 'The client does not exist', 'inexistent_client')
      if (clientGrants.some(grant => grant.client_id === client_id && grant.audience === audience)) {
        throw new ManagementRefusal(409, 'There is already a grant of this API', 'client_grant_conflict')
      }
      const grant = { id: newId('cgr'), client_id, audience, scope, ...kept }
      clientGrants.push(grant)
      return grant
    },
    change: (grant, body) => void Object.assign(grant, body),
    remove: grant => removeFrom(clientGrants, grant),
    show: grant => grant,
    filter: c => {
      const { client_id, audience } = c.req.query()
      return grant =>
        (client_id === undefined || grant.client_id === client_id) &&
        (audience === undefined || grant.audience === audience)
    }
  }).routes
}
