import type { Adapter, AdapterPayload } from 'oidc-provider'
import { leewaySecondsOf, type TokenFamilies } from '../sessions/token-families.js'
import { passwordGrants, type TenantClient } from '../store/clients.js'
import type { KeptTokens } from '../store/tenant-data.js'
import { errors } from './library/library.js'
import { responseTypesOf } from './response-types.js'

interface Stored {
  model: string
  payload: AdapterPayload
  expiresAt: number
}

/** Sessions, grants, codes and tokens of one issuer, in memory. */
export interface TokenStore {
  adapter(model: string): Adapter
  families: TokenFamilies
  /** Ends refresh tokens of a session. */
  revokeBySession(sessionUid: string): void
  list(): { model: string; payload: AdapterPayload }[]
  /** What outlives the process: sessions, and tokens that last longer than a login. */
  save(): KeptTokens
}

const offered = new Set<string>([
  'authorization_code',
  'implicit',
  'refresh_token',
  'client_credentials',
  ...passwordGrants
])

/** The grants of an application. Auth0 gives a new one no password grant. */
const grantTypesOf = ({ app_type, client_secret, grant_types }: TenantClient): string[] => {
  const isMachine = app_type === 'non_interactive'
  const usual = [
    ...(isMachine ? [] : ['authorization_code', 'implicit', 'refresh_token']),
    ...(client_secret === undefined ? [] : ['client_credentials'])
  ]
  return grant_types?.filter(grant => offered.has(grant)) ?? usual
}

/** The client as oidc-provider reads it from its adapter. */
export const toProviderClient = (client: TenantClient): AdapterPayload => {
  const grants = grantTypesOf(client)
  const types = responseTypesOf(grants)
  return {
    client_id: client.client_id,
    client_name: client.name,
    ...(client.client_secret !== undefined && { client_secret: client.client_secret }),
    token_endpoint_auth_method: client.client_secret === undefined ? 'none' : 'client_secret_post',
    response_types: types,
    // oidc-provider wants one where there is a login, and none on loopback. Which ones are allowed is not decided there.
    redirect_uris: types.length > 0 ? ['https://callback.invalid/'] : [],
    grant_types: grants
  }
}

const keptModels = new Set(['Session', 'Grant', 'RefreshToken', 'AccessToken'])
/** Some 2,000 logins: memory stays flat from there on. */
const entriesKept = 10_000
const sweepEvery = 256

/**
 * A store for oidc-provider. Each issuer has its own, so a code of one is nothing to another.
 *
 * @param findClient reads the applications, which live elsewhere.
 */
export const createTokenStore = (
  findClient: (clientId: string) => TenantClient | undefined,
  kept?: KeptTokens
): TokenStore => {
  const entries = new Map<string, Stored>()
  const byGrant = new Map<string, Set<string>>()
  const sessionByUid = new Map<string, string>()
  const families: TokenFamilies = new Map(kept?.families)
  let untilSweep = sweepEvery

  const drop = (key: string) => {
    const entry = entries.get(key)
    if (!entry) return
    entries.delete(key)
    const { grantId, uid } = entry.payload
    if (grantId !== undefined) {
      const members = byGrant.get(grantId)
      members?.delete(key)
      if (members?.size === 0) byGrant.delete(grantId)
    }
    if (uid !== undefined && sessionByUid.get(uid) === key) sessionByUid.delete(uid)
  }

  const put = (key: string, entry: Stored) => {
    drop(key)
    entries.set(key, entry)
    const { model, payload } = entry
    if (model === 'Session' && payload.uid !== undefined) sessionByUid.set(payload.uid, key)
    if (model !== 'Interaction' && payload.grantId !== undefined) {
      byGrant.set(payload.grantId, (byGrant.get(payload.grantId) ?? new Set()).add(key))
    }
  }
  // A file knows no Infinity: what never expires is null there.
  for (const [key, { model, payload, expiresAt }] of kept?.entries ?? []) {
    put(key, {
      model,
      payload: payload as AdapterPayload,
      expiresAt: expiresAt ?? Number.POSITIVE_INFINITY
    })
  }

  const sweep = () => {
    untilSweep -= 1
    if (untilSweep > 0) return
    untilSweep = sweepEvery
    const now = Date.now()
    for (const [key, { expiresAt }] of entries) if (expiresAt <= now) drop(key)
    for (const key of entries.keys()) {
      if (entries.size <= entriesKept) break
      drop(key)
    }
    for (const grantId of families.keys()) if (!entries.has(`Grant:${grantId}`)) families.delete(grantId)
  }

  const read = (key: string | undefined): AdapterPayload | undefined => {
    const entry = key === undefined ? undefined : entries.get(key)
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined
  }

  const mayComeAgain = ({ grantId = '', clientId = '', consumed }: AdapterPayload, id: string): boolean =>
    typeof consumed === 'number' &&
    families.get(grantId)?.exchanged === id &&
    Date.now() < (consumed + leewaySecondsOf(findClient(clientId)?.refresh_token)) * 1000

  const find = (model: string, id: string): AdapterPayload | undefined => {
    if (model === 'Client') {
      const client = findClient(id)
      return client && toProviderClient(client)
    }
    const payload = read(`${model}:${id}`)
    return payload && mayComeAgain(payload, id) ? { ...payload, consumed: undefined } : payload
  }

  const adapter = (model: string): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`
    return {
      async upsert(id, payload, expiresInSeconds = Number.POSITIVE_INFINITY) {
        put(keyOf(id), { model, payload, expiresAt: Date.now() + expiresInSeconds * 1000 })
        sweep()
      },
      find: async id => find(model, id),
      findByUid: async uid => read(sessionByUid.get(uid)),
      findByUserCode: async () => undefined,
      async consume(id) {
        const payload = read(keyOf(id))
        // Two requests may both have read an unused code or token: only the first to get here wins.
        if (payload !== undefined && mayComeAgain(payload, id)) return
        if (payload === undefined || payload.consumed !== undefined)
          throw new errors.InvalidGrant('already used')
        payload.consumed = Math.floor(Date.now() / 1000)
        const family = model === 'RefreshToken' ? families.get(payload.grantId ?? '') : undefined
        if (family) family.exchanged = id
      },
      async destroy(id) {
        drop(keyOf(id))
      },
      async revokeByGrantId(grantId) {
        for (const key of [...(byGrant.get(grantId) ?? [])]) drop(key)
      }
    }
  }

  return {
    adapter,
    families,
    revokeBySession(sessionUid) {
      for (const [key, { model, payload }] of entries) {
        if (model === 'RefreshToken' && payload.sessionUid === sessionUid) drop(key)
      }
    },
    list: () => [...entries.values()].map(({ model, payload }) => ({ model, payload })),
    save: () => ({
      entries: [...entries].filter(
        ([, { model, expiresAt }]) => keptModels.has(model) && expiresAt > Date.now()
      ),
      families: [...families]
    })
  }
}
