import { inspect } from 'node:util'
import { calculateJwkThumbprint, compactDecrypt, exportJWK, generateSecret } from 'jose'
import { describe, expect, it } from 'vitest'
import { A0sealError } from '../../../lib/core/errors.js'
import { pointOf } from '../../../lib/core/format/point.js'
import { decryptJWE, encryptJWE } from '../../../lib/core/jwe/compact.js'
import { createKeySetParser, isUnset, type KeySet } from '../../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../../lib/core/jwe/private-keys.js'
import { importPublicKey } from '../../../lib/core/jwe/public-keys.js'
import { importSecretKey } from '../../../lib/core/jwe/secret-keys.js'
import { keyId } from '../../../lib/core/jwe/thumbprint.js'
import { parseRecipientKeys } from '../../../lib/core/seal/released.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { nonCanonical } from '../../fixtures/jwe.js'
import { indexJWK, keyPair, keySetText, secretJWK, without } from '../../fixtures/keys.js'

const jwk = secretJWK(1)
const { publicJWK, privateJWK } = keyPair(1)
const parsePublic = createKeySetParser('test+jwt', importPublicKey)
const parsePrivate = createKeySetParser('test+jwt', importPrivateKey, pointOf)

const secretCode = (...keys: unknown[]) => codeThrownBy(() => parseSecretKeys(JSON.stringify({ keys })))
const publicCode = (...keys: unknown[]) => codeThrownBy(() => parsePublic(JSON.stringify({ keys })))

describe('a secret that is unset', () => {
  it.each([
    undefined,
    null,
    '',
    ' ',
    '\n\t',
    '##A0SEAL_KEYS##',
    '@@A0SEAL_KEYS@@',
    ' ##A0SEAL_KEYS##\n',
    '####',
    '##a\nb##'
  ])('is %j: no keys, and no key made of that text', secret => {
    expect(isUnset(secret)).toBe(true)
    expect(codeThrownBy(() => parseSecretKeys(secret))).toBe('ERR_NO_KEYS')
  })

  it.each([5, true, {}, []])('is %j, which is no text', secret => {
    expect(codeThrownBy(() => parseSecretKeys(secret))).toBe('ERR_NO_KEYS')
  })

  it.each(['##', '@@', 'x##A0SEAL_KEYS##', '{}', '##A@@', '#A##', '##A#', '@A@@', '@@A@'])(
    'is not %j',
    secret => {
      expect(isUnset(secret)).toBe(false)
      expect(codeThrownBy(() => parseSecretKeys(secret))).toBe('ERR_KEY_SET')
    }
  )

  it('is told at once, even of a long text', () => {
    const start = performance.now()
    isUnset(`${' '.repeat(4000)}x${' '.repeat(96)}`)
    expect(performance.now() - start).toBeLessThan(200)
  })
})

