import { describe, expect, it } from 'vitest'
import { event, runBodies } from '../pipeline.js'

const set = (token: string, claim: string, value = '1') => `api.${token}.setCustomClaim('${claim}', ${value})`
const forAudience = (identifier: string) => ({ ...event, resource_server: { identifier } })
const ownApi = 'https://tenant.test/api/v2/'

describe('custom claims', () => {
  it('go to the token they are set on, and calls chain', async () => {
    const { state } = await runBodies([
      `api.idToken.setCustomClaim('https://acme.test/a', { b: [1] }).accessToken.setCustomClaim('c', null)`
    ])
    expect(state.claims).toEqual({ idToken: { 'https://acme.test/a': { b: [1] } }, accessToken: { c: null } })
    expect(state.dropped).toEqual([])
  })

  it('have the value of the call, and the last call counts', async () => {
    const body = `const list = [1]; ${set('idToken', 'a', 'list')}; list.push(2); ${set('idToken', 'b', '1')}`
    const { state } = await runBodies([body, set('idToken', 'b', '2')])
    expect(state.claims.idToken).toEqual({ a: [1], b: 2 })
  })

  it.each(['iss', 'roles', 'groups', 'x5t#S256'])('drop the restricted name %s and say so', async claim => {
    const { outcome, state } = await runBodies([set('idToken', claim), set('accessToken', claim)])
    expect(outcome.type).toBe('completed')
    expect(state.claims).toEqual({ idToken: {}, accessToken: {} })
    expect(state.dropped).toEqual([
      { token: 'id_token', claim, reason: 'restricted name', action: 'action-1' },
      { token: 'access_token', claim, reason: 'restricted name', action: 'action-2' }
    ])
  })

  it('throw for scope alone', async () => {
    const { outcome } = await runBodies([set('accessToken', 'scope')])
    expect(outcome).toEqual({ type: 'failed', message: 'The "scope" claim cannot be set.' })
  })

  it.each([
    'https://auth0.com/x',
    'http://eu.auth0.com/x',
    'https://a.webtask.io/x',
    'https://webtask.run/x'
  ])('drop the namespace %s', async claim => {
    const { state } = await runBodies([set('idToken', claim)])
    expect(state.claims.idToken).toEqual({})
    expect(state.dropped).toMatchObject([{ claim, reason: 'namespace of Auth0' }])
  })

  it('allow a URN with a custom API only, and never urn:auth0', async () => {
    const bodies = [set('idToken', 'urn:acme:a'), set('accessToken', 'urn:auth0:b')]
    const custom = await runBodies(bodies, { event: forAudience('https://api.acme.test') })
    expect(custom.state.claims).toEqual({ idToken: { 'urn:acme:a': 1 }, accessToken: {} })
    for (const given of [event, forAudience(ownApi), forAudience('https://tenant.test/userinfo')]) {
      const { state } = await runBodies(bodies, { event: given })
      expect(state.claims.idToken).toEqual({})
      expect(state.dropped[0]).toMatchObject({ claim: 'urn:acme:a', reason: 'URN without a custom API' })
    }
  })

  it("need a namespace on access tokens for Auth0's own APIs, /userinfo excepted", async () => {
    const bodies = [
      set('accessToken', 'plain'),
      set('accessToken', 'https://acme.test/a'),
      set('idToken', 'plain')
    ]
    const own = await runBodies(bodies, { event: forAudience(ownApi) })
    expect(own.state.claims).toEqual({ idToken: { plain: 1 }, accessToken: { 'https://acme.test/a': 1 } })
    expect(own.state.dropped).toMatchObject([{ token: 'access_token', claim: 'plain' }])
    const others = [
      'https://tenant.test/userinfo',
      'https://tenant.test/hr',
      'https://other.test/api/v2/',
      'hr-api',
      'https://['
    ]
    for (const identifier of others) {
      const { state } = await runBodies(bodies, { event: forAudience(identifier) })
      expect(state.claims.accessToken).toHaveProperty('plain')
    }
  })

  it('are dropped without a JSON value', async () => {
    const { state } = await runBodies([set('idToken', 'a', 'undefined'), set('idToken', 'b', '() => 1')])
    expect(state.claims.idToken).toEqual({})
    expect(state.dropped.map(({ claim, reason }) => [claim, reason])).toEqual([
      ['a', 'no JSON value'],
      ['b', 'no JSON value']
    ])
  })

  it('need a name', async () => {
    expect((await runBodies(['api.idToken.setCustomClaim(undefined, 1)'])).outcome.type).toBe('failed')
  })

  it('cannot pollute a prototype', async () => {
    const { state } = await runBodies([set('idToken', '__proto__', '{ polluted: 1 }')])
    expect(Object.keys(state.claims.idToken)).toEqual(['__proto__'])
    expect(state.claims.idToken).not.toHaveProperty('polluted')
  })

  it.each(['idToken', 'accessToken'])('of api.%s fail the transaction above 100 kB in all', async token => {
    const claims = (chars: number) => [
      set(token, 'a', `'x'.repeat(50_000)`),
      set(token, 'b', `'x'.repeat(${chars})`)
    ]
    expect((await runBodies(claims(49_900))).outcome.type).toBe('completed')
    expect((await runBodies(claims(50_000))).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('100000 bytes')
    })
    const both = [set('idToken', 'a', `'x'.repeat(60_000)`), set('accessToken', 'b', `'x'.repeat(60_000)`)]
    expect((await runBodies(both)).outcome.type).toBe('completed')
  })

  it('are counted when tokens are issued: a deny stays a deny', async () => {
    const result = await runBodies([`${set('idToken', 'a', `'x'.repeat(100_001)`)}; api.access.deny('no')`])
    expect(result.outcome.type).toBe('denied')
  })
})
