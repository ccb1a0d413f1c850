import assert from 'node:assert/strict'
import {
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type JsonWebKey
} from 'node:crypto'
import { pointOf } from '../../../lib/core/format/point.js'
import { decryptJWE } from '../../../lib/core/jwe/compact.js'
import type { Key } from '../../../lib/core/jwe/key.js'
import { importPrivateKey } from '../../../lib/core/jwe/private-keys.js'
import { importSecretKey } from '../../../lib/core/jwe/secret-keys.js'
import { keyId } from '../../../lib/core/jwe/thumbprint.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { keySetText, secretJWK } from '../../fixtures/keys.js'
import { createTally, type Tally } from '../tally.js'
import { base64url, cookbook, type Recipe } from './files.js'
import { concatKdf } from './reference.js'

const anyKeys = parseSecretKeys(keySetText(secretJWK(1)))

/** Its content encryption is none of ours: the value as a whole must not even reach cryptography. */
const assertNoFormatOfOurs = ({ output }: Recipe): void =>
  assert.equal(
    codeThrownBy(() => decryptJWE(output.compact, anyKeys)),
    'ERR_FORMAT'
  )

/** Nor is its key, whatever it says it is for: too short. */
const assertNoKeyOfOurs = ({ input: { key } }: Recipe, alg: string): void =>
  assert.equal(
    codeThrownBy(() => importSecretKey({ ...key, alg, use: 'enc', kid: keyId(key) }, 'test')),
    'ERR_KEY_SET'
  )

const secretOf = ({ input, encrypting_content }: Recipe): Buffer => {
  const asKey = (jwk: unknown) => ({ key: jwk as JsonWebKey, format: 'jwk' }) as const
  const privateKey = createPrivateKey(asKey(input.key))
  const publicKey = createPublicKey(asKey(encrypting_content.protected.epk))
  return diffieHellman({ privateKey, publicKey })
}

/** Our key agreement comes to the recipe's secret; only the label of the derived key is another. */
const assertAgrees = (recipe: Recipe): void => {
  const jwk = { ...recipe.input.key, alg: 'ECDH-ES', use: 'enc', kid: 'test' }
  const key = importPrivateKey(jwk, 'test') as Key
  assert.deepEqual(
    key.open?.(Buffer.alloc(0), pointOf(recipe.encrypting_content.protected.epk)),
    concatKdf(secretOf(recipe), 'A256GCM', 256)
  )
}

const direct = (folder: string): Tally => {
  const { tally, notApplicable } = createTally('rfc7520 5.6', 'nothing')
  const recipe = cookbook(folder, 'jwe_5_6.direct_encryption_using_aes-gcm')
  assertNoFormatOfOurs(recipe)
  assertNoKeyOfOurs(recipe, 'dir')
  notApplicable('dir with A128GCM; ours is A256GCM, and refuses it and its key')
  return tally
}

const keyWrap = (folder: string): Tally => {
  const { tally, notApplicable } = createTally('rfc7520 5.8', 'nothing')
  const recipe = cookbook(folder, 'jwe_5_8.key_wrap_using_aes-keywrap_with_aes-gcm')
  assertNoFormatOfOurs(recipe)
  assertNoKeyOfOurs(recipe, 'A256KW')
  notApplicable('A128KW with A128GCM; ours is A256KW, and refuses it and its key')
  return tally
}

const agreementP256 = (folder: string): Tally => {
  const { tally, ours, environment, notApplicable } = createTally('rfc7520 5.5', 'importKey and unwrap')
  const recipe = cookbook(folder, 'jwe_5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2')
  environment('KDF', () =>
    assert.deepEqual(concatKdf(secretOf(recipe), 'A128CBC-HS256', 256), base64url(recipe.encrypting_key?.cek))
  )
  ours('key agreement', () => assertAgrees(recipe))
  assertNoFormatOfOurs(recipe)
  notApplicable('its content, A128CBC-HS256')
  return tally
}

const agreementX25519 = (folder: string): Tally => {
  const { tally, ours, environment, notApplicable } = createTally('rfc8037 ECDH-ES', 'importKey and unwrap')
  const recipe = cookbook(folder, 'curve25519_ecdh-es')
  environment('KDF and content', () => {
    const { protected_b64u, ciphertext, tag } = recipe.encrypting_content
    const cek = concatKdf(secretOf(recipe), 'A128GCM', 128)
    const decipher = createDecipheriv('aes-128-gcm', cek, base64url(recipe.generated.iv))
    decipher.setAAD(Buffer.from(protected_b64u)).setAuthTag(base64url(tag))
    const text = Buffer.concat([decipher.update(base64url(ciphertext)), decipher.final()]).toString()
    assert.equal(text, recipe.input.plaintext)
  })
  ours('key agreement', () => assertAgrees(recipe))
  assertNoFormatOfOurs(recipe)
  notApplicable('its content, A128GCM')
  return tally
}

export const cookbookCases = (folder: string): Tally[] =>
  [direct, keyWrap, agreementP256, agreementX25519].map(run => run(folder))
