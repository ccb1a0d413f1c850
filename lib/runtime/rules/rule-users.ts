import { isPlainObject, type JsonObject } from '../../core/auth0/json.js'
import { mergeMetadata } from '../../core/metadata/merge.js'
import { toJson } from '../json.js'
import type { MetadataName } from '../metadata.js'
import type { RuleWrite, StoredMetadata } from './rule-types.js'

/** What `auth0.users` works on. Only the user who signs in has a profile here. */
export interface RuleUserStore {
  user_id: string
  stored: StoredMetadata
  writes: RuleWrite[]
}

type UserCallback = (error: unknown, user?: JsonObject) => void

/** As `PATCH /api/v2/users/{id}`: an empty object removes all keys. */
const merge = (before: unknown, values: JsonObject): JsonObject => {
  if (Object.keys(values).length === 0) return {}
  return mergeMetadata(isPlainObject(before) ? (before as JsonObject) : {}, values)
}

const update = async (
  store: RuleUserStore,
  metadata: MetadataName,
  { id, input }: { id: unknown; input: unknown }
): Promise<JsonObject> => {
  if (typeof id !== 'string' || !id) throw new Error('The user_id must be a string.')
  const values = toJson(input)
  if (!isPlainObject(values)) throw new Error(`The ${metadata} must be an object.`)
  store.writes.push({ user_id: id, metadata, values: values as JsonObject })
  if (id !== store.user_id) return { user_id: id }
  store.stored = { ...store.stored, [metadata]: merge(store.stored[metadata], values as JsonObject) }
  return structuredClone({ user_id: id, ...store.stored })
}

/** A method that answers by a promise, or by a callback where it is given one. */
const method =
  (store: RuleUserStore, metadata: MetadataName) =>
  (id: unknown, input: unknown, callback?: UserCallback): Promise<JsonObject> | undefined => {
    const updated = update(store, metadata, { id, input })
    if (typeof callback !== 'function') return updated
    // On a tick of its own: what the callback throws is not what the update threw.
    updated.then(
      user => setImmediate(callback, null, user),
      error => setImmediate(callback, error)
    )
    return undefined
  }

/**
 * `auth0.users` of a Rule: each call is a write of its own, at once, also where the value was there already.
 * @see https://auth0.com/docs/customize/rules/use-management-api
 */
export const createRuleUsers = (store: RuleUserStore) => ({
  updateAppMetadata: method(store, 'app_metadata'),
  updateUserMetadata: method(store, 'user_metadata')
})
