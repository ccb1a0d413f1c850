import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createRedirect } from '../../../../lib/runtime/api/login/redirect.js'
import { signSessionToken } from '../../../../lib/runtime/api/login/session-token.js'
import { type ActionEvent, readEvent } from '../../../../lib/runtime/event.js'
import { noWrites } from '../../../../lib/runtime/metadata.js'
import { event, nowMs, runBodies } from '../../pipeline.js'

const nowSeconds = nowMs / 1000
const create = (request: ActionEvent['request'] = {}, transaction: ActionEvent['transaction'] = {}) => {
  const given: ActionEvent = {
    ...readEvent(JSON.stringify(event)),
    request: { hostname: 'tenant.test', ip: '127.0.0.1', ...request },
    transaction
  }
  const api = { chained: true }
  return createRedirect({ event: given, effects: { writes: noWrites() }, now: () => nowMs }, api)
}
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

describe('api.redirect.canRedirect', () => {
  it('is true in a browser', () => {
    expect(create({}, { protocol: 'oidc-basic-profile', prompt: ['login'] }).canRedirect()).toBe(true)
  })

  it.each(['oauth2-resource-owner', 'oauth2-refresh-token', 'oauth2-password', 'oauth2-webauthn'])(
    'is false for %s',
    protocol => {
      expect(create({}, { protocol }).canRedirect()).toBe(false)
    }
  )

  it('is false for prompt=none', () => {
    expect(create({ query: { prompt: 'none' } }).canRedirect()).toBe(false)
    expect(create({}, { prompt: ['none'] }).canRedirect()).toBe(false)
  })
})

describe('api.redirect.sendUserTo', () => {
  const urlOf = async (call: string) => (await runBodies([`api.redirect.${call}`])).outcome

  it('sets the query and keeps what the URL has', async () => {
    const call = `sendUserTo('https://acme.test/p?a=1&b=1', { query: { b: '2 3', c: '&' } })`
    expect(await urlOf(call)).toEqual({ type: 'redirect', url: 'https://acme.test/p?a=1&b=2+3&c=%26' })
  })

  it('takes null for its options', async () => {
    for (const options of ['null', '{ query: null }']) {
      const outcome = await urlOf(`sendUserTo('https://acme.test/', ${options})`)
      expect(outcome).toEqual({ type: 'redirect', url: 'https://acme.test/' })
    }
  })

  it('refuses what is no URL', async () => {
    expect(await urlOf(`sendUserTo('/relative')`)).toMatchObject({ type: 'failed', message: 'Invalid URL' })
  })

  it('chains', async () => {
    const result = await runBodies([
      `api.redirect.sendUserTo('https://acme.test/').idToken.setCustomClaim('a', 1)`
    ])
    expect(result.state.claims.idToken).toEqual({ a: 1 })
  })
})

describe('api.redirect.encodeToken', () => {
  it('signs with HS256 and adds iat, exp, iss, sub and ip', () => {
    const token = create().encodeToken({ secret: 'test key', payload: { a: 1 } })
    const [header = '', payload = '', signature] = token.split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(claimsOf(token)).toEqual({
      iat: nowSeconds,
      iss: 'tenant.test',
      sub: 'oidc|1',
      exp: nowSeconds + 900,
      ip: '127.0.0.1',
      a: 1
    })
    expect(signature).toBe(
      createHmac('sha256', 'test key').update(`${header}.${payload}`).digest('base64url')
    )
  })

  it('takes another life, and the payload overrides', () => {
    const { exp } = claimsOf(create().encodeToken({ secret: 's', payload: {}, expiresInSeconds: 60 }))
    expect(exp).toBe(nowSeconds + 60)
    expect(claimsOf(create().encodeToken({ secret: 's', payload: { sub: 'x' } })).sub).toBe('x')
  })

  it.each([undefined, ''])('needs a secret', secret => {
    expect(() => create().encodeToken({ secret: secret as string, payload: {} })).toThrow('needs a secret')
  })
})

describe('api.redirect.validateToken', () => {
  const good = {
    iat: nowSeconds,
    exp: nowSeconds + 1,
    iss: 'https://consent.acme.test/',
    sub: 'oidc|1',
    state: 'st',
    answer: 42
  }
  const validate = (token: string, secret = 's') =>
    create({ query: { state: 'st', session_token: token } }).validateToken({ secret })

  it('gives the payload', () => {
    expect(validate(signSessionToken(good, 's'))).toEqual(good)
  })

  it.each(['iat', 'exp', 'iss', 'sub', 'state'])('needs %s', claim => {
    const token = signSessionToken({ ...good, [claim]: undefined }, 's')
    expect(() => validate(token)).toThrow(`The session token is invalid: ${claim} is missing`)
  })

  it.each([
    ['an issuer that is no text', { iss: 1 }],
    ['another user', { sub: 'oidc|2' }],
    ['another state', { state: 'other' }],
    ['no state', { state: undefined }],
    ['the past', { exp: nowSeconds }],
    ['an exp that is no number', { exp: `${nowSeconds + 10}` }],
    ['the future', { nbf: nowSeconds + 1 }]
  ])('throws on a token for %s', (_what, change) => {
    expect(() => validate(signSessionToken({ ...good, ...change }, 's'))).toThrow(
      'The session token is invalid: '
    )
  })

  it('throws on another key, another algorithm and a changed payload', () => {
    const token = signSessionToken(good, 's')
    const [header, payload, signature] = token.split('.')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const forged = Buffer.from(JSON.stringify({ ...good, answer: 43 })).toString('base64url')
    const signed = createHmac('sha256', 's').update(`${none}.${payload}`).digest('base64url')
    for (const bad of [
      signSessionToken(good, 'other'),
      `${none}.${payload}.`,
      `${none}.${payload}.${signed}`,
      `${header}.${forged}.${signature}`,
      `${header}.${payload}.`,
      `${token}.x`,
      'no token'
    ]) {
      expect(() => validate(bad)).toThrow('The session token is invalid: ')
    }
  })

  it('throws on a signed payload that is no object', () => {
    const [header] = signSessionToken({}, 's').split('.')
    const input = `${header}.${Buffer.from('[]').toString('base64url')}`
    const token = `${input}.${createHmac('sha256', 's').update(input).digest('base64url')}`
    expect(() => validate(token)).toThrow('malformed')
  })

  it('prefers the body and takes another parameter name', () => {
    const token = signSessionToken(good, 's')
    const request = { query: { state: 'st', mine: 'x' }, body: { mine: token } }
    expect(create(request).validateToken({ secret: 's', tokenParameterName: 'mine' })).toEqual(good)
  })

  it('throws without the parameter', () => {
    expect(() => create().validateToken({ secret: 's' })).toThrow("no parameter called 'session_token'")
    expect(() => create({ body: { session_token: 1 } }).validateToken({ secret: 's' })).toThrow(
      'no parameter'
    )
  })
})