describe('a key set', () => {
  it('seals with its first key and knows all of them', () => {
    const { first, byKid } = parseSecretKeys(keySetText(secretJWK(2), secretJWK(1), secretJWK(3, 'A256KW')))
    expect(first.kid).toBe(secretJWK(2).kid)
    expect([...byKid.keys()]).toEqual([2, 1, 3].map(digit => secretJWK(digit).kid))
    expect([...byKid.values()].map(({ alg }) => alg)).toEqual(['dir', 'dir', 'A256KW'])
  })

  it('may be a single JWK', () => {
    expect(parseSecretKeys(JSON.stringify(jwk)).first.kid).toBe(jwk.kid)
  })

  it('may be base64url of its JSON, which has no quotation marks', () => {
    const text = Buffer.from(keySetText(secretJWK(6))).toString('base64url')
    expect(parseSecretKeys(text).first.kid).toBe(secretJWK(6).kid)
  })

  it('ignores other members of a JWKS and of a key', () => {
    const text = JSON.stringify({ comment: 'test', keys: [{ ...jwk, comment: 'test', ext: true }] })
    expect(parseSecretKeys(text).first.kid).toBe(jwk.kid)
  })

  it('is parsed once for each text', () => {
    const text = keySetText(secretJWK(4))
    const parsed = parseSecretKeys(text)
    // At once: how many texts other tests have had parsed before is not known here.
    expect(parseSecretKeys(text)).toBe(parsed)
    expect(parseSecretKeys(keySetText(secretJWK(5)))).not.toBe(parsed)
  })

  it('is remembered beside another', () => {
    const isKept = (comment: string) => {
      const text = JSON.stringify({ ...jwk, comment })
      const parsed = parseSecretKeys(text)
      parseSecretKeys(JSON.stringify({ ...jwk, comment: `other than ${comment}` }))
      return parseSecretKeys(text) === parsed
    }
    // Between two of them all may be forgotten, but not twice in a row.
    expect(['one', 'two'].some(isKept)).toBe(true)
  })

  it('is forgotten again where there are many, and parsed anew', () => {
    const texts = Array.from({ length: 100 }, (_, i) => JSON.stringify({ ...jwk, comment: i }))
    const [first] = texts.map(text => parseSecretKeys(text))
    expect(parseSecretKeys(texts[0])).not.toBe(first)
    expect(texts.map(text => parseSecretKeys(text).first.kid)).toEqual(texts.map(() => jwk.kid))
  })

  it.each([
    'not JSON',
    '{',
    'null',
    '5',
    '"text"',
    '[]',
    '{}',
    '{"keys":{}}',
    '{"keys":null}',
    '[{"keys":[]}]'
  ])('is not %s', text => {
    expect(codeThrownBy(() => parseSecretKeys(text))).toBe('ERR_KEY_SET')
  })

  it('has an array of keys, not an object like one', () => {
    expect(codeThrownBy(() => parseSecretKeys(JSON.stringify({ keys: { length: 1, 0: jwk } })))).toBe(
      'ERR_KEY_SET'
    )
  })

  it('has at least one key', () => {
    expect(secretCode()).toBe('ERR_KEY_SET')
  })

  it('has no kid twice, be it the same key', () => {
    expect(secretCode(jwk, jwk)).toBe('ERR_KEY_SET')
    expect(publicCode({ ...publicJWK, kid: 'k' }, { ...keyPair(2).publicJWK, kid: 'k' })).toBe('ERR_KEY_SET')
  })

  it('has at most 4,096 characters', () => {
    const text = (length: number) => keySetText(jwk).padEnd(length)
    expect(codeThrownBy(() => parseSecretKeys(text(4096)))).toBe('nothing was thrown')
    expect(codeThrownBy(() => parseSecretKeys(text(4097)))).toBe('ERR_KEY_SET')
  })

  it.each([null, 5, 'text', [], [jwk]])('has no key that is %j', key => {
    expect(secretCode(jwk, key)).toBe('ERR_KEY_SET')
  })

  it('fails as a whole where one key is wrong', () => {
    expect(secretCode(jwk, { ...secretJWK(2), kid: 'mine' })).toBe('ERR_KEY_SET')
    expect(secretCode(jwk, without(secretJWK(2), 'use'))).toBe('ERR_KEY_SET')
    expect(secretCode(jwk, without(secretJWK(2), 'alg'))).toBe('ERR_KEY_SET')
  })

  it.each(['kid', 'use', 'kty', 'k'])('has no secret key without %s', member => {
    expect(secretCode(without(jwk, member))).toBe('ERR_KEY_SET')
  })

  it.each(['kid', 'use', 'alg', 'kty', 'crv', 'x', 'y'])('has no public key without %s', member => {
    expect(publicCode(without(publicJWK, member))).toBe('ERR_KEY_SET')
  })

  it.each(['P-256', 'X25519'] as const)('has a private key of 32 bytes, in one text only: %s', curve => {
    const jwk = keyPair(1, curve).privateJWK
    const codeWith = (d: unknown) => codeThrownBy(() => parsePrivate(JSON.stringify({ ...jwk, d })))
    expect(codeWith(jwk.d)).toBe('nothing was thrown')
    for (const d of [`${jwk.d}=`, nonCanonical(jwk.d as string), `${jwk.d}AA`, '', null, 5])
      expect(codeWith(d)).toBe('ERR_KEY_SET')
  })

  it('has one algorithm for each key', () => {
    expect(secretCode(without(jwk, 'alg'))).toBe('ERR_KEY_SET')
    expect(secretCode({ ...jwk, alg: ['dir'] })).toBe('ERR_KEY_SET')
    expect(secretCode({ ...jwk, alg: 'A128GCM' })).toBe('ERR_KEY_SET')
  })

  it.each(['sig', '', null, ['enc'], 'ENC'])('has no key with use %j', use => {
    expect(secretCode({ ...jwk, use })).toBe('ERR_KEY_SET')
    expect(publicCode({ ...publicJWK, use })).toBe('ERR_KEY_SET')
  })

  it.each(['', 5, null, 'x'.repeat(129)])('has no public key with the kid %j', kid => {
    expect(publicCode({ ...publicJWK, kid })).toBe('ERR_KEY_SET')
  })

  it('has a secret key under its own thumbprint only', () => {
    expect(secretCode({ ...jwk, kid: 'my-key' })).toBe('ERR_KEY_SET')
    expect(secretCode({ ...jwk, kid: secretJWK(2).kid })).toBe('ERR_KEY_SET')
  })

  it.each(['theirs/2026', 'clé no. 1', 'x'.repeat(128)])(
    'has a public key from elsewhere under the kid it came with: %j',
    kid => {
      expect(parsePublic(JSON.stringify({ ...publicJWK, kid })).first.kid).toBe(kid)
    }
  )
})

