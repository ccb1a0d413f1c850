// Its synchronous functions: they are its fast ones on Node.
import { decryptStringSync, encryptStringSync, parseKeySync } from '@47ng/cloak'
import type { Candidate, Setup } from './candidate.js'

/** cloak's own key format: base64url with padding, 44 characters. */
const keyOf = ({ raw }: Setup) => parseKeySync(`k1.aesgcm256.${raw}=`)

export const createSeal: Candidate['createSeal'] = setup => {
  const key = keyOf(setup)
  return data => encryptStringSync(JSON.stringify(data), key)
}

export const createOpen: Candidate['createOpen'] = setup => {
  const key = keyOf(setup)
  return sealed => JSON.parse(decryptStringSync(sealed, key))
}
