import { describe, expect, it } from 'vitest'
import type { Profile } from '../../../lib/runtime/profile.js'
import { printed, runBodies } from '../pipeline.js'

const answer = async (profile: Profile, body: string) => printed(await runBodies([body], { profile }))

describe('the observed profile', () => {
  const set = (entries: number, chars: number) => `
    const codes = Array.from({ length: ${entries} }, (_, i) => api.cache.set('k' + i, 'x'.repeat(${chars})).code ?? 'ok')
    console.log(JSON.stringify([...new Set(codes)]))`

  it.each([
    ['more than 20 cache entries', set(30, 1), ['ok', 'CacheSizeExceeded'], ['ok']],
    ['cache values of 4 KiB', set(1, 4096), ['CacheValueSizeExceeded'], ['ok']],
    ['16 kB in the cache', set(4, 4000), ['ok', 'CacheSizeExceeded'], ['ok']]
  ])('allows %s', async (_what, body, documented, observed) => {
    expect(await answer('documented', body)).toEqual(documented)
    expect(await answer('observed', body)).toEqual(observed)
  })

  it('does not end cache entries after a day', async () => {
    const body = `console.log(api.cache.set('k', 'v', { ttl: 172800000 }).record.expires_at - ${1767225600000})`
    expect(await answer('documented', body)).toBe(86_400_000)
    expect(await answer('observed', body)).toBe(172_800_000)
  })

  it('keeps 256 KiB of a log', async () => {
    const body = `console.log('x'.repeat(300000))`
    const { actions } = await runBodies([body], { profile: 'observed' })
    expect(actions[0]?.log).toHaveLength(256 * 1024)
  })
})
