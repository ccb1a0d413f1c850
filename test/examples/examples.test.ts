import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGenderHandler } from '../../examples/express-style-api.js'
import { createHandler } from '../../examples/serverless-function.js'
import { createPayrollBackend } from '../../examples/write-only-backend.js'
import { keyPair } from '../fixtures/keys.js'
import { macKey, releasedValue, subject, tenant, writeOnlyValue } from '../reader/values.js'
import { listen, startIssuer } from './issuer.js'

const keys = JSON.stringify(keyPair(1).privateJWK)
const namespace = 'https://acme.example/'
const iat = Math.floor(Date.now() / 1000)
const claims = { sub: subject, iat }
const changes = { iat, data: { gender: 'canary-gender' } }

let issuer: Awaited<ReturnType<typeof startIssuer>>
beforeAll(async () => {
  issuer = await startIssuer()
})
afterAll(() => issuer.stop())

describe('the example of an API', () => {
  const audience = 'https://api.acme.example'
  const requestWith = async (token: string) => {
    const handler = createGenderHandler({ issuer: issuer.issuer, tenant, audience, keys })
    const { url, stop } = await listen(handler)
    try {
      const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
      return { status: response.status, body: await response.text() }
    } finally {
      await stop()
    }
  }

  it('answers with what its access token carries', async () => {
    const value = releasedValue({ ...changes, audience })
    const token = await issuer.sign({ ...claims, aud: audience, [`${namespace}demographics`]: value })
    expect(await requestWith(token)).toEqual({ status: 200, body: '{"gender":"canary-gender"}' })
  })

  it('refuses the value of another user, and a token that is not good', async () => {
    const value = releasedValue({ ...changes, audience, subject: 'someone else' })
    const token = await issuer.sign({ ...claims, aud: audience, [`${namespace}demographics`]: value })
    expect(await requestWith(token)).toEqual({ status: 403, body: '' })
    expect(await requestWith('canary')).toEqual({ status: 401, body: '' })
  })
})

describe('the example of a function', () => {
  const post = async (body: string) => {
    const handler = createHandler({
      issuer: issuer.issuer,
      tenant,
      clientId: 'hr-web',
      keys: async () => keys
    })
    return handler(new Request('https://hr.acme.example/', { method: 'POST', body }))
  }

  it('answers with what an ID token carries', async () => {
    const value = releasedValue(changes)
    const token = await issuer.sign({ ...claims, aud: 'hr-web', [`${namespace}demographics`]: value })
    const response = await post(token)
    expect(await response.json()).toEqual({
      gender: 'canary-gender',
      releasedAt: new Date(iat * 1000).toISOString()
    })
  })

  it('has nothing to say where nothing was released', async () => {
    const response = await post(await issuer.sign({ ...claims, aud: 'hr-web' }))
    expect(await response.json()).toEqual({})
  })

  it('refuses a value of an earlier token, and a token for somebody else', async () => {
    const value = releasedValue({ ...changes, iat: iat - 3660 })
    const withValue = { ...claims, [`${namespace}demographics`]: value }
    expect((await post(await issuer.sign({ ...withValue, aud: 'hr-web' }))).status).toBe(403)
    expect((await post(await issuer.sign({ ...withValue, aud: 'shop' }))).status).toBe(401)
  })
})

describe('the example of a write-only backend', () => {
  const backend = () =>
    createPayrollBackend({ issuer: issuer.issuer, tenant, clientId: 'payroll', keys, macKey })
  const stored = writeOnlyValue({ iat: iat - 86_400 })

  it('opens what was passed on in an ID token', async () => {
    const token = await issuer.sign({ ...claims, aud: 'payroll', [`${namespace}payroll`]: stored.v })
    expect(await backend().openFromToken(token)).toEqual({
      data: { iban: 'canary-iban' },
      src: 'tenant',
      changedAt: new Date((iat - 86_400) * 1000)
    })
  })

  it('opens what the Management API shows of a user, and not under the id of another', async () => {
    const app_metadata = { sealed_payroll: stored }
    expect(await backend().openFromProfile({ user_id: subject, app_metadata })).toMatchObject({
      data: { iban: 'canary-iban' }
    })
    await expect(backend().openFromProfile({ user_id: 'someone else', app_metadata })).rejects.toMatchObject({
      code: 'ERR_BINDING'
    })
  })
})
