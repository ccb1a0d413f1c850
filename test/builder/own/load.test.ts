import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadOwn } from '../../../lib/builder/own/load.js'

const handler = 'exports.onExecutePostLogin = async () => {}'
const own = (code: string, name = 'mine') => ({
  ...{ name, code, file: `actions/${name}.ts` },
  trigger: 'post-login' as const
})
const load = (...actions: ReturnType<typeof own>[]) => loadOwn(actions, join(process.cwd(), 'package.json'))

// No deadline passes, but where a test says so: a thread that is not ended is waited for.
beforeAll(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterAll(() => void vi.useRealTimers())

describe("one's own Actions are loaded, and refused", () => {
  it.each([
    ['ends', 'process.exit(0)'],
    ['ends', `${handler}\nprocess.exit(0)`],
    ['fails', `${handler}\nPromise.reject(new Error('CANARY'))`],
    ['fails', `${handler}\nprocess.nextTick(() => { throw new Error('CANARY') })`],
    ['fails', `${handler}\nexports.onExecutePostLogin = Object.create(null)`]
  ])('where the code %s: %s', async (how, code) => {
    const message = `ERR_BUILD: mine: actions/mine.ts ${how} while it loads: at Auth0 nothing would get past it`
    await expect(load(own(handler, 'other'), own(code))).rejects.toMatchObject({ code: 'ERR_BUILD', message })
  })

  it('where the code hangs', async () => {
    const loading = load(own('for (;;);'))
    const isRefused = expect(loading).rejects.toThrow('mine: actions/mine.ts hangs while it loads: ')
    await vi.advanceTimersByTimeAsync(5_000)
    await isRefused
  })

  it('by the first of them', async () => {
    await expect(load(own(handler, 'a'), own('', 'b'), own('process.exit(0)', 'c'))).rejects.toThrow(
      'b: exports none of onExecutePostLogin, onContinuePostLogin'
    )
  })
})

describe('while they are loaded', () => {
  it('what goes on is ended, and is no fault', async () => {
    const running = `${handler}\nsetInterval(() => undefined, 1000)`
    await expect(load(own(running), own(handler, 'other'))).resolves.toBeUndefined()
  })

  it('nothing of the build is seen or changed', async () => {
    const isAlone = `if (Object.keys(process.env).length > 0) process.exit(0)\nprocess.env.CANARY = '1'\nglobalThis.canary = 1`
    await load(own(`${handler}\n${isAlone}`))
    expect([process.env.CANARY, Object.hasOwn(globalThis, 'canary')]).toEqual([undefined, false])
  })
})
