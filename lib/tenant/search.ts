import type { Issuer } from './oidc/issuer.js'
import type { TenantStore } from './store/tenant-store.js'
import type { SearchResult } from './tenant.js'

const holds = (value: unknown, text: string): boolean => {
  if (typeof value === 'string') return value.includes(text)
  if (typeof value === 'number') return String(value) === text
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, member]) => key.includes(text) || holds(member, text))
}

/**
 * Looks for a text, such as the value of a denied attribute, wherever Auth0 would keep something. What the inspector holds
 * for the developer is no such place, and is not counted.
 */
export const search = (
  text: string,
  store: TenantStore,
  issuers: readonly Pick<Issuer, 'tokens' | 'pending'>[]
): SearchResult => {
  if (text === '') throw new TypeError('an empty text is found everywhere')
  const stored = issuers.flatMap(({ tokens }) => tokens.list())
  const pending = issuers.flatMap(issuer => issuer.pending.list())
  const count = (values: readonly unknown[]) => values.filter(value => holds(value, text)).length
  return {
    profiles: count(store.users.list()),
    sessions: count([...store.sessions.list(), ...stored.filter(({ model }) => model === 'Session')]),
    transactions: count([
      ...store.transactions.list(),
      ...stored.filter(({ model }) => model !== 'Session'),
      ...issuers.flatMap(({ tokens }) => [...tokens.families.values()]),
      ...pending
    ]),
    records: count(store.userinfoClaims.list()),
    logs: count([...store.log.entries(), ...store.log.executions()])
  }
}
