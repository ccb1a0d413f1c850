import { webcrypto } from 'node:crypto'
import { inspect } from 'node:util'
import { type CryptoKey, calculateJwkThumbprint, exportJWK, generateSecret } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { codeThrownBy } from '../fixtures/codes.js'
import { indexJWK, keyPair, keySetText, secretJWK, type TestJWK, without } from '../fixtures/keys.js'
import {
  codeRejectedBy,
  data,
  macKey,
  pemOf,
  readableValue,
  recipient,
  releasedValue,
  slot,
  tenant,
  token,
  writeOnlyValue
} from './values.js'

const { publicJWK, privateJWK } = keyPair(1)
const kid = publicJWK.kid as string
const released = (keys: unknown) => createReader({ keys: keys as never, tenant, recipient })
const atRest = (keys: unknown) => createReader({ keys: keys as never, tenant, slot, macKey })

describe('keys of a reader of released values', () => {
  it.each<[string, unknown]>([
    ['a JWK', privateJWK],
    ['a JWK with members that say nothing', { ...privateJWK, key_ops: ['deriveKey'], ext: true, x5c: 1 }],
    ['a JWKS', { keys: [keyPair(2).privateJWK, privateJWK] }],
    ['the text of a JWK', JSON.stringify(privateJWK)],
    ['the text of a JWKS', ` ${keySetText(privateJWK, keyPair(1, 'X25519').privateJWK)}\n`],
    ['a function', () => privateJWK],
    ['an async function', async () => keySetText(privateJWK)]
  ])('may be %s', async (_, keys) => {
    expect(await released(keys).open(releasedValue(), { token })).toMatchObject({ data })
  })

  it('may have the kid of somebody else', async () => {
    const keys = { ...privateJWK, kid: 'hr-web/2026' }
    const value = releasedValue({ jwk: { ...publicJWK, kid: 'hr-web/2026' } })
    expect(await released(keys).open(value, { token })).toMatchObject({ data })
  })

  it.each([undefined, null, '', ' \n'])('are ERR_NO_KEYS where they are %j', keys => {
    expect(codeThrownBy(() => released(keys))).toBe('ERR_NO_KEYS')
  })

  it.each<[string, unknown]>([
    ['secret', secretJWK(1)],
    ['public', publicJWK],
    ['of no form', { kid, k: 'x' }]
  ])('are ERR_KEY_MODE where one is %s', (_, jwk) => {
    expect(codeThrownBy(() => released(jwk))).toBe('ERR_KEY_MODE')
    expect(codeThrownBy(() => released({ keys: [keyPair(2).privateJWK, jwk] }))).toBe('ERR_KEY_MODE')
  })

  it.each<[string, unknown]>([
    ['no JSON', 'text{'],
    ['a number', 1],
    ['an empty set', { keys: [] }],
    ['a set with nothing in it', { keys: [null] }],
    ['two of one kid', { keys: [privateJWK, { ...keyPair(2).privateJWK, kid }] }],
    ['without a kid', without(privateJWK, 'kid')],
    ['of a kid of 129 characters', { ...privateJWK, kid: 'x'.repeat(129) }],
    ['of a kid that is long', { ...privateJWK, kid: 'a'.repeat(129) }],
    ['for signatures', { ...privateJWK, use: 'sig' }],
    ['for no use', without(privateJWK, 'use')],
    ['for another algorithm', { ...privateJWK, alg: 'ECDH-ES+A256KW' }],
    ['for no algorithm', without(privateJWK, 'alg')],
    ['on another curve', { ...privateJWK, crv: 'P-384' }],
    ['of another type', { ...privateJWK, kty: 'OKP' }],
    ['a point too short', { ...privateJWK, x: privateJWK.x?.slice(2) }],
    ['a private half too short', { ...privateJWK, d: privateJWK.d?.slice(2) }],
    ['a private half that is no text', { ...privateJWK, d: 1 }]
  ])('are ERR_KEY_SET where they are %s', (_, keys) => {
    expect(codeThrownBy(() => released(keys))).toBe('ERR_KEY_SET')
  })

  it('are ERR_KEY_SET, at the first value, where the halves are of two keys', async () => {
    const keys = { ...privateJWK, d: keyPair(2).privateJWK.d }
    const error: unknown = await released(keys)
      .open(releasedValue(), { token })
      .catch(refusal => refusal)
    expect(error).toMatchObject({ code: 'ERR_KEY_SET' })
    expect(error).not.toHaveProperty('cause')
  })
})

