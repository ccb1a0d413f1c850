import { createHmac, createPrivateKey, hkdfSync, type JsonWebKey } from 'node:crypto'
import { codeOf } from '../../lib/core/errors.js'
import { type Binding, issuerOf, type SealedClaims } from '../../lib/core/format/claims.js'
import { pointOf } from '../../lib/core/format/point.js'
import type { WriteOnlyValue } from '../../lib/core/format/write-only.js'
import { encryptJWE } from '../../lib/core/jwe/compact.js'
import { createKeySetParser } from '../../lib/core/jwe/key-set.js'
import { parseMacKey } from '../../lib/core/seal/mac.js'
import { parseRecipientKeys } from '../../lib/core/seal/released.js'
import { parseSecretKeys, seal } from '../../lib/core/seal/sealed-value.js'
import { parsePublicKeys, sealWriteOnlyValue } from '../../lib/core/seal/write-only.js'
import { nowSeconds } from '../fixtures/clock.js'
import { importAnyKey, keyPair, secretJWK, type TestJWK } from '../fixtures/keys.js'

export const tenant = 'acme-test'
export const subject = 'oidc|test-user-1'
export const recipient = 'hr-web'
export const slot = 'payroll'
export const data = { iban: 'canary-iban' }

/** Verified claims of the token that a value came in. */
export const token = { sub: subject, iat: nowSeconds }

interface Changes extends Partial<SealedClaims> {
  tenant?: string
  subject?: string
  audience?: string
  jwk?: TestJWK
}

const claimsOf = ({ data: own = data, iat = nowSeconds, src }: Changes): SealedClaims => ({
  data: own,
  iat,
  src
})
const bindingOf = (changes: Changes, audience: string): Binding => ({
  iss: issuerOf(changes.tenant ?? tenant),
  sub: changes.subject ?? subject,
  aud: changes.audience ?? audience
})

/** As `release-attributes` seals to an application. */
export const releasedValue = (changes: Changes = {}): string => {
  const { jwk = keyPair(1).publicJWK } = changes
  return seal(claimsOf(changes), bindingOf(changes, recipient), parseRecipientKeys(JSON.stringify(jwk)))
}

/** As `seal-attributes` stores in a readable slot. */
export const readableValue = (changes: Changes = {}): string => {
  const { jwk = secretJWK(1) } = changes
  return seal(claimsOf(changes), bindingOf(changes, slot), parseSecretKeys(JSON.stringify(jwk)))
}

const tenantMacKey = Buffer.from('a0seal TEST KEY mac.............').toString('base64url')

/** What a backend is given of the tenant's MAC key. */
export const macKey = Buffer.from(
  hkdfSync('sha256', Buffer.from(tenantMacKey, 'base64url'), '', 'a0seal-mac-v1', 32)
).toString('base64url')

/** As `seal-attributes` stores in a write-only slot. */
export const writeOnlyValue = (changes: Changes = {}): WriteOnlyValue => {
  const { jwk = keyPair(1).publicJWK } = changes
  return sealWriteOnlyValue(claimsOf(changes), bindingOf(changes, slot), {
    keySet: parsePublicKeys(JSON.stringify(jwk)),
    macKeys: parseMacKey(tenantMacKey),
    fingerprint: undefined
  })
}

/** The MAC of a write-only value, made by the words of the format and not by our code. */
export const macOf = (items: readonly string[], key = macKey): string => {
  const hmac = createHmac('sha256', Buffer.from(key, 'base64url'))
  for (const item of items) {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(Buffer.byteLength(item))
    hmac.update(length).update(item)
  }
  return hmac.digest('base64url')
}

/** PKCS #8. */
export const pemOf = (jwk: object): string => {
  const key = createPrivateKey({ key: jwk as JsonWebKey, format: 'jwk' })
  return key.export({ format: 'pem', type: 'pkcs8' }) as string
}

/** A value of any text, as whoever has the key can make it. */
export const sealedText = (text: string, typ: 'a0seal+jwt' | 'a0seal-release+jwt', jwk: TestJWK): string =>
  encryptJWE(text, createKeySetParser(typ, importAnyKey, pointOf)(JSON.stringify(jwk)))

/** The code of what a promise is rejected with; a text that is no code where it is not. */
export const codeRejectedBy = (promise: Promise<unknown>): Promise<string> =>
  promise.then(() => 'nothing was thrown', codeOf)
