import { afterEach, describe, expect, it } from 'vitest'
import { createRuntime } from '../../../lib/runtime/thread/pool.js'
import type { ActionModule } from '../../../lib/runtime/types.js'
import { action, event, runHere } from '../pipeline.js'

const counter = globalThis as { loads?: number }
afterEach(() => {
  delete counter.loads
})

const logOf = async (body: string, modules: ActionModule[]) => {
  const { actions } = await runHere([{ ...action(body), modules }])
  return actions[0]?.error ?? actions[0]?.log
}
const module = (code: string, name = 'mine', secrets = {}): ActionModule => ({ name, code, secrets })
const load = `require('actions:mine')`

describe('modules of an Action', () => {
  it('are required by name and have their own secrets, which cannot be changed', async () => {
    const modules = [
      module(
        `exports.read = () => { try { actions.secrets.KEY = 'x' } catch {} return actions.secrets.KEY }`,
        'mine',
        {
          KEY: 'k'
        }
      )
    ]
    expect(await logOf(`console.log(${load}.read(), event.secrets.KEY)`, modules)).toBe('k undefined')
  })

  it('run once, when they are first required, and print into the log of the Action', async () => {
    const modules = [module(`globalThis.loads = (globalThis.loads ?? 0) + 1; console.log('loaded')`)]
    expect(await logOf('', modules)).toBe('')
    expect(counter.loads).toBeUndefined()
    expect(await logOf(`${load}; ${load}`, modules)).toBe('loaded')
    expect(counter.loads).toBe(1)
  })

  it('throw the error of their top level again', async () => {
    const modules = [module(`throw new Error('broken ' + (globalThis.loads = (globalThis.loads ?? 0) + 1))`)]
    expect(await logOf(`try { ${load} } catch {} ${load}`, modules)).toBe('broken 1')
  })

  it('can require packages, and no other modules', async () => {
    const modules = [
      module(`exports.hash = require('crypto').createHash; exports.other = () => require('actions:other')`),
      module('', 'other')
    ]
    expect(await logOf(`console.log(typeof ${load}.hash)`, modules)).toBe('function')
    expect(await logOf(`${load}.other()`, modules)).toBe('A module cannot require another module.')
  })

  it('are found by their name only', async () => {
    expect(await logOf(load, [])).toBe("Cannot find module 'actions:mine'")
    expect(await logOf('', [module('', 'Mine')])).toBe('"Mine" is no name of a module.')
    expect(await logOf('', [module('', '-mine')])).toBe('"-mine" is no name of a module.')
  })

  it('can be three', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => module('', `m${index}`))
    expect(await logOf('', many(3))).toBe('')
    expect(await logOf('', many(4))).toBe('An Action can have no more than 3 modules.')
  })

  it('have no pseudo-global in the Action itself', async () => {
    expect(await logOf('console.log(typeof actions)', [module('')])).toBe('undefined')
  })
})

describe('in the worker', () => {
  const runtime = createRuntime()
  afterEach(() => runtime.stop())

  it('the instance is one of an Action with its modules', async () => {
    const body = action(`console.log(${load}.next())`)
    const run = async (secret: string) => {
      const modules = [
        module('let n = 0; exports.next = () => actions.secrets.S + ++n', 'mine', { S: secret })
      ]
      const { actions } = await runtime.run({
        trigger: 'post-login',
        actions: [{ ...body, modules }],
        event
      })
      return actions[0]?.log
    }
    expect([await run('a'), await run('a'), await run('b'), await run('a')]).toEqual(['a1', 'a2', 'b1', 'a3'])
  })
})
