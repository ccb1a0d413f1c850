import { spawnSync } from 'node:child_process'
import { afterEach, describe, expect, it } from 'vitest'
import type { Runtime } from '../../lib/runtime/runtime.js'
import { createRuntime } from '../../lib/runtime/thread/pool.js'
import type { DeployedAction, RunResult } from '../../lib/runtime/types.js'
import { action, event, eventOf } from '../runtime/pipeline.js'

const timeoutMessage = 'Request to Webtask exceeded allowed execution time'
const runtimes: Runtime[] = []
const create = (timeoutMs?: number): Runtime => {
  const runtime = createRuntime(timeoutMs === undefined ? {} : { timeoutMs })
  runtimes.push(runtime)
  return runtime
}
afterEach(() => Promise.all(runtimes.splice(0).map(runtime => runtime.stop())))

const run = (runtime: Runtime, ...actions: DeployedAction[]) =>
  runtime.run({ trigger: 'post-login', actions, event })
const logOf = (result: RunResult) => result.actions.at(-1)?.log
const print = (expression: string) => action(`console.log(${expression})`)
const pause = (ms: number) => `await new Promise(r => setTimeout(r, ${ms}))`

describe('the runtime', () => {
  it('runs a trigger in the worker and returns what run returns', async () => {
    const user = { app_metadata: { a: 1 } }
    const actions = [
      action(
        `api.user.setAppMetadata('b', 2); api.idToken.setCustomClaim('https://acme.test/c', [event.user.a])`
      ),
      action(`console.log(event.user.b)`, '', 'second')
    ]
    const result = await create().run({ trigger: 'post-login', actions, event: eventOf(user) })
    expect(result).toEqual({
      outcome: { type: 'completed' },
      actions: [
        {
          name: 'action',
          handler: 'onExecutePostLogin',
          durationMs: expect.any(Number),
          log: '',
          wrote: ['app_metadata.b']
        },
        { name: 'second', handler: 'onExecutePostLogin', durationMs: expect.any(Number), log: '2', wrote: [] }
      ],
      profileUpdate: { app_metadata: { b: 2 }, user_metadata: {} },
      state: {
        position: { index: 2, handler: 'onExecutePostLogin' },
        claims: { idToken: { 'https://acme.test/c': [1] }, accessToken: {} },
        dropped: [],
        scopes: { added: [], removed: [] },
        transactionMetadata: {},
        recordedMethods: []
      }
    })
  })

  it('resumes a suspended run', async () => {
    const runtime = create()
    const actions = [action(`api.redirect.sendUserTo('https://acme.test/')`, `console.log('continued')`)]
    const { state, outcome } = await run(runtime, ...actions)
    expect(outcome.type).toBe('redirect')
    expect(logOf(await runtime.run({ trigger: 'post-login', actions, event, resume: state }))).toBe(
      'continued'
    )
  })

  it('keeps the state of a module between runs, and gives new code or another name a state of its own', async () => {
    const runtime = create()
    const counter: DeployedAction = {
      name: 'counter',
      code: `let n = 0; exports.onExecutePostLogin = async () => { console.log(++n) }`,
      secrets: {}
    }
    const changed = { ...counter, code: `${counter.code} ` }
    const logs: unknown[] = []
    for (const next of [counter, counter, changed, { ...counter, name: 'other' }, counter]) {
      logs.push(logOf(await run(runtime, next)))
    }
    expect(logs).toEqual(['1', '2', '1', '1', '3'])
  })

  it('throws the error of the top level again at every run', async () => {
    const runtime = create()
    const broken = {
      name: 'broken',
      code: `globalThis.n = (globalThis.n ?? 0) + 1; throw new Error('n' + n)`,
      secrets: {}
    }
    expect((await run(runtime, broken)).outcome).toEqual({ type: 'failed', message: 'n1' })
    expect((await run(runtime, broken)).outcome).toEqual({ type: 'failed', message: 'n1' })
  })

  it('shares the cache of the trigger between runs', async () => {
    const runtime = create()
    await run(runtime, action(`api.cache.set('k', 'v')`))
    expect(logOf(await run(runtime, print(`api.cache.get('k').value`)))).toBe('v')
  })

  it('gives Actions an empty environment', async () => {
    process.env.A0SEAL_TEST_CANARY = 'canary'
    try {
      expect(logOf(await run(create(), print('JSON.stringify(process.env)')))).toBe('{}')
    } finally {
      delete process.env.A0SEAL_TEST_CANARY
    }
  })

  it('interleaves two runs and keeps them apart', async () => {
    const runtime = create()
    const slow = action(`console.log('slow 1'); ${pause(40)}; console.log('slow 2')`, '', 'slow')
    const fast = action(`console.log('fast'); api.idToken.setCustomClaim('a', 1)`, '', 'fast')
    const order: string[] = []
    const [first, second] = await Promise.all([
      run(runtime, slow).finally(() => order.push('slow')),
      run(runtime, fast).finally(() => order.push('fast'))
    ])
    expect(order).toEqual(['fast', 'slow'])
    expect([logOf(first), logOf(second)]).toEqual(['slow 1\nslow 2', 'fast'])
    expect(first.state.claims.idToken).toEqual({})
  })

  it('has no secret in its result', async () => {
    const canary = 'canary-5b1f'
    const reading = action(
      'event.secrets.KEY.length; event.x = event.secrets; api.idToken.setCustomClaim("a", 1)'
    )
    const failing = action(`throw new Error('x')`)
    const secrets = { KEY: canary }
    const runtime = create()
    expect(JSON.stringify(await run(runtime, { ...reading, secrets }))).not.toContain(canary)
    expect(JSON.stringify(await run(runtime, { ...failing, secrets }))).not.toContain(canary)
  })

  it('prints nothing on the host, whatever an Action prints', () => {
    const script = `
      import { createRuntime } from '${new URL('../../build/runtime/thread/pool.js', import.meta.url).href}'
      const runtime = createRuntime()
      const body = "console.log(event.secrets.K); console.error(event.secrets.K); process.stdout.write(event.secrets.K);" +
        "process.stderr.write(event.secrets.K); globalThis.console.log(event.secrets.K); process.emitWarning(event.secrets.K)"
      const actions = [{ name: 'a', code: 'exports.onExecutePostLogin = async event => {' + body + '}', secrets: { K: 'canary' } }]
      await runtime.run({ trigger: 'post-login', actions, event: { user: {} } })
      await new Promise(resolve => setTimeout(resolve, 50))
      await runtime.stop()
      process.stdout.write('end')`
    const args = ['--input-type=module', '-e', script]
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      timeout: 10_000
    })
    // The process ends by itself: a handle left behind by stop() would run into the timeout.
    expect({ stdout, stderr, status }).toEqual({ stdout: 'end', stderr: '', status: 0 })
  })
})

