// One table of good and bad values, for all that opens them: the core and the reader have one rule.
import { describe, expect, it } from 'vitest'
import { typAtRest } from '../../../lib/core/format/header.js'
import { open, parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { createReader } from '../../../lib/reader/index.js'
import { nowSeconds } from '../../fixtures/clock.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { handMadeJWE, nonCanonical, partsOf, secretBytes, withPart } from '../../fixtures/jwe.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'
import { codeRejectedBy } from '../../reader/values.js'

const jwk = secretJWK(1)
const keys = keySetText(jwk, secretJWK(2, 'A256KW'))
const binding = { iss: 'urn:auth0:acme-test', sub: 'oidc|1', aud: 'demographics' }
const reader = createReader({ keys, tenant: 'acme-test', slot: binding.aud })

const header = { alg: 'dir', enc: 'A256GCM', kid: jwk.kid, typ: typAtRest }
const claims = { ...binding, iat: nowSeconds, data: { gender: 'x' } }
const epk = (({ kty, crv, x, y }) => ({ kty, crv, x, y }))(keyPair(9).publicJWK)

const made = (changes: { header?: unknown; claims?: unknown; text?: string } = {}) =>
  handMadeJWE({
    header: typeof changes.header === 'string' ? changes.header : JSON.stringify(changes.header ?? header),
    cek: secretBytes(jwk),
    plaintext: changes.text ?? JSON.stringify(changes.claims ?? claims)
  })
const headed = (changes: object) => made({ header: { ...header, ...changes } })
const claiming = (changes: object) => made({ claims: { ...claims, ...changes } })
const good = made()

/** The shortest value of at least so many characters. */
const longOf = (chars: number) => {
  const sizes = Array.from({ length: 300 }, (_, i) => 48_900 + i)
  const values = sizes.map(size => made({ text: JSON.stringify(claims).padEnd(size) }))
  return values.find(({ length }) => length >= chars) ?? ''
}

const table: [name: string, value: unknown, code: string][] = [
  ['as it should be', good, 'nothing was thrown'],
  ['what the user typed', claiming({ src: 'user' }), 'nothing was thrown'],
  [
    'claims in another order',
    made({ claims: Object.fromEntries(Object.entries(claims).reverse()) }),
    'nothing was thrown'
  ],
  ['the first second', claiming({ iat: 0 }), 'nothing was thrown'],
  ['the last second', claiming({ iat: 8.64e12 }), 'nothing was thrown'],
  ['65,536 characters', longOf(65_536), 'nothing was thrown'],

  ['65,537 characters or more', longOf(65_537), 'ERR_FORMAT'],
  ['undefined', undefined, 'ERR_FORMAT'],
  ['null', null, 'ERR_FORMAT'],
  ['a list of one', [good], 'ERR_FORMAT'],
  ['a part more', `${good}.`, 'ERR_FORMAT'],
  ['a part less', partsOf(good).slice(0, 4).join('.'), 'ERR_FORMAT'],
  ['white space', ` ${good}`, 'ERR_FORMAT'],
  ['a tag that is not canonical', withPart(good, 4, nonCanonical(partsOf(good)[4])), 'ERR_FORMAT'],
  ['an IV of 11 bytes', withPart(good, 2, 'A'.repeat(15)), 'ERR_FORMAT'],
  ['an encrypted key that is not canonical', withPart(good, 1, 'AB'), 'ERR_FORMAT'],
  ['an encrypted key where none may be', withPart(good, 1, 'AAAA'), 'ERR_DECRYPT'],
  ['no ciphertext', withPart(good, 3, ''), 'ERR_DECRYPT'],

  ['another typ', headed({ typ: 'JWT' }), 'ERR_FORMAT'],
  ['another enc', headed({ enc: 'A128GCM' }), 'ERR_FORMAT'],
  ['an unknown alg under an unknown kid', headed({ alg: 'none', kid: 'x' }), 'ERR_FORMAT'],
  ['an alg that is not of the key', headed({ alg: 'A256KW' }), 'ERR_FORMAT'],
  ['a kid that is no text', headed({ kid: 5 }), 'ERR_FORMAT'],
  ['no kid', headed({ kid: undefined }), 'ERR_FORMAT'],
  ['an unknown kid', headed({ kid: 'x' }), 'ERR_UNKNOWN_KEY'],
  ['ECDH-ES without epk', headed({ alg: 'ECDH-ES', kid: 'x' }), 'ERR_FORMAT'],
  [
    'ECDH-ES with an epk more',
    headed({ alg: 'ECDH-ES', kid: 'x', epk: { ...epk, use: 'enc' } }),
    'ERR_FORMAT'
  ],
  ['an epk without ECDH-ES', headed({ epk }), 'ERR_FORMAT'],
  ['a member more', headed({ zip: 'DEF' }), 'ERR_FORMAT'],
  ['a member twice', made({ header: JSON.stringify(header).replace('{', '{"alg":"dir",') }), 'ERR_FORMAT'],
  ['white space in the header', made({ header: JSON.stringify(header, null, 1) }), 'ERR_FORMAT'],

  ['no JSON inside', made({ text: '{' }), 'ERR_FORMAT'],
  ['a byte order mark inside', made({ text: `\uFEFF${JSON.stringify(claims)}` }), 'ERR_FORMAT'],
  ['a list inside', made({ claims: [claims] }), 'ERR_FORMAT'],
  ['an unknown claim', claiming({ exp: nowSeconds + 60 }), 'ERR_FORMAT'],
  [
    'an unknown claim named __proto__',
    made({ text: JSON.stringify(claims).replace('{', '{"__proto__":{},') }),
    'ERR_FORMAT'
  ],
  ['another src', claiming({ src: 'tenant' }), 'ERR_FORMAT'],
  ['a src that is null', claiming({ src: null }), 'ERR_FORMAT'],
  ['a MAC, which says nothing here', claiming({ mac: 'a' }), 'ERR_FORMAT'],
  ['a time before 1970', claiming({ iat: -1 }), 'ERR_FORMAT'],
  ['a time that no Date has', claiming({ iat: 8.64e12 + 1 }), 'ERR_FORMAT'],
  ['a time that is text', claiming({ iat: `${nowSeconds}` }), 'ERR_FORMAT'],
  ['a time between seconds', claiming({ iat: 0.5 }), 'ERR_FORMAT'],
  ['no time', claiming({ iat: undefined }), 'ERR_FORMAT'],
  ['no data', claiming({ data: undefined }), 'ERR_FORMAT'],
  ['data that is a list', claiming({ data: [] }), 'ERR_FORMAT'],
  ['a list of audiences', claiming({ aud: [binding.aud] }), 'ERR_FORMAT'],
  ['no issuer', claiming({ iss: undefined }), 'ERR_FORMAT'],
  ['a subject that is a number', claiming({ sub: 1 }), 'ERR_FORMAT'],

  ['another tenant', claiming({ iss: 'urn:auth0:other' }), 'ERR_BINDING'],
  ['another user', claiming({ sub: 'oidc|2' }), 'ERR_BINDING'],
  ['another slot', claiming({ aud: 'payroll' }), 'ERR_BINDING']
]

describe('a value with', () => {
  const keySet = parseSecretKeys(keys)

  it.each(table)('%s: core and reader agree', async (_, value, code) => {
    expect(codeThrownBy(() => open(value, binding, keySet))).toBe(code)
    expect(await codeRejectedBy(reader.open(value, { subject: binding.sub }))).toBe(code)
  })

  it('ECDH-ES, which secret keys never do, is none of ours to an Action: the reader, which has both, knows no such key', async () => {
    const value = headed({ alg: 'ECDH-ES', kid: 'x', epk })
    expect(codeThrownBy(() => open(value, binding, keySet))).toBe('ERR_FORMAT')
    expect(await codeRejectedBy(reader.open(value, { subject: binding.sub }))).toBe('ERR_UNKNOWN_KEY')
  })

  it('65,536 characters has just so many', () => {
    expect(longOf(65_536)).toHaveLength(65_536)
  })
})
