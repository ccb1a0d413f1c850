import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { nowSeconds } from '../fixtures/clock.js'
import { keyPair, secretJWK } from '../fixtures/keys.js'
import {
  codeRejectedBy,
  data,
  readableValue,
  recipient,
  releasedValue,
  sealedText,
  slot,
  subject,
  tenant,
  token,
  writeOnlyValue
} from './values.js'

const options = { keys: keyPair(1).privateJWK as never, tenant, recipient }
const reader = createReader(options)
const codeFor = (value: unknown, from = { token }) => codeRejectedBy(reader.open(value, from))

describe('a reader of released values', () => {
  it.each(['P-256', 'X25519'] as const)('opens what a0seal released to a key on %s', async curve => {
    const { publicJWK, privateJWK } = keyPair(1, curve)
    const value = releasedValue({ jwk: publicJWK, iat: nowSeconds - 1 })
    const opened = await createReader({ ...options, keys: privateJWK as never }).open(value, { token })
    expect(opened).toEqual({ data, src: 'tenant', releasedAt: new Date((nowSeconds - 1) * 1000) })
  })

  it('opens what a0seal released to an API', async () => {
    const audience = 'https://api.acme.example'
    const api = createReader({ ...options, recipient: audience })
    expect(await api.open(releasedValue({ audience }), { token })).toMatchObject({ data })
  })

  it('tells what the user typed', async () => {
    expect(await reader.open(releasedValue({ src: 'user' }), { token })).toMatchObject({ src: 'user' })
  })

  it('refuses the value of another user', async () => {
    expect(await codeFor(releasedValue({ subject: `${subject}2` }))).toBe('ERR_BINDING')
    expect(await codeFor(releasedValue(), { token: { ...token, sub: `${subject}2` } })).toBe('ERR_BINDING')
  })

  it('refuses a token without a subject', async () => {
    expect(await codeRejectedBy(reader.open(releasedValue(), { token: { iat: nowSeconds } }))).toBe(
      'ERR_BINDING'
    )
  })

  it('refuses the value of another tenant', async () => {
    expect(await codeFor(releasedValue({ tenant: 'acme-test2' }))).toBe('ERR_BINDING')
  })

  it('refuses the value of another application, should both have one key', async () => {
    expect(await codeFor(releasedValue({ audience: 'hr-web2' }))).toBe('ERR_BINDING')
  })

  it('refuses the value of another application with a key of its own', async () => {
    expect(await codeFor(releasedValue({ jwk: keyPair(2).publicJWK }))).toBe('ERR_UNKNOWN_KEY')
    const sameKid = { ...keyPair(2).publicJWK, kid: keyPair(1).publicJWK.kid as string }
    expect(await codeFor(releasedValue({ jwk: sameKid }))).toBe('ERR_DECRYPT')
  })

  it('refuses values at rest', async () => {
    expect(await codeFor(readableValue({ audience: recipient }))).toBe('ERR_FORMAT')
    expect(await codeFor(writeOnlyValue({ audience: recipient }).v)).toBe('ERR_FORMAT')
    expect(await codeFor(writeOnlyValue({ audience: recipient }))).toBe('ERR_FORMAT')
  })

  it('refuses a value that says it was released and is sealed with a secret key', async () => {
    const claims = { iss: `urn:auth0:${tenant}`, sub: subject, aud: recipient, iat: nowSeconds, data }
    expect(await codeFor(sealedText(JSON.stringify(claims), 'a0seal-release+jwt', secretJWK(1)))).toBe(
      'ERR_FORMAT'
    )
  })

  it.each([undefined, null, '', 'text', 0, {}, [], ['a.b.c.d.e']])('refuses %j', async value => {
    expect(await codeFor(value)).toBe('ERR_FORMAT')
  })

  it('opens what was released up to 5 minutes before or after the token was issued', async () => {
    for (const seconds of [-300, 300]) {
      const opened = reader.open(releasedValue({ iat: nowSeconds + seconds }), { token })
      expect(await opened).toMatchObject({ data })
    }
  })

  it.each([-360, -301, 301, 360])(
    'refuses one released %d seconds after the token was issued',
    async seconds => {
      expect(await codeFor(releasedValue({ iat: nowSeconds + seconds }))).toBe('ERR_STALE_VALUE')
    }
  )

  it('refuses a token that does not say when it was issued', async () => {
    expect(await codeRejectedBy(reader.open(releasedValue(), { token: { sub: subject } }))).toBe(
      'ERR_STALE_VALUE'
    )
  })
})

describe('an error of a reader', () => {
  const refusals: [string, unknown, object][] = [
    ['another user', releasedValue(), { ...token, sub: 'someone else' }],
    ['another token', releasedValue(), { ...token, iat: 0 }],
    ['another tenant', releasedValue({ tenant: 'other' }), token],
    [
      'claims that are not ours',
      sealedText(JSON.stringify({ ...data, data }), 'a0seal-release+jwt', keyPair(1).publicJWK),
      token
    ],
    ['a text that is no JSON', sealedText('canary-iban', 'a0seal-release+jwt', keyPair(1).publicJWK), token],
    ['a header that is no JSON', `${Buffer.from('canary-iban').toString('base64url')}.a.a.a.a`, token],
    ['what is no JWE', 'canary-iban', token]
  ]

  it.each(refusals)('about %s holds nothing of the value', async (_, value, given) => {
    const error: unknown = await reader.open(value, { token: given }).catch(refusal => refusal)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toHaveProperty('cause')
    const shown = inspect(error, { depth: null, showHidden: true, getters: true })
    for (const secret of ['canary', subject, slot, String(value)]) expect(shown).not.toContain(secret)
  })
})