/** Keys that somebody else reads of the same set. */
const foreign: [string, object][] = [
  ['an RSA key', { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'rsa', alg: 'RSA-OAEP-256', use: 'enc' }],
  ['a key for signatures', { ...without(keyPair(7).publicJWK, 'alg'), alg: 'ES256', use: 'sig' }],
  ['a secret key for signatures', indexJWK(1)],
  ['a key without kid', { kty: 'RSA', n: 'AQAB', e: 'AQAB', use: 'sig' }],
  ['a kty nobody knows', { kty: 'AKP', pub: 'AQAB', alg: 'ML-KEM-768', use: 'enc' }]
]

describe('a key that is none of ours', () => {
  it.each<[string, object]>([
    ...foreign,
    ['another algorithm', { ...secretJWK(8), alg: 'A128KW' }],
    ['a secret key of 128 bits', { kty: 'oct', k: 'AAAA', alg: 'A128GCM', use: 'enc' }]
  ])('is ignored in a set of secret keys: %s', (_, other) => {
    const { first, byKid } = parseSecretKeys(keySetText(jwk, other, secretJWK(2)))
    expect([first.kid, ...byKid.keys()]).toEqual([jwk.kid, jwk.kid, secretJWK(2).kid])
  })

  it.each<[string, object]>([...foreign, ['another algorithm', { ...publicJWK, alg: 'ECDH-ES+A256KW' }]])(
    'is ignored in a set of public and one of private keys: %s',
    (_, other) => {
      for (const keys of [
        parsePublic(keySetText(publicJWK, other)),
        parsePrivate(keySetText(privateJWK, other))
      ])
        expect([...keys.byKid.keys()]).toEqual([publicJWK.kid])
      expect(parseRecipientKeys(keySetText(publicJWK, other)).byKid.size).toBe(1)
    }
  )

  it.each(foreign)('is refused where it is the first, which seals: %s', (_, other) => {
    expect(secretCode(other, jwk)).toBe('ERR_KEY_SET')
    expect(secretCode(other)).toBe('ERR_KEY_SET')
    expect(publicCode(other, publicJWK)).toBe('ERR_KEY_SET')
  })

  it('is not shown where none is usable', () => {
    const text = keySetText(
      { ...indexJWK(1), kid: jwk.k },
      { kty: 'RSA', n: jwk.k, kid: jwk.k },
      { ...jwk, alg: jwk.k }
    )
    expect(() => parseSecretKeys(text)).toThrow(/^ERR_KEY_SET$/)
  })

  it('may not be private where no private key may be, whatever it is for', () => {
    const signing = { ...without(keyPair(7).privateJWK, 'alg'), alg: 'ES256', use: 'sig' }
    expect(secretCode(jwk, signing)).toBe('ERR_KEY_MODE')
    expect(publicCode(publicJWK, signing)).toBe('ERR_KEY_MODE')
    expect(codeThrownBy(() => parseRecipientKeys(keySetText(publicJWK, signing)))).toBe('ERR_PRIVATE_KEY')
    expect(parsePrivate(keySetText(privateJWK, signing)).byKid.size).toBe(1)
  })

  it('is another thing than a key of the other mode', () => {
    const { kty, crv, x, y } = keyPair(7).publicJWK
    const encrypting = { kty, crv, x, y, kid: 'a', alg: 'ECDH-ES+A256KW', use: 'enc' }
    expect(secretCode(jwk, encrypting)).toBe('ERR_KEY_MODE')
    expect(publicCode(publicJWK, { ...jwk, alg: 'A128KW' })).toBe('ERR_KEY_MODE')
  })
})

