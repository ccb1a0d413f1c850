import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeKeySet } from '../../../lib/cli/keys/report.js'
import { pointOf } from '../../../lib/core/format/point.js'
import { generateIndexKey } from '../../../lib/core/jwe/generate.js'
import { createKeySetParser } from '../../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../../lib/core/jwe/private-keys.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { parsePublicKeys } from '../../../lib/core/seal/write-only.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { keyPair, keySetText, secretJWK, type TestJWK, without } from '../../fixtures/keys.js'
import { runsOf } from '../../fixtures/runs.js'

const secret = secretJWK(1)
const { publicJWK, privateJWK } = keyPair(1)
const other = keyPair(2)
const x25519 = keyPair(3, 'X25519')
const parsePrivateKeys = createKeySetParser('test+jwt', importPrivateKey, pointOf)

const problemsOf = (...keys: object[]) => describeKeySet(keySetText(...keys)).problems

describe('a key set that is right', () => {
  it.each([
    ['secret', [secret, secretJWK(2, 'A256KW')]],
    ['public', [publicJWK, x25519.publicJWK]],
    ['private', [privateJWK, x25519.privateJWK]],
    ['index', [generateIndexKey()]]
  ])('has %s keys and no problem', (kind, keys) => {
    const report = describeKeySet(keySetText(...keys))
    expect(report).toMatchObject({ kind, problems: [] })
    expect(report.keys.map(({ kid }) => kid)).toEqual(keys.map(({ kid }) => kid))
  })
})

describe('a key that is for something else', () => {
  const { kty = '', crv = '', x = '', y = '' } = other.publicJWK
  it.each<[string, object[]]>([
    ['secret', [secret, { ...secretJWK(2), alg: 'A128KW' }]],
    ['secret', [secret, generateIndexKey()]],
    ['public', [publicJWK, { kty, crv, x, y, alg: 'ES256', use: 'sig' }]],
    ['private', [privateJWK, { kty: 'RSA', d: 'AA', use: 'sig' }]],
    ['index', [generateIndexKey(), secret]]
  ])('is ignored among %s keys', (kind, keys) => {
    expect(describeKeySet(keySetText(...keys))).toMatchObject({
      kind,
      keys: [{ place: 'seals' }, { place: 'ignored' }],
      problems: []
    })
  })
})

describe('a key set that is refused', () => {
  it.each<[string, object[], string[]]>([
    ['no key', [], ['there is no key in it']],
    ['a key twice', [secret, secret], [`the kid ${secret.kid} is there twice`]],
    ['no kid', [without(publicJWK, 'kid')], ['key 1 has no kid of 1 to 128 characters']],
    [
      'a wrong kid',
      [{ ...secret, kid: 'mine' }],
      ['key 1 has a kid that is not the first 22 characters of its thumbprint']
    ],
    ['a wrong use', [{ ...secret, use: 'sig' }], ['key 1 does not say "use": "enc"']],
    [
      'another alg',
      [{ ...secretJWK(2), alg: 'A128KW' }],
      ['key 1 has an alg that is none of A256GCM, dir, A256KW, ECDH-ES, HS256']
    ],
    ['another kind', [secret, publicJWK], ['key 2 is a public key among secret keys: a set holds one kind']],
    [
      'a private key among public ones',
      [publicJWK, other.privateJWK],
      ['key 2 is a private key among public keys: a set holds one kind']
    ],
    [
      'padding',
      [{ ...secret, k: `${secret.k}=` }],
      ['key 1 is not 32 bytes as base64url without padding, in `k` of an `oct` key']
    ],
    ['another curve', [{ ...publicJWK, crv: 'P-384' }], ['key 1 is no point on P-256 or X25519']],
    [
      'a point off the curve',
      [{ ...publicJWK, x: other.publicJWK.x }],
      ['key 1 is no point on P-256 or X25519']
    ],
    [
      'halves that do not fit',
      [{ ...privateJWK, d: other.privateJWK.d }],
      ['key 1 has a private half that does not fit its public half']
    ],
    ['no object', [5 as never], ['key 1 is not a JSON object']]
  ])('says so: %s', (_, keys, problems) => {
    expect(problemsOf(...keys)).toEqual(problems)
  })

  it.each([
    ['', 'the file is empty, or holds a placeholder'],
    ['##A0SEAL_KEYS##', 'the file is empty, or holds a placeholder'],
    ['{"keys":', 'it is not a JSON object'],
    ['[]', 'it is not a JSON object'],
    [`${Buffer.alloc(32, 1).toString('base64url')}\n`, 'there is white space around the key']
  ])('says so: the text %j', (text, problem) => {
    expect(describeKeySet(text).problems).toEqual([problem])
  })

  it('says so: 4,097 characters', () => {
    const text = keySetText(secret)
    expect(describeKeySet(text.padEnd(4096)).problems).toEqual([])
    expect(describeKeySet(text.padEnd(4097)).problems).toEqual([
      '4097 characters are more than the 4096 of an Action secret'
    ])
  })

  it('shows no key that stands where a kid should', () => {
    const report = describeKeySet(
      keySetText({ ...secret, kid: secret.k }, { ...secretJWK(2), alg: secret.k })
    )
    expect(JSON.stringify(report)).not.toContain(secret.k)
  })
})

describe('the words', () => {
  const members = ['kty', 'crv', 'x', 'y', 'd', 'k', 'kid', 'use', 'alg']
  const values: unknown[] = [secret, publicJWK, privateJWK, x25519.privateJWK, other.privateJWK].flatMap(
    (jwk: TestJWK) => Object.values(jwk)
  )
  const jwk = fc.constantFrom(
    secret,
    secretJWK(2, 'A256KW'),
    publicJWK,
    privateJWK,
    x25519.publicJWK,
    x25519.privateJWK
  )
  const value = fc.constantFrom(...values, undefined, null, 5, '', 'x', {}, [])
  const mutated = fc
    .tuple(jwk, fc.option(fc.tuple(fc.constantFrom(...members), value)))
    .map(([key, change]): Record<string, unknown> => (change ? { ...key, [change[0]]: change[1] } : key))
    .filter(({ kid, k, d }) => kid !== k && kid !== d) // not shown, and the parsers do not look

  it('agree with the parsers: a problem is found just where a set is refused', () => {
    fc.assert(
      fc.property(fc.array(mutated, { maxLength: 3 }), keys => {
        const text = keySetText(...keys)
        const parsers = [parseSecretKeys, parsePublicKeys, parsePrivateKeys]
        const isTaken = parsers.some(parse => codeThrownBy(() => parse(text)) === 'nothing was thrown')
        const { problems } = describeKeySet(text)
        expect({ keys, isTaken }).toEqual({ keys, isTaken: problems.length === 0 })
        expect(problems).not.toContain('it is refused, for a reason that has no words here')
      }),
      runsOf(2000)
    )
  })
})
