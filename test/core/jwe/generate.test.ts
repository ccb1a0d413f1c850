import { describe, expect, it } from 'vitest'
import { pointOf } from '../../../lib/core/format/point.js'
import { decryptJWE, encryptJWE } from '../../../lib/core/jwe/compact.js'
import { generateIndexKey, generateKeyPair, generateSecretKey } from '../../../lib/core/jwe/generate.js'
import { createKeySetParser } from '../../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../../lib/core/jwe/private-keys.js'
import { importPublicKey } from '../../../lib/core/jwe/public-keys.js'
import { importSecretKey } from '../../../lib/core/jwe/secret-keys.js'
import { parseIndexKeys } from '../../../lib/core/seal/blind-index.js'

const parse = createKeySetParser('test+jwt', importSecretKey)
const parsePublic = createKeySetParser('test+jwt', importPublicKey)
const parsePrivate = createKeySetParser('test+jwt', importPrivateKey, pointOf)

describe('a generated key', () => {
  it.each(['A256GCM', 'A256KW'] as const)('is one that our key sets take: %s', alg => {
    const jwk = generateSecretKey(alg)
    expect(jwk).toMatchObject({ kty: 'oct', alg, use: 'enc' })
    const keySet = parse(JSON.stringify(jwk))
    expect(decryptJWE(encryptJWE('text', keySet), keySet).plaintext).toBe('text')
  })

  it.each(['P-256', 'X25519'] as const)(
    'is a pair of which the public half seals and the private one opens: %s',
    crv => {
      const { publicKey, privateKey } = generateKeyPair(crv)
      expect(publicKey).toMatchObject({ crv, alg: 'ECDH-ES', use: 'enc', kid: privateKey.kid })
      expect(publicKey).not.toHaveProperty('d')
      const jwe = encryptJWE('text', parsePublic(JSON.stringify(publicKey)))
      expect(decryptJWE(jwe, parsePrivate(JSON.stringify(privateKey))).plaintext).toBe('text')
    }
  )

  it('is one that blind indexes take', () => {
    const jwk = generateIndexKey()
    expect(jwk).toMatchObject({ kty: 'oct', alg: 'HS256', use: 'sig' })
    expect(parseIndexKeys(JSON.stringify({ keys: [jwk] })).map(({ kid }) => kid)).toEqual([jwk.kid])
  })

  it('is on P-256 where nobody says another curve', () => {
    expect(generateKeyPair().publicKey).toMatchObject({ kty: 'EC', crv: 'P-256' })
  })

  it('is another each time', () => {
    const make = () => [generateSecretKey(), generateIndexKey(), generateKeyPair().publicKey]
    const keys = Array.from({ length: 50 }, make).flat()
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(150)
  })

  it('has the size that fits a secret beside others', () => {
    expect(JSON.stringify(generateSecretKey()).length).toBeLessThanOrEqual(130)
    expect(JSON.stringify(generateKeyPair().publicKey).length).toBeLessThanOrEqual(200)
  })
})
