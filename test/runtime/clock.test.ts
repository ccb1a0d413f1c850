import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { withClock } from '../../lib/runtime/clock.js'
import { createInstance } from '../../lib/runtime/code/load.js'
import { createRuntime } from '../../lib/runtime/thread/pool.js'
import { action, event } from './pipeline.js'

const call = (body: string, clock: () => number, hasClock = true) => {
  const code = `exports.onExecutePostLogin = async () => { ${body} }`
  const handler = createInstance({ name: 'a', code }, { hasClock }).handler('onExecutePostLogin')
  return withClock(clock, () => handler({}, {}))
}

describe('the Date of an Action', () => {
  it('tells the time of the run', async () => {
    const body =
      'return [Date.now(), +new Date(), Date.parse(Date()), new Date(5).getTime(), Date.UTC(1970, 0, 2)]'
    expect(await call(body, () => 1000)).toEqual([1000, 1000, 1000, 5, 86_400_000])
  })

  it('is a Date like any other', async () => {
    const body = `class Mine extends Date {}
      return [new Date() instanceof Date, new Mine() instanceof Mine, new Mine().getTime(), Date.name, JSON.stringify(new Date())]`
    expect(await call(body, () => 1000)).toEqual([true, true, 1000, 'Date', '"1970-01-01T00:00:01.000Z"'])
    expect(await call('return new Date()', () => 1000)).toBeInstanceOf(Date)
  })

  it('may be hidden by one of its own', async () => {
    const code = `const Date = { now: () => 7 }; exports.onExecutePostLogin = async () => Date.now()`
    const instance = createInstance({ name: 'a', code }, { hasClock: true })
    expect(await instance.handler('onExecutePostLogin')({}, {})).toBe(7)
  })

  it('is that of its own run where two of one instance interleave', async () => {
    const instance = createInstance(
      { name: 'a', code: `exports.onExecutePostLogin = async pause => { await pause(); return Date.now() }` },
      { hasClock: true }
    )
    const handler = instance.handler('onExecutePostLogin')
    const run = (ms: number, pauseMs: number) =>
      withClock(
        () => ms,
        () => handler(() => sleep(pauseMs), {})
      )
    expect(await Promise.all([run(1, 8), run(2, 2)])).toEqual([1, 2])
  })

  it('is the real one without a clock', async () => {
    const before = Date.now()
    expect(await call('return Date.now()', () => 1000, false)).toBeGreaterThanOrEqual(before)
  })
})

describe('in the worker', () => {
  const runtime = createRuntime()
  afterAll(() => runtime.stop())
  const timeOf = async (settings: { now?: number }) => {
    const actions = [
      action(
        'console.log(Date.now()); api.idToken.setCustomClaim("t", api.cache.set("k", "v").record.expires_at)'
      )
    ]
    const { actions: reports, state } = await runtime.run({
      trigger: 'post-login',
      actions,
      event,
      ...settings
    })
    return [Number(reports[0]?.log), state.claims.idToken.t]
  }

  it('time stands still where the request says so, and passes otherwise', async () => {
    expect(await timeOf({ now: 5000 })).toEqual([5000, 905_000])
    const before = Date.now()
    expect((await timeOf({}))[0]).toBeGreaterThanOrEqual(before)
    expect(await timeOf({ now: 6000 })).toEqual([6000, 906_000])
  })

  it('each trigger has a cache of its own', async () => {
    const log = async (trigger: 'post-login' | 'event-stream', handler: string) => {
      const code = `exports.${handler} = async (event, api) => { console.log(api.cache.get('mine')?.value); api.cache.set('mine', '${trigger}') }`
      const result = await runtime.run({ trigger, actions: [{ name: 'a', code, secrets: {} }], event })
      return result.actions[0]?.log
    }
    expect(await log('post-login', 'onExecutePostLogin')).toBe('undefined')
    expect(await log('event-stream', 'onExecuteEventStream')).toBe('undefined')
    expect(await log('post-login', 'onExecutePostLogin')).toBe('post-login')
  })

  it('settings reach the Actions', async () => {
    const body = `console.log((await api.roles.getUserEffectiveRoles()).roles.length, api.rules.wasExecuted('r'), 'x'.repeat(300))`
    const result = await runtime.run({
      trigger: 'post-login',
      actions: [action(body)],
      event,
      profile: 'observed',
      directory: { roles: [{ id: 'rol_1', name: 'admin' }] },
      executedRules: ['r']
    })
    expect(result.actions[0]?.log).toBe(`1 true ${'x'.repeat(300)}`)
  })
})
