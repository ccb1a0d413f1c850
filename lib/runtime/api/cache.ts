import { cacheDefaultTtlMs, cacheKeyMaxBytes } from '../../core/auth0/limits.js'
import { type Limits, limitsOf } from '../profile.js'
import { assertText } from './arguments.js'
import type { CacheRecord, CacheStore } from './cache-store.js'
import type { ActionContext } from './context.js'

/** What Auth0 may answer; not all of it happens here. */
export type CacheErrorCode =
  | 'CacheKeyDoesNotExist'
  | 'CacheKeySizeExceeded'
  | 'CacheSizeExceeded'
  | 'CacheValueSizeExceeded'
  | 'FailedToDeleteCacheRecord'
  | 'FailedToSetCacheRecord'
  | 'InvalidExpiry'
  | 'ItemAlreadyExpired'
  | 'MaxSideEffectsExceeded'

export type CacheResult<Success = object> =
  | ({ type: 'success' } & Success)
  | { type: 'error'; code: CacheErrorCode }

const refuse = (code: CacheErrorCode) => ({ type: 'error', code }) as const

const bytesOf = (store: CacheStore, except: string): number => {
  let bytes = 0
  for (const [key, { value }] of store)
    if (key !== except) bytes += Buffer.byteLength(key) + Buffer.byteLength(value)
  return bytes
}

/** The earlier of both options, 15 minutes without either, never past the longest life; `undefined` if one is not a number. */
const expiryOf = (
  options: { ttl?: number; expires_at?: number },
  { now, maxTtlMs }: { now: number; maxTtlMs: number }
): number | undefined => {
  const times: number[] = []
  if (options.ttl !== undefined) times.push(now + options.ttl)
  if (options.expires_at !== undefined) times.push(options.expires_at)
  if (times.length === 0) times.push(now + cacheDefaultTtlMs)
  return times.every(Number.isFinite) ? Math.floor(Math.min(...times, now + maxTtlMs)) : undefined
}

type Context = Pick<ActionContext, 'cache' | 'now'> & { limits?: Limits }

/** `api.cache`. What it refuses it says in the result; only a key or value that is no string throws, as on Auth0. */
export const createCache = ({ cache, now, limits = limitsOf.documented }: Context) => ({
  get(key: string): CacheRecord | undefined {
    const record = cache.get(key)
    return record && record.expires_at > now() ? { ...record } : undefined
  },

  set(
    key: string,
    value: string,
    options?: { ttl?: number; expires_at?: number } | null
  ): CacheResult<{ record: CacheRecord }> {
    assertText('key of a cache record', key)
    assertText('value of a cache record', value)
    const keyBytes = Buffer.byteLength(key)
    const valueBytes = Buffer.byteLength(value)
    if (keyBytes > cacheKeyMaxBytes) return refuse('CacheKeySizeExceeded')
    if (valueBytes > limits.cacheValueBytes) return refuse('CacheValueSizeExceeded')
    const instant = now()
    const expiresAt = expiryOf(options ?? {}, { now: instant, maxTtlMs: limits.cacheTtlMs })
    if (expiresAt === undefined) return refuse('InvalidExpiry')
    if (expiresAt <= instant) return refuse('ItemAlreadyExpired')
    for (const [other, record] of cache) if (record.expires_at <= instant) cache.delete(other)
    const isFull = !cache.has(key) && cache.size >= limits.cacheEntries
    if (isFull || bytesOf(cache, key) + keyBytes + valueBytes > limits.cacheBytes)
      return refuse('CacheSizeExceeded')
    const record = { value, expires_at: expiresAt }
    cache.set(key, record)
    return { type: 'success', record: { ...record } }
  },

  delete(key: string): CacheResult {
    return cache.delete(key) ? { type: 'success' } : refuse('CacheKeyDoesNotExist')
  }
})
