import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it } from 'vitest'
import { keyId } from '../../../lib/core/jwe/thumbprint.js'
import { keyPair, secretJWK } from '../../fixtures/keys.js'

describe('the id of a key', () => {
  it('is the first 22 characters of the thumbprint of RFC 8037, appendix A.3', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
    expect(keyId(jwk)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'.slice(0, 22))
  })

  it.each([
    ['oct', secretJWK(1)],
    ['P-256', keyPair(1).privateJWK],
    ['X25519', keyPair(1, 'X25519').privateJWK]
  ])('is that of jose for %s, whatever else the key says', async (_kind, jwk) => {
    const expected = await calculateJwkThumbprint(jwk)
    expect(keyId(jwk)).toBe(expected.slice(0, 22))
    expect(keyId({ ...jwk, kid: 'another', use: 'sig' })).toBe(keyId(jwk))
  })
})