describe('the alg of a secret key', () => {
  const gcm = { ...jwk, alg: 'A256GCM' }

  it('is A256GCM, or dir in older sets: the same key, the same kid and the same values', () => {
    const [today, older] = [gcm, jwk].map(key => parseSecretKeys(JSON.stringify(key)))
    for (const [one, two] of [
      [today, older],
      [older, today]
    ] as KeySet[][]) {
      const jwe = encryptJWE('text', one as KeySet)
      expect(decryptJWE(jwe, two as KeySet).plaintext).toBe('text')
      expect(JSON.parse(Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
        alg: 'dir',
        kid: jwk.kid
      })
    }
  })

  it('is taken by jose as it is, and jose makes keys that we take', async () => {
    const { plaintext } = await compactDecrypt(encryptJWE('text', parseSecretKeys(JSON.stringify(gcm))), gcm)
    expect(new TextDecoder().decode(plaintext)).toBe('text')
    for (const alg of ['A256GCM', 'A256KW']) {
      const exported = await exportJWK(await generateSecret(alg, { extractable: true }))
      const kid = (await calculateJwkThumbprint(exported)).slice(0, 22)
      const set = parseSecretKeys(keySetText({ ...exported, kid, alg, use: 'enc' }))
      expect(decryptJWE(encryptJWE('text', set), set).plaintext).toBe('text')
    }
  })
})

describe('the kind of keys', () => {
  it('is secret keys where the slot can be read', () => {
    expect(secretCode(publicJWK)).toBe('ERR_KEY_MODE')
    expect(secretCode(jwk, publicJWK)).toBe('ERR_KEY_MODE')
    expect(secretCode(privateJWK)).toBe('ERR_KEY_MODE')
  })

  it('is public keys where it is for somebody else to open', () => {
    expect(publicCode(jwk)).toBe('ERR_KEY_MODE')
    expect(publicCode(publicJWK, privateJWK)).toBe('ERR_KEY_MODE')
    expect(codeThrownBy(() => parseRecipientKeys(JSON.stringify(jwk)))).toBe('ERR_KEY_MODE')
  })

  it('is private keys in a backend', () => {
    expect(codeThrownBy(() => parsePrivate(JSON.stringify(publicJWK)))).toBe('ERR_KEY_MODE')
  })

  it('names a private key that a recipient gave away', () => {
    expect(codeThrownBy(() => parseRecipientKeys(JSON.stringify(privateJWK)))).toBe('ERR_PRIVATE_KEY')
    expect(codeThrownBy(() => parseRecipientKeys(keySetText(publicJWK, keyPair(2).privateJWK)))).toBe(
      'ERR_PRIVATE_KEY'
    )
    expect(codeThrownBy(() => parseRecipientKeys(JSON.stringify({ ...publicJWK, d: '' })))).toBe(
      'ERR_PRIVATE_KEY'
    )
  })

  it('takes a d for a private key in a secret key too', () => {
    expect(secretCode({ ...jwk, d: 'AA' })).toBe('ERR_KEY_MODE')
  })

  it('is one type of value for each parser, also for a key set they share', () => {
    const [one, two] = [
      createKeySetParser('one+jwt', importSecretKey),
      createKeySetParser('two+jwt', importSecretKey)
    ]
    const jwe = encryptJWE('text', one(JSON.stringify(jwk)))
    expect(codeThrownBy(() => decryptJWE(jwe, two(JSON.stringify(jwk))))).toBe('ERR_FORMAT')
  })
})

