import assert from 'node:assert/strict'
import { typAtRest } from '../../../lib/core/format/header.js'
import { decryptJWE } from '../../../lib/core/jwe/compact.js'
import { keyId } from '../../../lib/core/jwe/thumbprint.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { handMadeJWE } from '../../fixtures/jwe.js'
import { createTally, type Tally } from '../tally.js'
import { hex, wycheproof } from './files.js'

interface WrapCase {
  keySize: number
  key: string
  msg: string
  ct: string
}

const plaintext = 'text under test'
const alg = 'A256KW'

/** A JWE whose content key is the case's message, and its encrypted key the case's ciphertext. */
const open = ({ key, msg, ct }: WrapCase): string => {
  const jwk = { kty: 'oct', k: hex(key).toString('base64url') }
  const kid = keyId(jwk)
  const cek = hex(msg)
  const jwe = handMadeJWE({
    header: JSON.stringify({ alg, enc: 'A256GCM', kid, typ: typAtRest }),
    cek: cek.length === 32 ? cek : Buffer.alloc(32),
    encryptedKey: hex(ct).toString('base64url'),
    plaintext
  })
  return decryptJWE(jwe, parseSecretKeys(JSON.stringify({ ...jwk, kid, alg, use: 'enc' }))).plaintext
}

export const aesWrap = (folder: string): Tally => {
  const { tally, ours, notApplicable } = createTally('aes_wrap', 'parser, unwrap and decryption of a JWE')
  for (const test of wycheproof<WrapCase>(folder, 'aes_wrap')) {
    const isContentKey = hex(test.msg).length === 32
    if (test.keySize !== 256) {
      assert.equal(
        codeThrownBy(() => open(test)),
        'ERR_KEY_SET'
      )
      notApplicable('keys of 128 or 192 bits')
    } else if (test.result !== 'invalid' && !isContentKey) {
      assert.equal(
        codeThrownBy(() => open(test)),
        'ERR_DECRYPT'
      )
      notApplicable('wraps what is no content key of 256 bits')
    } else {
      ours(test.tcId, () => {
        if (test.result === 'valid') assert.equal(open(test), plaintext)
        else
          assert.equal(
            codeThrownBy(() => open(test)),
            'ERR_DECRYPT'
          )
      })
    }
  }
  return tally
}
