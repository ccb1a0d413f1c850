import { createHmac, hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyId } from '../../../lib/core/jwe/thumbprint.js'
import { blindIndex, parseIndexKeys, searchQuery } from '../../../lib/core/seal/blind-index.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { indexJWK, keySetText, secretJWK } from '../../fixtures/keys.js'

const [key, other] = parseIndexKeys(keySetText(indexJWK(1), indexJWK(2))) as [
  ReturnType<typeof parseIndexKeys>[number],
  ReturnType<typeof parseIndexKeys>[number]
]
const of = { tenant: 'acme', slot: 'payroll', attribute: 'iban' }
const codeFor = (...keys: unknown[]) => codeThrownBy(() => parseIndexKeys(JSON.stringify({ keys })))

describe('the keys of blind indexes', () => {
  it('are HS256 keys under their thumbprints, the first one first', () => {
    expect([key.kid, other.kid]).toEqual([indexJWK(1).kid, indexJWK(2).kid])
    expect(key.bytes).toEqual(Buffer.from(indexJWK(1).k as string, 'base64url'))
  })

  it.each([undefined, '', '##A0SEAL_INDEX_KEYS##'])('are unset where the secret is %j', secret => {
    expect(codeThrownBy(() => parseIndexKeys(secret))).toBe('ERR_NO_KEYS')
  })

  it.each(['text', 'null', '{}', '[]', '{"keys":{}}', '{"keys":[null]}'])('are not %s', text => {
    expect(codeThrownBy(() => parseIndexKeys(text))).toBe('ERR_KEY_SET')
  })

  it('are at least one, and all of them right', () => {
    expect(codeFor()).toBe('ERR_KEY_SET')
    expect(codeFor(indexJWK(1), { ...indexJWK(2), kid: 'mine' })).toBe('ERR_KEY_SET')
    expect(codeFor(indexJWK(1), { ...indexJWK(2), use: undefined })).toBe('ERR_KEY_SET')
    expect(codeFor(secretJWK(1), indexJWK(1))).toBe('ERR_KEY_SET')
  })

  it('may stand beside keys that say they are for something else', () => {
    const keys = parseIndexKeys(keySetText(indexJWK(1), secretJWK(1), { kty: 'RSA' }, indexJWK(2)))
    expect(keys.map(({ kid }) => kid)).toEqual([indexJWK(1).kid, indexJWK(2).kid])
  })

  it.each([{ kty: 'EC' }, { alg: 'dir' }, { use: 'enc' }, { kid: 'mine' }])(
    'are not keys with %j',
    change => {
      const jwk = { ...indexJWK(1), ...change }
      expect(codeFor('kid' in change ? jwk : { ...jwk, kid: keyId(jwk) })).toBe('ERR_KEY_SET')
    }
  )

  it('have 256 bits', () => {
    const jwk = { ...indexJWK(1), k: Buffer.alloc(31).toString('base64url') }
    expect(codeFor({ ...jwk, kid: keyId(jwk) })).toBe('ERR_KEY_SET')
  })
})

describe('a blind index', () => {
  it('is 16 hex digits of HMAC-SHA256 under a key of tenant, slot, attribute and kid', () => {
    const items = ['a0seal-bi-v1', 'urn:auth0:acme', 'payroll', 'iban', key.kid]
    const label = items.map(item => Buffer.concat([Buffer.of(0, 0, 0, item.length), Buffer.from(item)]))
    const derived = Buffer.from(hkdfSync('sha256', key.bytes, '', Buffer.concat(label), 32))
    const expected = createHmac('sha256', derived).update('de00').digest('hex').slice(0, 16)
    expect(blindIndex('DE00', of, key)).toBe(expected)
  })

  it.each(['DE00', ' de00 ', 'ＤＥ００', 'De00\n'])('is the same for %j', value => {
    expect(blindIndex(value, of, key)).toBe(blindIndex('de00', of, key))
  })

  it('is another for another value, tenant, slot, attribute or key', () => {
    const indexes = [
      blindIndex('DE00', of, key),
      blindIndex('DE01', of, key),
      blindIndex('DE00', { ...of, tenant: 'x' }, key),
      blindIndex('DE00', { ...of, slot: 'x' }, key),
      blindIndex('DE00', { ...of, attribute: 'x' }, key),
      blindIndex('DE00', of, other)
    ]
    expect(new Set(indexes).size).toBe(indexes.length)
  })

  it('is of the canonical JSON where the value is no text', () => {
    expect(blindIndex({ a: 1, b: 2 }, of, key)).toBe(blindIndex({ b: 2, a: 1 }, of, key))
    expect(blindIndex(5, of, key)).toMatch(/^[0-9a-f]{16}$/)
  })

  it('is searched for under all keys', () => {
    expect(searchQuery('DE00', 'sealed_index_iban', of, [key, other])).toBe(
      `app_metadata.sealed_index_iban:("${blindIndex('DE00', of, key)}" OR "${blindIndex('DE00', of, other)}")`
    )
  })
})