describe('an Action that goes wrong', () => {
  it('is ended when it loops for ever; the host lives and runs in flight fail with it', async () => {
    const runtime = create(100)
    await run(runtime, action(''))
    const results = await Promise.all([
      run(runtime, action(pause(20_000), '', 'waits')),
      run(runtime, action('for (;;);', '', 'loops'))
    ])
    for (const { outcome } of results) expect(outcome).toEqual({ type: 'failed', message: timeoutMessage })
    expect(logOf(await run(runtime, print(`'alive'`)))).toBe('alive')
  })

  it('that only waits too long fails alone, with its report', async () => {
    const runtime = create(150)
    await run(runtime, action(''))
    const waits = run(runtime, action(`console.log('waits'); ${pause(20_000)}`))
    await new Promise(resolve => setTimeout(resolve, 100))
    const other = run(runtime, action(`${pause(100)}; console.log('done')`, '', 'other'))
    expect(await waits).toMatchObject({
      outcome: { type: 'failed', message: timeoutMessage },
      actions: [{ name: 'action', log: 'waits', error: timeoutMessage }]
    })
    expect(logOf(await other)).toBe('done')
  })

  it('does not go on after its time: the thread is replaced', async () => {
    const runtime = create(60)
    const count = 'globalThis.runs = (globalThis.runs ?? 0) + 1'
    await run(runtime, action(`${count}; ${pause(20_000)}`))
    expect(logOf(await run(runtime, print('globalThis.runs')))).toBe('undefined')
  })

  it.each([
    ['calls process.exit', 'process.exit(3)', 'exited with code 3'],
    ['throws in a timer', `setTimeout(() => { throw new Error('stray') }); ${pause(5_000)}`, 'stray'],
    ['uses all memory', 'const all = []; for (;;) all.push(new Array(1e5).fill(1.5))', 'memory']
  ])('fails the runs in flight when it %s, and the next run works', async (_what, body, message) => {
    const runtime = create()
    const resume = (await run(runtime, action(`api.redirect.sendUserTo('https://acme.test/')`))).state
    const [bystander, culprit] = await Promise.all([
      runtime.run({ trigger: 'post-login', actions: [action('', pause(10_000))], event, resume }),
      run(runtime, action(body))
    ])
    expect(culprit.outcome).toMatchObject({ type: 'failed', message: expect.stringContaining(message) })
    expect(bystander.outcome.type).toBe('failed')
    expect(bystander.state).toEqual(resume)
    expect(logOf(await run(runtime, print(`'alive'`)))).toBe('alive')
  })
})

describe('stopping', () => {
  it('fails what is in flight and refuses what comes later', async () => {
    const runtime = create()
    const running = run(runtime, action(pause(20_000)))
    await runtime.stop()
    expect((await running).outcome).toEqual({ type: 'failed', message: 'The runtime was stopped.' })
    await expect(run(runtime, action(''))).rejects.toThrow('The runtime is stopped.')
  })

  it('works before the first run and twice', async () => {
    const runtime = create()
    await runtime.stop()
    await runtime.stop()
  })
})
