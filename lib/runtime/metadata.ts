import { isPlainObject, type Json, type JsonObject } from '../core/auth0/json.js'
import { mergeMetadata } from '../core/metadata/merge.js'
import type { TriggerId } from './code/handlers.js'
import { equalJson } from './json.js'

export type MetadataName = 'app_metadata' | 'user_metadata'

/** Values Actions have set, by key, each as JSON text: what is done to the object afterwards has no effect. */
export type MetadataWrites = Record<MetadataName, Map<string, string>>

export const noWrites = (): MetadataWrites => ({ app_metadata: new Map(), user_metadata: new Map() })

/** Both sets of writes as one; for a key in both, the later value. */
export const foldWrites = (earlier: MetadataWrites, later: MetadataWrites): MetadataWrites => ({
  app_metadata: new Map([...earlier.app_metadata, ...later.app_metadata]),
  user_metadata: new Map([...earlier.user_metadata, ...later.user_metadata])
})

/** Stored metadata with the writes; a custom database may have stored something else than `{…}`. */
const merge = (stored: unknown, writes: Map<string, string>): unknown => {
  const before = stored ?? {}
  if (!isPlainObject(before)) return stored
  return mergeMetadata(
    before,
    Object.fromEntries([...writes].map(([key, text]) => [key, JSON.parse(text) as unknown]))
  )
}

/**
 * The profile as an Action sees it: pending writes in place, and at post-login `app_metadata` merged over the root.
 * @see https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data (name collision)
 */
export const viewProfile = (
  user: Record<string, unknown> | undefined,
  { trigger, pending }: { trigger: TriggerId; pending: MetadataWrites }
): Record<string, unknown> | undefined => {
  const isLogin = trigger === 'post-login'
  if (!user && !isLogin) return undefined
  const view = (name: MetadataName) => {
    // Elsewhere metadata is as the event has it: it may be missing.
    if (!isLogin && pending[name].size === 0) return user?.[name]
    return merge(user?.[name], pending[name])
  }
  const metadata: Record<string, unknown> = {}
  for (const name of ['app_metadata', 'user_metadata'] as const) {
    const value = view(name)
    if (value !== undefined) metadata[name] = value
  }
  const overRoot = isLogin && isPlainObject(metadata.app_metadata) ? metadata.app_metadata : {}
  return { ...user, ...overRoot, ...metadata }
}

/** Of the writes, those that change the stored value. Null always counts, even where there is nothing to remove. */
const changes = (stored: unknown, writes: Map<string, string>): JsonObject => {
  const changed: [string, Json][] = []
  for (const [key, text] of writes) {
    const value: Json = JSON.parse(text)
    const present = isPlainObject(stored) && Object.hasOwn(stored, key)
    if (value === null || !present || !equalJson(stored[key] as Json, value)) changed.push([key, value])
  }
  return Object.fromEntries(changed)
}

export type ProfileUpdate = Record<MetadataName, JsonObject>

/** The one update all writes come to; `undefined` where they leave the profile as it is. */
export const profileUpdate = (
  user: Record<string, unknown>,
  writes: MetadataWrites
): ProfileUpdate | undefined => {
  const app_metadata = changes(user.app_metadata, writes.app_metadata)
  const user_metadata = changes(user.user_metadata, writes.user_metadata)
  const count = Object.keys(app_metadata).length + Object.keys(user_metadata).length
  return count > 0 ? { app_metadata, user_metadata } : undefined
}
