import type { JsonObject } from '../../core/auth0/json.js'

/** The ID-token claims Actions set at the last token issue for one client and user: Auth0 serves /userinfo from them. */
export interface ClaimsRecord {
  client_id: string
  user_id: string
  claims: JsonObject
}

export interface UserinfoClaims {
  get(clientId: string, userId: string): JsonObject
  set(record: ClaimsRecord): void
  removeUser(userId: string): void
  list(): ClaimsRecord[]
}

const keyOf = (clientId: string, userId: string): string => JSON.stringify([clientId, userId])

export const createUserinfoClaims = (kept: readonly ClaimsRecord[] = []): UserinfoClaims => {
  const records = new Map<string, ClaimsRecord>(
    kept.map(record => [keyOf(record.client_id, record.user_id), record])
  )
  return {
    get: (clientId, userId) => records.get(keyOf(clientId, userId))?.claims ?? {},
    // Replaced whole: a claim the newest run did not set is gone. Auth0's documentation is silent there.
    set: record => {
      records.set(keyOf(record.client_id, record.user_id), record)
    },
    removeUser(userId) {
      for (const [key, record] of records) if (record.user_id === userId) records.delete(key)
    },
    list: () => [...records.values()]
  }
}
