import { isPlainObject, type JsonObject } from '../core/auth0/json.js'
import { toJson } from './json.js'
import type { MetadataName } from './metadata.js'

/** One call of `auth0.users`, whether or not it changed anything. */
export interface RuleWrite {
  user_id: string
  metadata: MetadataName
  values: JsonObject
}

/** Metadata as it is stored. What is no object is of a custom database. */
export type StoredMetadata = Partial<Record<MetadataName, unknown>>

/** What `auth0.users` works on. Only the user who signs in has a profile here. */
export interface RuleUserStore {
  user_id: string
  stored: StoredMetadata
  writes: RuleWrite[]
}

/** As `PATCH /api/v2/users/{id}`: first level only, null removes a key, and an empty object removes all of them. */
const merge = (before: unknown, values: JsonObject): JsonObject => {
  if (Object.keys(values).length === 0) return {}
  const all = { ...(isPlainObject(before) ? (before as JsonObject) : {}), ...values }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null))
}

const update = (store: RuleUserStore, metadata: MetadataName) => async (id: unknown, input: unknown) => {
  if (typeof id !== 'string' || !id) throw new Error('The user_id must be a string.')
  const values = toJson(input)
  if (!isPlainObject(values)) throw new Error(`The ${metadata} must be an object.`)
  store.writes.push({ user_id: id, metadata, values: values as JsonObject })
  if (id !== store.user_id) return { user_id: id }
  store.stored = { ...store.stored, [metadata]: merge(store.stored[metadata], values as JsonObject) }
  return structuredClone({ user_id: id, ...store.stored })
}

/**
 * `auth0.users` of a Rule: each call is a write of its own, at once, also where the value was there already.
 * @see https://auth0.com/docs/customize/rules/use-management-api
 */
export const createRuleUsers = (store: RuleUserStore) => ({
  updateAppMetadata: update(store, 'app_metadata'),
  updateUserMetadata: update(store, 'user_metadata')
})
