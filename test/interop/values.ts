// Prints, as JSON, values that the core sealed, with what a stranger needs to open them.

import { issuerOf } from '../../lib/core/format/claims.js'
import { typAtRest, typReleased } from '../../lib/core/format/header.js'
import { pointOf } from '../../lib/core/format/point.js'
import { generateKeyPair, generateSecretKey, type JWK } from '../../lib/core/jwe/generate.js'
import { createKeySetParser } from '../../lib/core/jwe/key-set.js'
import { seal } from '../../lib/core/seal/sealed-value.js'
import { nowSeconds } from '../fixtures/clock.js'
import { tenantId, userId } from '../fixtures/event.js'
import { importAnyKey } from '../fixtures/keys.js'

/** What the other implementation has to find. */
export interface Value {
  mode: 'dir' | 'A256KW' | 'ECDH-ES P-256' | 'ECDH-ES X25519'
  jwe: string
  /** The key that opens it. */
  jwk: JWK
  header: Record<string, string>
  claims: Record<string, unknown>
}

const data = { gender: 'female', ethnicity: ['zulu', 'écossais'], nested: { n: 1.5, none: null, yes: true } }
const binding = { iss: issuerOf(tenantId), sub: userId, aud: 'demographics' }

const sealedBy = (mode: Value['mode'], typ: string, sealing: JWK, jwk: JWK): Value => {
  const keySet = createKeySetParser(typ, importAnyKey, pointOf)(JSON.stringify(sealing))
  const { kid } = jwk
  const alg = mode.split(' ', 1).join()
  return {
    mode,
    jwe: seal({ data, iat: nowSeconds }, binding, keySet),
    jwk,
    header: { alg, enc: 'A256GCM', kid, typ },
    claims: { ...binding, iat: nowSeconds, data }
  }
}

// As the command line makes them.
const [direct, wrapping] = [generateSecretKey(), generateSecretKey('A256KW')]
const [p256, x25519] = [generateKeyPair('P-256'), generateKeyPair('X25519')]

const values: Value[] = [
  sealedBy('dir', typAtRest, direct, direct),
  sealedBy('A256KW', typAtRest, wrapping, wrapping),
  sealedBy('ECDH-ES P-256', typReleased, p256.publicKey, p256.privateKey),
  sealedBy('ECDH-ES X25519', typReleased, x25519.publicKey, x25519.privateKey)
]

console.log(JSON.stringify(values))
