import { randomBytes } from 'node:crypto'
import type { Issuer } from './oidc/issuer.js'
import { search } from './search.js'
import type { TenantClient } from './store/clients.js'
import type { TenantStore } from './store/tenant-store.js'
import type { TenantHandle } from './tenant.js'
import { textOf } from './users/users.js'

/** The seed's machine-to-machine client, or one made for this process where the seed has none. */
const managementClient = ({ clients }: TenantStore): { client_id: string; client_secret: string } => {
  for (const { app_type, client_id, client_secret } of clients.values()) {
    if (app_type === 'non_interactive' && client_secret !== undefined) return { client_id, client_secret }
  }
  const client: TenantClient = {
    client_id: 'a0seal-management',
    client_secret: randomBytes(32).toString('base64url'),
    name: 'Management',
    app_type: 'non_interactive',
    redirect_uris: [],
    allowed_logout_urls: [],
    web_origins: [],
    metadata: {}
  }
  clients.set(client.client_id, client)
  return { client_id: client.client_id, client_secret: client.client_secret ?? '' }
}

export const createHandle = (store: TenantStore, issuers: readonly Issuer[]): TenantHandle => {
  const management = { ...managementClient(store), audience: `${issuers[0]?.url}api/v2/` }
  return {
    tenant: store.id,
    connections: store.connections.map(({ name, strategy, options }) => ({
      name,
      strategy,
      denyList: [...(options.non_persistent_attrs ?? [])]
    })),
    management,
    clients: [...store.clients.values()].map(
      ({ client_id, client_secret, name, app_type, redirect_uris }) => ({
        client_id,
        ...(client_secret !== undefined && { client_secret }),
        name,
        app_type,
        redirect_uris
      })
    ),
    personas: [
      ...store.people.list().map(({ connection, profile }) => ({
        user_id: profile.user_id,
        connection,
        name: textOf(profile.name) ?? profile.user_id,
        hasPassword: false
      })),
      ...store.credentials.list().map(({ connection, user_id, password }) => ({
        user_id,
        connection,
        name: textOf(store.users.get(user_id)?.name) ?? user_id,
        hasPassword: password !== undefined
      }))
    ],
    sent: userId =>
      structuredClone(store.people.list().find(({ profile }) => profile.user_id === userId)?.profile),
    user: userId => store.users.get(userId),
    profileWrites: userId => store.users.writes(userId),
    records: () => structuredClone(store.userinfoClaims.list()),
    logs: () => structuredClone(store.log.entries()),
    executions: () => structuredClone(store.log.executions()),
    search: text => search(text, store, issuers)
  }
}