describe('key material', () => {
  const withKid = (key: Record<string, unknown>) => ({ ...key, kid: keyId(key) })

  it.each([31, 33, 16, 0])('is not %i bytes of a secret key', length => {
    const k = Buffer.alloc(length, 'test').toString('base64url')
    expect(secretCode(withKid({ ...jwk, k }))).toBe('ERR_KEY_SET')
    expect(secretCode(withKid({ ...secretJWK(1, 'A256KW'), k }))).toBe('ERR_KEY_SET')
  })

  it('is canonical base64url', () => {
    expect(secretCode(withKid({ ...jwk, k: `${jwk.k}=` }))).toBe('ERR_KEY_SET')
    expect(publicCode({ ...publicJWK, x: `${publicJWK.x}=` })).toBe('ERR_KEY_SET')
    expect(publicCode({ ...publicJWK, y: `${publicJWK.y} ` })).toBe('ERR_KEY_SET')
  })

  it('is of the type that the algorithm needs', () => {
    expect(secretCode(withKid({ ...jwk, kty: 'EC' }))).toBe('ERR_KEY_SET')
    expect(publicCode({ ...publicJWK, kty: 'OKP' })).toBe('ERR_KEY_SET')
    expect(publicCode({ ...publicJWK, kty: 'RSA', n: 'AQAB', e: 'AQAB' })).toBe('ERR_KEY_SET')
  })

  it.each([
    [
      'its text, in messages of errors',
      (text: string) => {
        try {
          parseSecretKeys(text)
        } catch (error) {
          return `${inspect(error, { depth: 9, showHidden: true })} ${(error as A0sealError).message}`
        }
        return expect.unreachable()
      }
    ]
  ])('is not shown: %s', (_what, shownBy) => {
    for (const text of [
      `{"k":"${jwk.k}"`,
      keySetText({ ...jwk, use: 'sig' }),
      keySetText({ ...jwk, d: 'x' })
    ]) {
      expect(shownBy(text)).not.toContain(jwk.k)
    }
  })

  it.each([
    ['secret', () => parseSecretKeys(keySetText(jwk, secretJWK(2, 'A256KW'))), [jwk.k, secretJWK(2).k]],
    ['private', () => parsePrivate(keySetText(privateJWK, keyPair(1, 'X25519').privateJWK)), [privateJWK.d]]
  ])('is not shown by a parsed set of %s keys', (_kind, parse, hidden) => {
    const keySet = parse()
    const shown = [
      inspect(keySet, { depth: 20, showHidden: true, getters: true }),
      JSON.stringify(keySet),
      JSON.stringify([...keySet.byKid.values()]),
      ...[...keySet.byKid.values()].flatMap(Object.values).map(String)
    ].join('\n')
    for (const text of hidden as string[]) {
      expect(shown).not.toContain(text)
      expect(shown).not.toContain(Buffer.from(text, 'base64url').toString())
      expect(shown).not.toContain(Buffer.from(text, 'base64url').toString('hex'))
    }
  })

  it('is not shown by an error of ours', () => {
    expect(new A0sealError('ERR_KEY_SET')).toMatchObject({ message: 'ERR_KEY_SET', name: 'A0sealError' })
  })
})
