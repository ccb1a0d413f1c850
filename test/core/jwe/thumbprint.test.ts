import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it } from 'vitest'
import { keyId, thumbprint } from '../../../lib/core/jwe/thumbprint.js'
import { keyPair, secretJWK } from '../../fixtures/keys.js'

describe('the thumbprint of a key', () => {
  it('is that of RFC 8037, appendix A.3', () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
    expect(thumbprint(jwk)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })

  it.each([
    ['oct', secretJWK(1)],
    ['P-256', keyPair(1).privateJWK],
    ['X25519', keyPair(1, 'X25519').privateJWK]
  ])('is that of jose for %s, whatever else the key says', async (_kind, jwk) => {
    const expected = await calculateJwkThumbprint(jwk)
    expect(thumbprint(jwk)).toBe(expected)
    expect(keyId({ ...jwk, kid: 'another', use: 'sig' })).toBe(expected.slice(0, 22))
  })
})
