import { describe, expect, it } from 'vitest'
import { remember } from '../../../lib/core/metadata/remember.js'
import { nowMs, nowSeconds } from '../../fixtures/clock.js'

const createLogin = (record?: unknown) => {
  const writes: Record<string, unknown> = {}
  const event = {
    user: { user_id: 'oidc|1', app_metadata: record === undefined ? {} : { remembered_plan: record } }
  }
  const api = {
    user: {
      setAppMetadata(name: string, value: unknown): void {
        writes[name] = value
      }
    }
  }
  return { writes, options: { event, api, now: nowMs, maxAgeSeconds: 60 } }
}
const fail = () => Promise.reject(new Error('down'))

describe('remember', () => {
  it('loads, and records the value with its time', async () => {
    const { writes, options } = createLogin()
    expect(await remember('plan', () => ({ tier: 'gold' }), options)).toEqual({ tier: 'gold' })
    expect(writes).toEqual({ remembered_plan: { value: { tier: 'gold' }, at: nowSeconds } })
  })

  it('returns what is not too old, and writes nothing', async () => {
    const { writes, options } = createLogin({ value: 'silver', at: nowSeconds - 60 })
    expect(await remember('plan', fail, options)).toBe('silver')
    expect(writes).toEqual({})
  })

  it.each([
    ['too old', { value: 'silver', at: nowSeconds - 61 }],
    ['from the future', { value: 'silver', at: nowSeconds + 1 }],
    ['without a time', { value: 'silver' }],
    ['with a time that is no number', { value: 'silver', at: `${nowSeconds}` }],
    ['without a value', { at: nowSeconds }],
    ['no record', 'silver']
  ])('loads anew what is %s', async (_what, record) => {
    const { writes, options } = createLogin(record)
    expect(await remember('plan', () => 'gold', options)).toBe('gold')
    expect(writes).toEqual({ remembered_plan: { value: 'gold', at: nowSeconds } })
  })

  it('remembers null and false too', async () => {
    expect(await remember('plan', fail, createLogin({ value: null, at: nowSeconds }).options)).toBeNull()
    expect(await remember('plan', fail, createLogin({ value: false, at: nowSeconds }).options)).toBe(false)
  })

  it('throws what load throws, unless a stale value may stand in', async () => {
    const stale = createLogin({ value: 'silver', at: 0 })
    await expect(remember('plan', fail, stale.options)).rejects.toThrow('down')
    expect(await remember('plan', fail, { ...stale.options, staleIfError: true })).toBe('silver')
    expect(stale.writes).toEqual({})
    await expect(remember('plan', fail, { ...createLogin().options, staleIfError: true })).rejects.toThrow(
      'down'
    )
  })

  it('does not hide that the value could not be recorded', async () => {
    const { options } = createLogin({ value: 'silver', at: 0 })
    const api = {
      user: {
        setAppMetadata: () => {
          throw new Error('refused')
        }
      }
    }
    await expect(remember('plan', () => 'gold', { ...options, api, staleIfError: true })).rejects.toThrow(
      'refused'
    )
  })

  it('refuses a name Auth0 would refuse', async () => {
    await expect(remember('a.b', fail, createLogin().options)).rejects.toThrow(TypeError)
  })
})
