import { cacheDefaultTtlMs, cacheKeyMaxBytes } from '../../core/auth0/limits.js'
import { type Limits, limitsOf } from '../profile.js'
import type { ActionContext } from './context.js'

export interface CacheRecord {
  value: string
  /** Milliseconds since 1970. */
  expires_at: number
}

/** The cache of one trigger on one instance: shared by its Actions and by all logins that run there. */
export type CacheStore = Map<string, CacheRecord>

export type CacheErrorCode =
  | 'CacheKeyDoesNotExist'
  | 'CacheKeySizeExceeded'
  | 'CacheSizeExceeded'
  | 'CacheValueSizeExceeded'
  | 'FailedToSetCacheRecord'
  | 'InvalidExpiry'
  | 'ItemAlreadyExpired'

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

/** `api.cache`. It never throws: what it refuses it says in the result. */
export const createCache = ({ cache, now, limits = limitsOf.documented }: Context) => ({
  get(key: string): CacheRecord | undefined {
    const record = cache.get(key)
    return record && record.expires_at > now() ? { ...record } : undefined
  },

  set(
    key: string,
    value: string,
    options?: { ttl?: number; expires_at?: number }
  ): CacheResult<{ record: CacheRecord }> {
    if (typeof key !== 'string' || typeof value !== 'string') return refuse('FailedToSetCacheRecord')
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
