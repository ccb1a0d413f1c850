import { randomBytes } from 'node:crypto'
import { generateIndexKey, generateKeyPair, generateSecretKey, type JWK } from '../core/jwe/generate.js'
import type { ActionSecrets } from '../core/policy/secrets.js'

/** Keys for development, for the secrets the Actions of a build need. */
export interface DevelopmentKeys {
  /** Secret name → the text of the secret. */
  secrets: Record<string, string>
  /** Secret name → the private key of the recipient whose public key the secret holds. */
  privateKeys: Record<string, JWK>
}

export const noKeys: DevelopmentKeys = { secrets: {}, privateKeys: {} }

const keySet = (...keys: object[]): string => JSON.stringify({ keys })

/** The text of the secret for somebody whose private key this is. */
export const publicSecret = ({ d: _private, ...publicKey }: JWK): string => keySet(publicKey)

/**
 * Keys that the Actions of a build need and that are not known yet, besides those that are.
 *
 * @param recipients more names for a key pair: of applications whose public key is in no secret
 */
export const createDevelopmentKeys = (
  { actions }: { actions: readonly { secrets: ActionSecrets }[] },
  known: DevelopmentKeys = noKeys,
  recipients: readonly string[] = []
): DevelopmentKeys => {
  const keys = structuredClone(known)
  const addPair = (name: string) => {
    const { privateKey } = generateKeyPair()
    keys.secrets[name] = publicSecret(privateKey)
    keys.privateKeys[name] = privateKey
  }
  for (const [name, content] of actions.flatMap(({ secrets }) => Object.entries(secrets))) {
    // What an Action of one's own makes of its secrets is not known here.
    if (content === 'own' || Object.hasOwn(keys.secrets, name)) continue
    if (content === 'secret keys') keys.secrets[name] = keySet(generateSecretKey())
    else if (content === 'index keys') keys.secrets[name] = keySet(generateIndexKey())
    else if (content === 'MAC key') keys.secrets[name] = randomBytes(32).toString('base64url')
    else addPair(name)
  }
  for (const name of recipients) if (!Object.hasOwn(keys.privateKeys, name)) addPair(name)
  return keys
}