describe('a key that is none of ours', () => {
  const { d: _, ...publicHalf } = keyPair(7).privateJWK
  const foreign: [string, object][] = [
    ['RSA', { kty: 'RSA', n: 'AQAB', e: 'AQAB', d: 'AQAB', kid: 'rsa', alg: 'RSA-OAEP-256', use: 'enc' }],
    ['for signatures', { ...keyPair(7).privateJWK, alg: 'ES256', use: 'sig' }],
    ['public and for signatures', { ...publicHalf, alg: 'ES256', use: 'sig' }],
    ['for another algorithm', { ...keyPair(7).privateJWK, alg: 'ECDH-ES+A256KW' }]
  ]

  it.each(foreign)('is ignored beside ours: %s', async (_, other) => {
    for (const keys of [{ keys: [privateJWK, other] }, keySetText(privateJWK, other)])
      expect(await released(keys).open(releasedValue(), { token })).toMatchObject({ data })
  })

  it.each(foreign)('is refused where it is the first, or alone: %s', (_, other) => {
    for (const keys of [keySetText(other, privateJWK), keySetText(other)])
      expect(() => released(keys)).toThrow(
        /^ERR_KEY_SET: the first key is none of ours: (use|kty|alg) of key 1 is not /
      )
  })

  it('is told of in words where none is usable, and nothing of it is shown', () => {
    const { k } = secretJWK(1)
    const keys = [
      { ...indexJWK(1), kid: k },
      { kty: 'RSA', n: k, kid: k },
      { ...secretJWK(1), alg: k }
    ]
    expect(() => createReader({ keys: { keys } as never, tenant, slot })).toThrow(
      new RegExp(
        '^ERR_KEY_SET: the first key is none of ours: use of key 1 is not enc; ' +
          'kty of key 2 is not oct or EC or OKP; alg of key 3 is not A256GCM or dir or A256KW or ECDH-ES$'
      )
    )
  })

  it('may not be private beside the keys of a readable slot', () => {
    const signing = { ...keyPair(7).privateJWK, alg: 'ES256', use: 'sig' }
    const readable = (keys: unknown) => createReader({ keys: keys as never, tenant, slot })
    expect(codeThrownBy(() => readable({ keys: [secretJWK(1), signing] }))).toBe('ERR_KEY_MODE')
    expect(codeThrownBy(() => readable({ keys: [secretJWK(1), indexJWK(1)] }))).toBe('nothing was thrown')
  })
})

describe('keys of a reader of values at rest', () => {
  it('may be made by jose, and opens what the older name of their algorithm sealed', async () => {
    const exported = await exportJWK(await generateSecret('A256GCM', { extractable: true }))
    const kid = (await calculateJwkThumbprint(exported)).slice(0, 22)
    const jwk = { ...exported, kid, use: 'enc' } as never as TestJWK
    for (const [sealing, opening] of [
      ['dir', 'A256GCM'],
      ['A256GCM', 'dir']
    ] as const) {
      const value = readableValue({ jwk: { ...jwk, alg: sealing } })
      expect(await atRest({ ...jwk, alg: opening }).open(value, { token })).toMatchObject({ data })
    }
  })

  it.each(['dir', 'A256KW'] as const)('may be secret, for %s', async alg => {
    const jwk = secretJWK(1, alg)
    expect(await atRest(jwk).open(readableValue({ jwk }), { token })).toMatchObject({ data })
  })

  it.each<[string, object]>([
    ['the kid', { ...secretJWK(1), kid: 'mine' }],
    ['the kid of a wrapping key', { ...secretJWK(1, 'A256KW'), kid: 'mine' }],
    ['the kid of any', { keys: [secretJWK(1), { ...secretJWK(2), kid: secretJWK(3).kid }] }]
  ])('are refused where %s is not the thumbprint', async (_, keys) => {
    expect(await codeRejectedBy(atRest(keys).open(readableValue(), { token }))).toBe('ERR_KEY_SET')
  })

  it.each<[string, object]>([
    ['short', { ...secretJWK(1), k: 'AAAA' }],
    ['not canonical', { ...secretJWK(1), k: `${secretJWK(1).k}=` }],
    ['no text', { ...secretJWK(1), k: 1 }],
    ['of another type', { ...secretJWK(1), kty: 'EC' }],
    ['for signatures', { ...secretJWK(1), use: 'sig' }]
  ])('are ERR_KEY_SET where a secret key is %s', (_, jwk) => {
    expect(codeThrownBy(() => atRest(jwk))).toBe('ERR_KEY_SET')
  })

  it.each(['', 'text', 'AAAA', `${macKey}=`, Buffer.alloc(64).toString('base64url')])(
    'are ERR_KEY_SET with the MAC key %j',
    wrong => {
      const create = () => createReader({ keys: secretJWK(1) as never, tenant, slot, macKey: wrong })
      expect(codeThrownBy(create)).toBe('ERR_KEY_SET')
    }
  )
})

