import assert from 'node:assert/strict'
import { pointOf } from '../../../lib/core/format/point.js'
import { decryptJWE } from '../../../lib/core/jwe/compact.js'
import { createKeySetParser } from '../../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../../lib/core/jwe/private-keys.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { handMadeJWE } from '../../fixtures/jwe.js'
import { createTally, type Tally } from '../tally.js'
import { hex, type TextMembers, wycheproof } from './files.js'
import { concatKdf } from './reference.js'

interface AgreementCase {
  public: TextMembers
  private: TextMembers
  shared: string
}

const typ = 'test+jwt'
const kid = 'test'
const plaintext = 'text under test'

/** A JWE with the case's public key as its ephemeral one, sealed with the secret that both should come to. */
const sealedFor = ({ public: { kty, crv, x, y }, shared }: AgreementCase): string =>
  handMadeJWE({
    header: JSON.stringify({ alg: 'ECDH-ES', enc: 'A256GCM', kid, typ, epk: { kty, crv, x, y } }),
    cek: concatKdf(hex(shared), 'A256GCM', 256),
    plaintext
  })

const open = (test: AgreementCase): string => {
  const parse = createKeySetParser(typ, importPrivateKey, pointOf)
  const keySet = parse(JSON.stringify({ ...test.private, kid, use: 'enc', alg: 'ECDH-ES' }))
  return decryptJWE(sealedFor(test), keySet).plaintext
}

const run = (folder: string, name: string): Tally => {
  const { tally, ours } = createTally(name, 'parser, header, unwrap, KDF and decryption of a JWE')
  for (const test of wycheproof<AgreementCase>(folder, name)) {
    // "Acceptable" are keys of the twist and other spellings of a point, which RFC 7748 accepts, and the secret zero of
    // points of low order, which it lets us refuse.
    const isRefused = test.result === 'invalid' || test.flags.includes('ZeroSharedSecret')
    ours(test.tcId, () => {
      if (isRefused)
        assert.match(
          codeThrownBy(() => open(test)),
          /^ERR_(FORMAT|DECRYPT)$/
        )
      else assert.equal(open(test), plaintext)
    })
  }
  return tally
}

export const p256 = (folder: string): Tally => run(folder, 'ecdh_secp256r1_webcrypto')
export const x25519 = (folder: string): Tally => run(folder, 'x25519_jwk')
