import { randomBytes } from 'node:crypto'
import type { Manifest } from '../../builder/manifest.js'
import { generateIndexKey, generateKeyPair, generateSecretKey, type JWK } from '../../core/jwe/generate.js'

/** Keys for the life of one process, for the secrets the Actions of a build need. */
export interface DevelopmentKeys {
  /** Secret name → key set as JSON. */
  secrets: Record<string, string>
  /** Secret name → the private key of the recipient whose public key the secret holds. */
  privateKeys: Record<string, JWK>
}

/** @param known what there is already: it stays */
export const createDevelopmentKeys = (
  manifest: Manifest,
  known: DevelopmentKeys = { secrets: {}, privateKeys: {} }
): DevelopmentKeys => {
  const keys = structuredClone(known)
  const needed = Object.assign({}, ...manifest.actions.map(({ secrets }) => secrets)) as Record<
    string,
    string
  >
  for (const [name, content] of Object.entries(needed)) {
    // What an Action of one's own makes of its secrets is not known here.
    if (content === 'own' || Object.hasOwn(keys.secrets, name)) continue
    if (content === 'secret keys') {
      keys.secrets[name] = JSON.stringify({ keys: [generateSecretKey()] })
    } else if (content === 'index keys') {
      keys.secrets[name] = JSON.stringify({ keys: [generateIndexKey()] })
    } else if (content === 'MAC key') {
      keys.secrets[name] = randomBytes(32).toString('base64url')
    } else {
      const { publicKey, privateKey } = generateKeyPair()
      keys.secrets[name] = JSON.stringify({ keys: [publicKey] })
      keys.privateKeys[name] = privateKey
    }
  }
  return keys
}