describe('what is wrong with keys', () => {
  const slotKeys = { keys: [secretJWK(1), secretJWK(2)] }
  const readable = (keys: unknown) => createReader({ keys: keys as never, tenant, slot })
  const withMacKey = () => createReader({ ...slotKeys, tenant, slot, macKey: 'AAAA' } as never)

  it.each<[string, () => unknown]>([
    ['ERR_KEY_SET: the keys are not JSON', () => released('text{')],
    ['ERR_KEY_SET: there is no key in the set', () => released({ keys: [] })],
    ['ERR_KEY_SET: two keys have one kid', () => released({ keys: [privateJWK, privateJWK] })],
    [
      'ERR_KEY_SET: the first key is none of ours: kty of key 1 is not oct or EC or OKP',
      () => released({ keys: [{ kty: 'RSA' }, privateJWK] })
    ],
    ['ERR_KEY_SET: macKey is not 32 bytes as base64url', withMacKey],
    ['ERR_KEY_SET: key 2: is no object', () => released({ keys: [privateJWK, 5] })],
    ['ERR_KEY_SET: key 1: has no kid of 1 to 128 characters', () => released(without(privateJWK, 'kid'))],
    ['ERR_KEY_SET: key 1: does not say "use": "enc"', () => released(without(privateJWK, 'use'))],
    ['ERR_KEY_SET: key 1: has no alg', () => released(without(privateJWK, 'alg'))],
    ['ERR_KEY_SET: key 1: has no alg', () => readable(without(secretJWK(1), 'alg'))],
    [
      'ERR_KEY_SET: key 1: is no private key on P-256 or X25519',
      () => released({ ...privateJWK, crv: 'P-384' })
    ],
    [
      'ERR_KEY_SET: key 1: is not 32 bytes as base64url without padding, in `k` of an `oct` key',
      () => readable({ ...secretJWK(1), k: 'AAAA' })
    ],
    ['ERR_KEY_MODE: key 1: has no kty or pem or cryptoKey', () => released({ kid })],
    ['ERR_KEY_SET: key 1: has a `pem` that is no text', () => released({ kid, pem: 5 })],
    ['ERR_KEY_MODE: key 1: a public key opens nothing', () => released(publicJWK)],
    [
      'ERR_KEY_MODE: key 1: ECDH-ES is not dir or A256KW',
      () => readable({ kid, pem: '-----BEGIN PRIVATE KEY-----' })
    ]
  ])('is said: %s', (message, create) => {
    let error: unknown
    try {
      create()
    } catch (refusal) {
      error = refusal
    }
    expect(error).toMatchObject({ message })
  })

  it('is said at the first value, where a secret key has the kid of another', async () => {
    await expect(atRest({ ...secretJWK(1), kid: 'mine' }).open(readableValue(), { token })).rejects.toThrow(
      /^ERR_KEY_SET: key 1: has a kid that is not the first 22 characters of its thumbprint$/
    )
  })
})

describe('a key', () => {
  it('cannot be extracted once it is imported', async () => {
    const importKey = vi.spyOn(webcrypto.subtle, 'importKey')
    const keys = { keys: [secretJWK(1), secretJWK(2, 'A256KW'), privateJWK] }
    for (const value of [readableValue(), writeOnlyValue()]) await atRest(keys).open(value, { token })
    await released({ kid, pem: pemOf(privateJWK) }).open(releasedValue(), { token })
    const imported = await Promise.all(importKey.mock.results.map(({ value }) => value as Promise<CryptoKey>))
    const secret = imported.filter(({ type }) => type !== 'public')
    expect(secret.length).toBeGreaterThanOrEqual(4)
    expect(secret.filter(({ extractable }) => extractable)).toEqual([])
    importKey.mockRestore()
  })

  const { d = '' } = privateJWK

  it.each<[string, unknown]>([
    ['a reader', privateJWK],
    ['the error about an algorithm', { ...privateJWK, alg: d }],
    ['the error about a use', { ...privateJWK, use: d }],
    ['the error about JSON', `{"d":"${d}`],
    ['the error about a form', { kid, [d]: d }],
    ['the error about a kid', { ...privateJWK, kid: `${d} ` }],
    ['the error about a private half', { ...privateJWK, kid: d, d: 5 }],
    ['the error about a set', { keys: [{ ...privateJWK, kid: d, d: 5 }] }],
    [
      'the error about a kid that is there twice',
      { keys: [privateJWK, privateJWK].map(key => ({ ...key, kid: d })) }
    ],
    ['the error about a key that is none of ours', { ...privateJWK, kty: d, kid: d }]
  ])('is not in what %s shows', (_, keys) => {
    const show = (value: unknown) => inspect(value, { depth: null, showHidden: true })
    let shown: string
    try {
      shown = show(released(keys))
    } catch (error) {
      shown = show(error)
    }
    expect(shown).not.toContain(d)
  })

  it('is not in the error about one that a runtime does not take, nor is its kid', async () => {
    for (const keys of [
      { ...privateJWK, kid: d, d: keyPair(2).privateJWK.d },
      { kid: d, pem: d },
      { ...secretJWK(1), kid: d }
    ]) {
      const value = releasedValue({ jwk: { ...publicJWK, kid: d } })
      const open = async () => atRest(keys).open(readableValue(), { token })
      const error: unknown = await (async () => released(keys).open(value, { token }))().catch(
        failure => failure
      )
      expect(inspect(error, { depth: null, showHidden: true })).not.toContain(d)
      expect(
        inspect(await open().catch(failure => failure), { depth: null, showHidden: true })
      ).not.toContain(d)
      expect((error as Error).message).toMatch(/^ERR_KEY_(SET|MODE): key 1/)
    }
  })
})
