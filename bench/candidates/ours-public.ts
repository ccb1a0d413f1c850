import { decryptJWE } from '../../lib/core/jwe/compact.js'
import { createKeySetParser } from '../../lib/core/jwe/key-set.js'
import { ecdhEsPrivate } from '../../lib/core/jwe/private-keys.js'
import { readClaims } from '../../lib/core/seal/claims.js'
import { parseRecipientKeys, typReleased } from '../../lib/core/seal/released.js'
import { seal } from '../../lib/core/seal/sealed-value.js'
import type { Open, Seal, Setup } from './candidate.js'

export const createSealWith =
  (secret: string, { place, iat }: Setup): Seal =>
  data =>
    seal({ data, iat }, place, parseRecipientKeys(secret))

export const createOpenWith = (secret: string, { place }: Setup): Open => {
  const keySet = createKeySetParser(typReleased, [ecdhEsPrivate])(secret)
  return sealed => readClaims(decryptJWE(sealed, keySet).plaintext, place).data
}
