import { describe, expect, it } from 'vitest'
import { runTrigger } from '../pipeline.js'

const set = (...ids: string[]) =>
  runTrigger('pre-user-registration', [ids.map(id => `api.user.setUserId(${id})`).join(';')])

describe('api.user.setUserId', () => {
  it('takes 1 to 255 letters, digits and some signs; the last call counts', async () => {
    for (const id of ['a', 'Ann.Example_1+x-y@acme.test', 'x'.repeat(255)]) {
      expect((await set(`'first'`, `'${id}'`)).state.newUserId).toBe(id)
    }
  })

  it.each([`''`, `'x'.repeat(256)`, `'auth0|1'`, `'a b'`, `'a\\n'`, 'undefined', '1'])(
    'refuses %s',
    async id => {
      const { outcome, state } = await set(id)
      expect(outcome).toMatchObject({ type: 'failed', message: expect.stringContaining('1 to 255') })
      expect(state).not.toHaveProperty('newUserId')
    }
  )

  it('chains', async () => {
    const { state, profileUpdate } = await set(`'a').user.setAppMetadata('b', 1`)
    expect([state.newUserId, profileUpdate?.app_metadata]).toEqual(['a', { b: 1 }])
  })
})
