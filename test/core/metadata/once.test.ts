import { describe, expect, it } from 'vitest'
import { once } from '../../../lib/core/metadata/once.js'
import { nowMs } from '../../fixtures/clock.js'

const createLogin = (app_metadata: unknown = {}) => {
  const writes: Record<string, unknown> = {}
  const event = { user: { user_id: 'oidc|1', app_metadata } }
  const api = {
    user: {
      setAppMetadata(name: string, value: unknown): void {
        writes[name] = value
      }
    }
  }
  return { writes, options: { event, api, now: nowMs } }
}

describe('once', () => {
  it('does the task and records when', async () => {
    const { writes, options } = createLogin()
    const done: string[] = []
    expect(await once('welcome', () => done.push('done'), options)).toBe(true)
    expect(done).toEqual(['done'])
    expect(writes).toEqual({ once_welcome: '2026-03-01T12:00:00.000Z' })
  })

  it('does nothing where it was recorded', async () => {
    const { writes, options } = createLogin({ once_welcome: '2020-01-01T00:00:00.000Z' })
    expect(await once('welcome', () => expect.unreachable(), options)).toBe(false)
    expect(writes).toEqual({})
  })

  it('records nothing before the task has ended, and nothing if it fails', async () => {
    const { writes, options } = createLogin()
    await expect(once('welcome', () => Promise.reject(new Error('down')), options)).rejects.toThrow('down')
    await once(
      'other',
      async () => {
        await null
        expect(writes).toEqual({})
      },
      options
    )
    expect(Object.keys(writes)).toEqual(['once_other'])
  })

  it('keeps one key for each name, in a container of choice', async () => {
    const { writes, options } = createLogin({ once_a: 'x' })
    await once('b', () => {}, options)
    await once('a', () => {}, { ...options, container: 'done' })
    expect(Object.keys(writes)).toEqual(['once_b', 'done_a'])
  })

  it.each([undefined, null, 'text', ['list']])('takes app_metadata %j for empty', async app_metadata => {
    const { options } = createLogin(app_metadata)
    expect(await once('welcome', () => {}, options)).toBe(true)
  })

  it('does not take what every object inherits for a record', async () => {
    const { options } = createLogin({})
    expect(await once('x', () => {}, { ...options, container: 'a' })).toBe(true)
    const inherited = createLogin(Object.create({ once_x: 1 }))
    expect(await once('x', () => {}, inherited.options)).toBe(true)
  })

  it.each(['', 'a.b', '$a'])('refuses the name "%s" before the task', async name => {
    await expect(once(name, () => expect.unreachable(), createLogin().options)).rejects.toThrow(
      new TypeError('a name in metadata must not be empty, nor contain "." or "$"')
    )
  })
})
