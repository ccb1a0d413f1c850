// Prints, as JSON, values that the core sealed, with what a stranger needs to open them.

import { issuerOf } from '../../lib/core/format/claims.js'
import { typAtRest, typReleased } from '../../lib/core/format/header.js'
import { createKeySetParser } from '../../lib/core/jwe/key-set.js'
import { seal } from '../../lib/core/seal/sealed-value.js'
import { nowSeconds } from '../fixtures/clock.js'
import { tenantId, userId } from '../fixtures/event.js'
import { importAnyKey, keyPair, secretJWK, type TestJWK } from '../fixtures/keys.js'

/** What the other implementation has to find. */
export interface Value {
  mode: 'dir' | 'A256KW' | 'ECDH-ES P-256' | 'ECDH-ES X25519'
  jwe: string
  /** The key that opens it. */
  jwk: TestJWK
  header: Record<string, string>
  claims: Record<string, unknown>
}

const data = { gender: 'female', ethnicity: ['zulu', 'écossais'], nested: { n: 1.5, none: null, yes: true } }
const binding = { iss: issuerOf(tenantId), sub: userId, aud: 'demographics' }

const sealedBy = (mode: Value['mode'], typ: string, sealing: TestJWK, jwk: TestJWK): Value => {
  const keySet = createKeySetParser(typ, importAnyKey)(JSON.stringify(sealing))
  const { alg = '', kid = '' } = jwk
  return {
    mode,
    jwe: seal({ data, iat: nowSeconds }, binding, keySet),
    jwk,
    header: { alg, enc: 'A256GCM', kid, typ },
    claims: { ...binding, iat: nowSeconds, data }
  }
}

const p256 = keyPair(1)
const x25519 = keyPair(1, 'X25519')

const values: Value[] = [
  sealedBy('dir', typAtRest, secretJWK(1), secretJWK(1)),
  sealedBy('A256KW', typAtRest, secretJWK(1, 'A256KW'), secretJWK(1, 'A256KW')),
  sealedBy('ECDH-ES P-256', typReleased, p256.publicJWK, p256.privateJWK),
  sealedBy('ECDH-ES X25519', typReleased, x25519.publicJWK, x25519.privateJWK)
]

console.log(JSON.stringify(values))
