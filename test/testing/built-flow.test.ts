import { describe, expect, it } from 'vitest'
import { postLoginEvent, runFlow } from '../../lib/testing/index.js'
import { builtPolicy } from '../fixtures/built.js'
import { keyPair, keySetText, secretJWK } from '../fixtures/keys.js'

const secrets = { A0SEAL_KEYS: keySetText(secretJWK(1)), A0SEAL_HR_WEB_KEY: keySetText(keyPair(1).publicJWK) }
const ours = ['seal-attributes', 'copy-user-metadata', 'release-attributes']

/** An Action that lives in the tenant. */
const other = (at: number, name: string) => ({
  at,
  name,
  action: {
    code: `exports.onExecutePostLogin = async (event) => { console.log(event.secrets.TOKEN, Object.keys(event.secrets).length) }`
  },
  secrets: { TOKEN: `of ${name}` }
})

describe('a flow that was built', () => {
  const run = (...insert: ReturnType<typeof other>[]) =>
    runFlow(
      { folder: builtPolicy('ours'), insert },
      { event: postLoginEvent({ user: { gender: 'x' } }), secrets }
    )

  it('has what is inserted at its place, with secrets of its own', async () => {
    expect((await run()).actions.map(({ name }) => name)).toEqual(ours)
    const { actions, logs } = await run(other(0, 'first'), other(2, 'between'), other(5, 'last'))
    expect(actions.map(({ name }) => name)).toEqual([
      'first',
      'seal-attributes',
      'between',
      'copy-user-metadata',
      'release-attributes',
      'last'
    ])
    expect(logs.filter(line => line.startsWith('of '))).toEqual(['of first 1', 'of between 1', 'of last 1'])
  })

  it.each([-1, 4, 0.5, Number.NaN])('has no place %s among three', async at => {
    await expect(run(other(at, 'nowhere'))).rejects.toThrow(
      new TypeError(`an Action is inserted at ${at}: its place must be from 0 to 3`)
    )
  })
})
