import { describe, expect, it } from 'vitest'
import { createCache } from '../../../lib/runtime/api/cache.js'
import type { CacheStore } from '../../../lib/runtime/api/cache-store.js'
import { runBodies } from '../pipeline.js'

const minuteMs = 60_000
const createAt = (start = 0) => {
  const clock = { ms: start }
  const store: CacheStore = new Map()
  return { clock, cache: createCache({ cache: store, now: () => clock.ms }) }
}
const refusal = (code: string) => ({ type: 'error', code })

describe('api.cache', () => {
  it('returns records', () => {
    const { cache } = createAt(1000)
    const record = { value: 'v', expires_at: 1000 + 15 * minuteMs }
    expect(cache.set('k', 'v')).toEqual({ type: 'success', record })
    expect(cache.get('k')).toEqual(record)
    expect(cache.get('other')).toBeUndefined()
  })

  it('gives out copies', () => {
    const { cache } = createAt()
    const result = cache.set('k', 'v')
    if (result.type === 'success') result.record.value = 'x'
    Object.assign(cache.get('k') ?? {}, { value: 'x' })
    expect(cache.get('k')?.value).toBe('v')
  })

  it('forgets a record when it expires, and a deleted one', () => {
    const { cache, clock } = createAt()
    cache.set('k', 'v', { ttl: 10 })
    clock.ms = 9
    expect(cache.get('k')).toBeDefined()
    clock.ms = 10
    expect(cache.get('k')).toBeUndefined()
    cache.set('k', 'v')
    expect(cache.delete('k')).toEqual({ type: 'success' })
    expect(cache.get('k')).toBeUndefined()
    expect(cache.delete('k')).toEqual(refusal('CacheKeyDoesNotExist'))
  })

  it.each([
    ['the earlier of both', { ttl: 20, expires_at: 10 }, 10],
    ['the earlier of both, turned round', { ttl: 10, expires_at: 20 }, 10],
    ['expires_at alone', { expires_at: 60 * minuteMs }, 60 * minuteMs],
    ['whole milliseconds', { ttl: 10.9 }, 10],
    ['a day at most', { ttl: 48 * 60 * minuteMs }, 24 * 60 * minuteMs]
  ])('expires by %s', (_what, options, expires_at) => {
    expect(createAt().cache.set('k', 'v', options)).toMatchObject({ record: { expires_at } })
  })

  it('refuses an expiry that is past or no number', () => {
    const { cache } = createAt(100)
    expect(cache.set('k', 'v', { ttl: 0 })).toEqual(refusal('ItemAlreadyExpired'))
    expect(cache.set('k', 'v', { expires_at: 100 })).toEqual(refusal('ItemAlreadyExpired'))
    expect(cache.set('k', 'v', { ttl: Number.NaN })).toEqual(refusal('InvalidExpiry'))
    expect(cache.set('k', 'v', { ttl: '1' as never })).toEqual(refusal('InvalidExpiry'))
  })

  it('has its limits in bytes', () => {
    const { cache } = createAt()
    expect(cache.set('é'.repeat(32), 'v').type).toBe('success')
    expect(cache.set(`${'é'.repeat(32)}x`, 'v')).toEqual(refusal('CacheKeySizeExceeded'))
    expect(cache.set('k', 'é'.repeat(2000)).type).toBe('success')
    expect(cache.set('k', `${'é'.repeat(2000)}x`)).toEqual(refusal('CacheValueSizeExceeded'))
  })

  it('holds 8 kB in all, counting keys, and a replaced value once', () => {
    const { cache } = createAt()
    const half = 'x'.repeat(3_999)
    expect(cache.set('a', half).type).toBe('success')
    expect(cache.set('a', half).type).toBe('success')
    expect(cache.set('b', half).type).toBe('success')
    expect(cache.set('b', half).type).toBe('success')
    expect(cache.set('c', '')).toEqual(refusal('CacheSizeExceeded'))
    cache.set('b', half.slice(1))
    expect(cache.set('c', '').type).toBe('success')
  })

  it('holds 20 entries that have not expired', () => {
    const { cache, clock } = createAt()
    for (let i = 0; i < 20; i++)
      expect(cache.set(`k${i}`, 'v', { ttl: i === 0 ? 1 : 100 }).type).toBe('success')
    expect(cache.set('k1', 'again').type).toBe('success')
    expect(cache.set('k20', 'v')).toEqual(refusal('CacheSizeExceeded'))
    clock.ms = 1
    expect(cache.set('k20', 'v').type).toBe('success')
  })

  it('throws on a key or value that is no string, and on nothing else', () => {
    const { cache } = createAt()
    expect(() => cache.set('k', { no: 'string' } as never)).toThrow(
      'value of a cache record must be a string'
    )
    expect(() => cache.set(undefined as never, 'v')).toThrow('key of a cache record must be a string')
    expect(cache.set('k', 'v', null).type).toBe('success')
    expect(cache.get(undefined as never)).toBeUndefined()
    expect(cache.delete(undefined as never).type).toBe('error')
  })

  it('is shared by the Actions of a trigger and by runs of the same instance', async () => {
    const cache: CacheStore = new Map()
    await runBodies([`api.cache.set('k', 'v')`], { cache })
    const result = await runBodies([`console.log(api.cache.get('k').value)`], { cache })
    expect(result.actions[0]?.log).toBe('v')
  })
})
