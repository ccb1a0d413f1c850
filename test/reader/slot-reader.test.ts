import { describe, expect, it } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { nowSeconds } from '../fixtures/clock.js'
import { keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import {
  codeRejectedBy,
  data,
  macKey,
  macOf,
  readableValue,
  releasedValue,
  sealedText,
  slot,
  subject,
  tenant,
  token,
  writeOnlyValue
} from './values.js'

const { publicJWK, privateJWK } = keyPair(1)
const kid = publicJWK.kid as string
const readable = createReader({ keys: keySetText(secretJWK(1), secretJWK(2, 'A256KW')), tenant, slot })
const writeOnly = createReader({ keys: JSON.stringify(privateJWK), tenant, slot, macKey })
const readableCode = (value: unknown) => codeRejectedBy(readable.open(value, { token }))
const writeOnlyCode = (value: unknown) => codeRejectedBy(writeOnly.open(value, { token }))
const claims = { iss: `urn:auth0:${tenant}`, sub: subject, aud: slot, iat: nowSeconds }

describe('a reader of a readable slot', () => {
  it.each([secretJWK(1), secretJWK(2, 'A256KW')])('opens what a0seal stored: %#', async jwk => {
    expect(await readable.open(readableValue({ jwk, iat: 0 }), { token })).toEqual({
      data,
      src: 'tenant',
      changedAt: new Date(0)
    })
  })

  it('opens a value of a user it is given without a token, and of no other', async () => {
    expect(await readable.open(readableValue(), { subject })).toMatchObject({ data })
    expect(await codeRejectedBy(readable.open(readableValue(), { subject: 'someone else' }))).toBe(
      'ERR_BINDING'
    )
  })

  it('tells what the user typed', async () => {
    expect(await readable.open(readableValue({ src: 'user' }), { token })).toMatchObject({ src: 'user' })
  })

  it.each([
    ['user', { subject: `${subject}2` }],
    ['tenant', { tenant: 'other' }],
    ['slot', { audience: 'demographics' }]
  ])('refuses the value of another %s', async (_, changes) => {
    expect(await readableCode(readableValue(changes))).toBe('ERR_BINDING')
  })

  it('refuses the value of a key it has not', async () => {
    expect(await readableCode(readableValue({ jwk: secretJWK(3) }))).toBe('ERR_UNKNOWN_KEY')
  })

  it('refuses released values', async () => {
    expect(await readableCode(releasedValue({ audience: slot }))).toBe('ERR_FORMAT')
    expect(await writeOnlyCode(releasedValue({ audience: slot }))).toBe('ERR_FORMAT')
  })

  it('refuses a MAC, which says nothing there', async () => {
    const text = JSON.stringify({ ...claims, mac: 'a', data })
    expect(await readableCode(sealedText(text, 'a0seal+jwt', secretJWK(1)))).toBe('ERR_FORMAT')
  })

  it('does not use a key with another algorithm than its own', async () => {
    const value = readableValue({ jwk: { ...secretJWK(2), alg: 'dir' } })
    expect(await readableCode(value)).toBe('ERR_FORMAT')
  })
})

describe('a reader of a write-only slot', () => {
  it.each(['P-256', 'X25519'] as const)('opens what a0seal stored for a key on %s', async curve => {
    const { publicJWK: jwk, privateJWK: keys } = keyPair(1, curve)
    const reader = createReader({ keys: JSON.stringify(keys), tenant, slot, macKey })
    const stored = writeOnlyValue({ jwk, iat: nowSeconds - 86_400 })
    const expected = { data, src: 'tenant', changedAt: new Date((nowSeconds - 86_400) * 1000) }
    expect(await reader.open(stored, { subject })).toEqual(expected)
    expect(await reader.open(stored.v, { token })).toEqual(expected)
  })

  it.each([
    ['user', { subject: `${subject}2` }],
    ['tenant', { tenant: 'other' }],
    ['slot', { audience: 'demographics' }]
  ])('refuses the value of another %s', async (_, changes) => {
    expect(await writeOnlyCode(writeOnlyValue(changes))).toBe('ERR_BINDING')
  })

  const forged = (changes: object, jwk = publicJWK) =>
    sealedText(JSON.stringify({ ...claims, ...changes }), 'a0seal+jwt', jwk)
  const items = ['a0seal-mac-v1', claims.iss, subject, slot, kid, `${nowSeconds}`, JSON.stringify(data)]

  it('opens a value with the right MAC', async () => {
    expect(await writeOnly.open(forged({ mac: macOf(items), data }), { token })).toMatchObject({ data })
  })

  it('computes the MAC of data whose members stand in any order', async () => {
    const mac = macOf(items.with(6, '{"a":"ż","iban":"canary-iban"}'))
    const value = forged({ mac, data: { iban: 'canary-iban', a: 'ż' } })
    expect(await writeOnly.open(value, { token })).toMatchObject({ data: { a: 'ż' } })
  })

  it.each([
    ['no MAC', undefined],
    ['an empty MAC', ''],
    ['a MAC that is not canonical base64url', `${macOf(items)}=`],
    ['a MAC that is cut off', macOf(items).slice(0, -3)],
    ['a MAC by another key', macOf(items, Buffer.alloc(32).toString('base64url'))],
    ...items.map((item, i): [string, string] => [
      `a MAC over another ${item}`,
      macOf(items.with(i, `${item} `))
    ]),
    ['a MAC that runs items together', macOf(items.with(1, `${claims.iss}${subject}`).with(2, ''))]
  ])('refuses a forged value with %s', async (_, mac) => {
    expect(await writeOnlyCode(forged({ mac, data }))).toBe('ERR_MAC')
  })

  it('refuses the MAC of a value for another key', async () => {
    const other = keyPair(2)
    const both = createReader({ keys: keySetText(privateJWK, other.privateJWK), tenant, slot, macKey })
    const value = forged({ mac: macOf(items), data }, other.publicJWK)
    expect(await codeRejectedBy(both.open(value, { token }))).toBe('ERR_MAC')
  })

  it('refuses forged data that a0seal would not have sealed', async () => {
    const text = JSON.stringify({ ...claims, mac: macOf(items) }).replace(/}$/, ',"data":{"iban":-0}}')
    expect(await writeOnlyCode(sealedText(text, 'a0seal+jwt', publicJWK))).toBe('ERR_MAC')
  })

  it('refuses a claim that the MAC does not cover', async () => {
    expect(await writeOnlyCode(forged({ src: 'user', mac: macOf(items), data }))).toBe('ERR_FORMAT')
  })

  it('takes no private key without a MAC key', () => {
    expect(() => createReader({ keys: JSON.stringify(privateJWK), tenant, slot })).toThrow(
      expect.objectContaining({ code: 'ERR_KEY_MODE' })
    )
  })

  it('opens unauthenticated values where that is accepted', async () => {
    const keys = JSON.stringify(privateJWK)
    const reader = createReader({ keys, tenant, slot, acceptUnauthenticated: true })
    for (const mac of [undefined, macOf(items), 'wrong']) {
      expect(await reader.open(forged({ mac, data }), { token })).toMatchObject({ data })
    }
    expect(await codeRejectedBy(reader.open(forged({ mac: 1, data }), { token }))).toBe('ERR_FORMAT')
  })

  it.each([
    { v: writeOnlyValue().v },
    { ...writeOnlyValue(), v2: 'a' },
    { ...writeOnlyValue(), tag: 5 },
    { ...writeOnlyValue(), fp: '' },
    { ...writeOnlyValue(), fp: null }
  ])('refuses what is not just the stored object: %#', async value => {
    await expect(writeOnly.open(value, { token })).rejects.toThrow(
      'ERR_FORMAT: an object is no write-only value, `{ v, tag }` or `{ v, tag, fp }`'
    )
    expect(await writeOnly.open({ ...writeOnlyValue(), fp: 'a' }, { token })).toMatchObject({ data })
  })

  it('says so where there is neither token nor subject', async () => {
    await expect(writeOnly.open(writeOnlyValue(), {} as never)).rejects.toThrow(
      'ERR_BINDING: no token was handed over'
    )
    await expect(writeOnly.open(null, { token })).rejects.toThrow('ERR_FORMAT: the claim is null')
  })

  it.each([{}, { v: undefined }, { v: 'text' }, { v: { v: 'text' } }])(
    'refuses the object %j',
    async value => {
      expect(await writeOnlyCode(value)).toBe('ERR_FORMAT')
    }
  )
})
