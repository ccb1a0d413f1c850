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

  it('opens what was released up to an hour before or after the token was issued', async () => {
    for (const seconds of [-3600, -301, 301, 3600]) {
      const opened = reader.open(releasedValue({ iat: nowSeconds + seconds }), { token })
      expect(await opened).toMatchObject({ data })
    }
  })

  it.each([-7200, -3601, 3601, 7200])(
    'refuses one released %d seconds after the token was issued',
    async seconds => {
      expect(await codeFor(releasedValue({ iat: nowSeconds + seconds }))).toBe('ERR_STALE_VALUE')
    }
  )

  it('takes another time than an hour', async () => {
    const strict = createReader({ ...options, maxAgeSeconds: 60 })
    const at = (seconds: number) => strict.open(releasedValue({ iat: nowSeconds - seconds }), { token })
    expect(await at(60)).toMatchObject({ data })
    const sameSecond = createReader({ ...options, maxAgeSeconds: 0 })
    expect(await sameSecond.open(releasedValue(), { token })).toMatchObject({ data })
    await expect(at(61)).rejects.toThrow('ERR_STALE_VALUE: released more than 60 seconds from token.iat')
  })

  it.each(['60', Number.NaN, -1, Number.POSITIVE_INFINITY, null])('takes no time like %j', maxAgeSeconds => {
    expect(() => createReader({ ...options, maxAgeSeconds: maxAgeSeconds as never })).toThrow(
      new TypeError('maxAgeSeconds must be a number of seconds')
    )
  })
})

describe('what lacks for an answer', () => {
  const value = releasedValue()
  it.each<[string, unknown, unknown, string]>([
    ['no claim', undefined, { token }, 'ERR_FORMAT: the claim is undefined'],
    ['a claim that is null', null, { token }, 'ERR_FORMAT: the claim is null: nothing was released'],
    ['no token', value, undefined, 'ERR_BINDING: no token was handed over'],
    ['an empty object', value, {}, 'ERR_BINDING: no token was handed over'],
    ['a token that is undefined', value, { token: undefined }, 'ERR_BINDING: no token was handed over'],
    ['no sub', value, { token: { iat: nowSeconds } }, 'ERR_BINDING: there is no user to compare with'],
    ['no iat', value, { token: { sub: subject } }, 'ERR_STALE_VALUE: token.iat is missing'],
    [
      'an iat that is text',
      value,
      { token: { ...token, iat: `${nowSeconds}` } },
      'ERR_STALE_VALUE: token.iat is no number'
    ],
    ['an iat that is NaN', value, { token: { ...token, iat: Number.NaN } }, 'ERR_STALE_VALUE']
  ])('is said: %s', async (_, claim, from, message) => {
    await expect(reader.open(claim, from as never)).rejects.toThrow(message)
  })

  it.each([
    [
      'tenant',
      { tenant: 'acme-test2' },
      /^ERR_BINDING: the value is of another tenant \(`tenant` is its id\)$/
    ],
    ['user', { subject: 'canary' }, /^ERR_BINDING: the value is of another user$/],
    [
      'recipient',
      { audience: 'canary' },
      /^ERR_BINDING: the value is of another slot or recipient \(.*the client_id of/
    ]
  ])('is the right %s', async (_, changes, message) => {
    const opening = reader.open(releasedValue(changes), { token })
    await expect(opening).rejects.toThrow(message)
    await expect(opening).rejects.not.toThrow('canary')
  })

  it('is said of all that differ', async () => {
    const elsewhere = releasedValue({ tenant: 'acme-test2', subject: 'canary' })
    await expect(reader.open(elsewhere, { token })).rejects.toThrow(/of another tenant .* and another user$/)
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
