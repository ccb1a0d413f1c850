import { readClaims } from '../../lib/core/format/claims.js'
import { typReleased } from '../../lib/core/format/header.js'
import { pointOf } from '../../lib/core/format/point.js'
import { decryptJWE } from '../../lib/core/jwe/compact.js'
import { createKeySetParser } from '../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../lib/core/jwe/private-keys.js'
import type { Open, Setup } from './candidate.js'

export const createOpenWith = (secret: string, { place }: Setup): Open => {
  const keySet = createKeySetParser(typReleased, importPrivateKey, pointOf)(secret)
  return sealed => readClaims(decryptJWE(sealed, keySet).plaintext, place).data
}
