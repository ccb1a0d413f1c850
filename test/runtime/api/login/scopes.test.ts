import { describe, expect, it } from 'vitest'
import { runBodies } from '../../pipeline.js'

const scopesAfter = async (body: string) => (await runBodies([body])).state.scopes
const failed = async (body: string) => (await runBodies([body])).outcome.type === 'failed'

describe('scopes of the access token', () => {
  it('are added and removed, trimmed, once each', async () => {
    const body = `api.accessToken.addScope(' read:a '); api.accessToken.addScope('read:a')
      api.accessToken.removeScope('email'); api.accessToken.removeScope('email')`
    expect(await scopesAfter(body)).toEqual({ added: ['read:a'], removed: ['email'] })
  })

  it('follow the last call', async () => {
    const body = `api.accessToken.addScope('a'); api.accessToken.removeScope('a')
      api.accessToken.removeScope('b'); api.accessToken.addScope('b')`
    expect(await scopesAfter(body)).toEqual({ added: ['b'], removed: ['a'] })
  })

  it.each([`''`, `' '`, `'a b'`, '1', 'undefined', `'x'.repeat(281)`])('refuse %s', async scope => {
    expect(await failed(`api.accessToken.addScope(${scope})`)).toBe(true)
    expect(await failed(`api.accessToken.removeScope(${scope})`)).toBe(true)
  })

  it.each(['add', 'remove'])('may be 280 characters long and 1000 to %s', async verb => {
    const many = (count: number) => `for (let i = 0; i < ${count}; i++) api.accessToken.${verb}Scope('s' + i)`
    expect(await failed(`api.accessToken.${verb}Scope('x'.repeat(280))`)).toBe(false)
    expect(await failed(`api.accessToken.${verb}Scope('\u{1f511}'.repeat(280))`)).toBe(false)
    expect(await failed(many(1000))).toBe(false)
    expect(await failed(many(1001))).toBe(true)
  })
})
