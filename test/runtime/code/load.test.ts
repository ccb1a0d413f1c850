import { afterEach, describe, expect, it } from 'vitest'
import { createInstance } from '../../../lib/runtime/code/load.js'

const counter = globalThis as { loads?: number }
afterEach(() => {
  delete counter.loads
})

const load = (code: string) => createInstance({ name: 'my-action', code })
const handlerOf = (code: string) => load(code).handler('onExecutePostLogin')
const handler = 'exports.onExecutePostLogin = async () => {}'

describe('loading an Action', () => {
  it('runs nothing before the first execution, and the top level once', () => {
    const instance = load(`globalThis.loads = (globalThis.loads ?? 0) + 1; ${handler}`)
    expect(counter.loads).toBeUndefined()
    instance.handler('onExecutePostLogin')
    instance.handler('onExecutePostLogin')
    expect(counter.loads).toBe(1)
  })

  it('remembers what the top level threw and throws it again', () => {
    const instance = load(
      `globalThis.loads = (globalThis.loads ?? 0) + 1; ${handler}
       if (globalThis.loads === 1) throw new Error('no key')`
    )
    expect(() => instance.handler('onExecutePostLogin')).toThrow('no key')
    expect(() => instance.handler('onExecutePostLogin')).toThrow('no key')
    expect(counter.loads).toBe(1)
  })

  it('remembers even an undefined that was thrown', () => {
    const instance = load(`${handler}; throw undefined`)
    const thrown = () => {
      try {
        return instance.handler('onExecutePostLogin')
      } catch (error) {
        return error
      }
    }
    expect([thrown(), thrown()]).toEqual([undefined, undefined])
  })

  it('reports a syntax error at the first execution', () => {
    expect(() => handlerOf('exports.x = {')).toThrow(SyntaxError)
  })

  it.each([
    ['a plain function', 'exports.onExecutePostLogin = () => Promise.resolve()'],
    ['a wrapped async function', `exports.onExecutePostLogin = (f => (...a) => f(...a))(async () => {})`],
    ['an async generator', 'exports.onExecutePostLogin = async function* () {}'],
    [
      'an object that says it is one',
      'exports.onExecutePostLogin = { constructor: { name: "AsyncFunction" } }'
    ],
    ['a missing handler', 'exports.onContinuePostLogin = async () => {}']
  ])('refuses %s', (_what, code) => {
    expect(() => handlerOf(code)).toThrow('Invalid function signature for the "onExecutePostLogin" handler')
  })

  it('names the handler it misses', () => {
    expect(() => load(handler).handler('onContinuePostLogin')).toThrow('the "onContinuePostLogin" handler')
  })

  it.each(['module.exports = null', 'module.exports = async () => {}'])(
    'refuses an export that is no object',
    code => {
      expect(() => handlerOf(code)).toThrow('must export an object')
    }
  )

  it('takes a replaced module.exports and a handler exported later', () => {
    expect(handlerOf('module.exports = { onExecutePostLogin: async () => {} }').name).toBe(
      'onExecutePostLogin'
    )
    const instance = load(
      `exports.onExecutePostLogin = async () => { exports.onContinuePostLogin = async () => {} }`
    )
    instance.handler('onExecutePostLogin')({}, {})
    expect(instance.handler('onContinuePostLogin')).toBeTypeOf('function')
  })

  it('gives module, exports, require and console, and nothing else of CommonJS', async () => {
    const names =
      '[typeof module, typeof exports, typeof require, console === globalThis.console, typeof __filename]'
    const run = handlerOf(`exports.onExecutePostLogin = async () => ${names}`)
    expect(await run({}, {})).toEqual(['object', 'object', 'function', false, 'undefined'])
  })

  it('requires core modules and installed packages', async () => {
    const run = handlerOf(
      `exports.onExecutePostLogin = async () => [typeof require('crypto').createHmac, typeof require('jose').jwtVerify]`
    )
    expect(await run({}, {})).toEqual(['function', 'function'])
  })

  it('names the Action in stack traces', async () => {
    const run = handlerOf('\nexports.onExecutePostLogin = async () => new Error().stack')
    expect(await run({}, {})).toMatch(/my-action\.js:2:/)
  })

  it('survives a comment on the last line', () => {
    expect(handlerOf(`${handler} // the end`)).toBeTypeOf('function')
  })

  it('accepts 100 kB of code and refuses a byte more', () => {
    const start = `${handler}//é`
    const padded = (bytes: number) => start + ' '.repeat(bytes - Buffer.byteLength(start))
    expect(handlerOf(padded(100_000))).toBeTypeOf('function')
    expect(() => handlerOf(padded(100_001))).toThrow('the limit is 100000')
  })
})

describe('two instances of one text', () => {
  it('share nothing', async () => {
    const code = 'let n = 0; exports.onExecutePostLogin = async () => ++n'
    const [first, second] = [load(code), load(code)].map(instance => instance.handler('onExecutePostLogin'))
    expect([await first?.({}, {}), await first?.({}, {}), await second?.({}, {})]).toEqual([1, 2, 1])
  })

  it('have the name they were given in stack traces', async () => {
    const code = 'exports.onExecutePostLogin = async () => new Error().stack'
    const stackOf = (name: string) => createInstance({ name, code }).handler('onExecutePostLogin')({}, {})
    expect(await stackOf('one')).toMatch(/one\.js:1:/)
    expect(await stackOf('two')).toMatch(/two\.js:1:/)
  })
})
