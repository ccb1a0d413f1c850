import { describe, expect, it } from 'vitest'
import { pointOf } from '../../../lib/core/format/point.js'
import { decryptJWE } from '../../../lib/core/jwe/compact.js'
import { decodeHeader, encodeHeader } from '../../../lib/core/jwe/header.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { handMadeJWE, secretBytes } from '../../fixtures/jwe.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'

const jwk = secretJWK(1)
const kid = jwk.kid as string
const cek = secretBytes(jwk)
const keySet = parseSecretKeys(keySetText(jwk))
const right = { alg: 'dir', enc: 'A256GCM', kid, typ: 'a0seal+jwt' } as const
const { kty, crv, x, y } = keyPair(1).publicJWK

/** What opening gives for a value that is right in all but its header. */
const codeFor = (header: string | Buffer) =>
  codeThrownBy(() => decryptJWE(handMadeJWE({ header, cek }), keySet))
const codeForMembers = (members: object) => codeFor(JSON.stringify(members))

describe('the protected header', () => {
  it('is written with its members in a fixed order, without white space', () => {
    const encoded = encodeHeader({ typ: 'a0seal+jwt', kid, alg: 'dir' })
    expect(Buffer.from(encoded, 'base64url').toString()).toBe(
      `{"alg":"dir","enc":"A256GCM","kid":"${kid}","typ":"a0seal+jwt"}`
    )
  })

  it('is read where it is exactly ours', () => {
    expect(codeForMembers(right)).toBe('nothing was thrown')
    const { enc: _, ...header } = right
    expect(decodeHeader(encodeHeader(header), right.typ, pointOf)).toEqual(header)
  })

  it.each([
    ['zip', { ...right, zip: 'DEF' }],
    ['crit', { ...right, crit: ['exp'] }],
    ['exp', { ...right, exp: 1 }],
    ['an empty epk', { ...right, epk: null }],
    ['cty before the others', { cty: 'JWT', ...right }]
  ])('refuses another member: %s', (_name, members) => {
    expect(codeForMembers(members)).toBe('ERR_FORMAT')
  })

  it('refuses an epk where the algorithm has none', () => {
    expect(codeForMembers({ ...right, epk: { kty, crv, x, y } })).toBe('ERR_FORMAT')
  })

  it.each(['alg', 'enc', 'typ'])('refuses a header without %s', name => {
    expect(codeForMembers({ ...right, [name]: undefined })).toBe('ERR_FORMAT')
  })

  it.each(['enc', 'typ', 'alg'])('refuses an unknown member in the place of %s', name => {
    expect(codeForMembers({ ...right, [name]: undefined, x5t: 'x' })).toBe('ERR_FORMAT')
  })

  it('refuses a member that is there twice', () => {
    const text = JSON.stringify(right)
    expect(codeFor(text.replace('{', '{"alg":"dir",'))).toBe('ERR_FORMAT')
    expect(codeFor(text.replace('{', '{"alg":"none",'))).toBe('ERR_FORMAT')
  })

  it.each([
    ['between members', JSON.stringify(right).replaceAll(',', ', ')],
    ['in front', ` ${JSON.stringify(right)}`],
    ['behind', `${JSON.stringify(right)}\n`]
  ])('refuses white space %s', (_where, header) => {
    expect(codeFor(header)).toBe('ERR_FORMAT')
  })

  it('refuses a member name or value that is escaped', () => {
    expect(codeFor(JSON.stringify(right).replace('"dir"', '"\\u0064ir"'))).toBe('ERR_FORMAT')
  })

  it('refuses its members in another order', () => {
    const { alg, enc, typ } = right
    expect(codeForMembers({ enc, alg, kid, typ })).toBe('ERR_FORMAT')
    expect(codeForMembers({ alg, enc, typ, kid })).toBe('ERR_FORMAT')
  })

  it.each(['A128GCM', 'A256CBC-HS512', 'a256gcm', null])('refuses the content encryption %s', enc => {
    expect(codeForMembers({ ...right, enc })).toBe('ERR_FORMAT')
  })

  it.each(['JWT', 'a0seal-release+jwt', 'application/a0seal+jwt', 'A0SEAL+JWT', null])(
    'refuses the type %s',
    typ => {
      expect(codeForMembers({ ...right, typ })).toBe('ERR_FORMAT')
    }
  )

  it.each(['A256KW', 'ECDH-ES', 'none', 'DIR', null])('refuses the algorithm %s under a dir key', alg => {
    expect(codeForMembers({ ...right, alg })).toBe('ERR_FORMAT')
  })

  it.each(['[]', 'null', '5', '"dir"', '', '{', '{"alg":"dir"'])('refuses %s, which is no object', header => {
    expect(codeFor(header)).toBe('ERR_FORMAT')
  })

  it('refuses bytes that are not UTF-8', () => {
    const bytes = Buffer.from(JSON.stringify({ ...right, typ: 'a0seal+jwt~' }))
    bytes[bytes.indexOf('~')] = 0xff
    expect(codeFor(bytes)).toBe('ERR_FORMAT')
  })

  it.each(['toString', '__proto__'])('knows no key for the kid %o', otherKid => {
    expect(codeForMembers({ ...right, kid: otherKid })).toBe('ERR_UNKNOWN_KEY')
  })

  it.each([undefined, null, 5, [kid], { length: 3e8 }])('refuses the kid %o, which is no text', otherKid => {
    expect(codeForMembers({ ...right, kid: otherKid })).toBe('ERR_FORMAT')
  })
})
