import { randomBytes } from 'node:crypto'
import { isPlainObject } from '../../../core/auth0/json.js'
import { codeOf } from '../../../core/errors.js'
import { generateIndexKey, generateKeyPair, generateSecretKey } from '../../../core/jwe/generate.js'
import { isUnset } from '../../../core/jwe/key-set.js'
import { kidOf } from '../../../core/login/explain/sealing.js'
import { type SecretContent, secretsOf } from '../../../core/policy/secrets.js'
import type { Policy } from '../../../core/policy/types.js'
import { parseIndexKeys } from '../../../core/seal/blind-index.js'
import { parseMacKey } from '../../../core/seal/mac.js'
import { parseRecipientKeys } from '../../../core/seal/released.js'
import { parseSecretKeys } from '../../../core/seal/sealed-value.js'
import { parsePublicKeys } from '../../../core/seal/write-only.js'
import type { RunGiven } from '../../../runtime/executions.js'

/** Keys made for this tenant, by the name of their secret: a text, or the private key of a recipient. */
export type DevelopmentKeys = Readonly<Record<string, unknown>>

type KeyContent = Exclude<SecretContent, 'own'>

const parsers: Readonly<Record<KeyContent, (secret: unknown) => unknown>> = {
  'secret keys': parseSecretKeys,
  'public keys': parsePublicKeys,
  'public key': parseRecipientKeys,
  'MAC key': parseMacKey,
  'index keys': parseIndexKeys
}

const outcomeOf = (content: KeyContent, secret: unknown): string => {
  try {
    parsers[content](secret)
    return 'usable'
  } catch (error) {
    return codeOf(error)
  }
}

/** Secrets of every kind, right and wrong, that are nobody's: made anew at each call. */
const madeUp = (): string[] => {
  const { publicKey, privateKey } = generateKeyPair()
  const keySets = [generateSecretKey(), publicKey, privateKey, generateIndexKey()].map(key =>
    JSON.stringify({ keys: [key] })
  )
  return ['', '{"keys":[]}', ...keySets, randomBytes(32).toString('base64url')]
}

/** What a profile had at the start of a login in a place of the policy's container. */
const storedValues = ({ event }: RunGiven, { container }: Policy): unknown[] => {
  const { app_metadata: stored } = event.user as { app_metadata?: unknown }
  return isPlainObject(stored)
    ? Object.entries(stored).flatMap(([name, value]) => (name.startsWith(`${container}_`) ? [value] : []))
    : []
}

/** Whether a login goes another way with another key: where a key opens, or checks, what was stored before. */
const isNeeded = (content: KeyContent, text: string, stored: readonly unknown[]): boolean => {
  switch (content) {
    case 'public key':
    case 'public keys':
      return false
    case 'MAC key':
      return stored.some(isPlainObject)
    case 'index keys':
      return stored.some(value => typeof value === 'string' && kidOf(value) === undefined)
    case 'secret keys': {
      const { byKid } = parseSecretKeys(text)
      return stored.some(value => byKid.has(kidOf(value)))
    }
  }
}

/** A key that was made for development, and no other, may stand in a file. */
const isDevelopmentKey = (text: string, key: unknown): boolean => {
  if (typeof key === 'string') return key === text
  return isPlainObject(key) && typeof key.kid === 'string' && text.includes(key.kid) && !text.includes('"d"')
}

/** Another secret with which a login comes to the same, or undefined where there is none. */
const standInFor = (text: string, content: SecretContent, stored: readonly unknown[]): string | undefined => {
  if (content === 'own') return isUnset(text) ? '' : undefined
  const outcome = outcomeOf(content, text)
  if (outcome === 'usable' && isNeeded(content, text, stored)) return undefined
  return madeUp().find(made => outcomeOf(content, made) === outcome)
}

const fromEnvironment = (name: string): string => `process.env[${JSON.stringify(name)}] ?? ''`

/**
 * The secrets of a login as source, without one that is somebody's: a development key as it is, for any other a made-up one that
 * is as right or as wrong, and where the very key is needed, the environment.
 */
export const secretsSource = (given: RunGiven, policy: Policy, keys: DevelopmentKeys): string => {
  const contents = Object.assign({}, ...Object.values(secretsOf(policy))) as Record<string, SecretContent>
  const taken = Object.entries(given.secrets).filter(([action]) => Object.hasOwn(secretsOf(policy), action))
  const texts = Object.assign({}, ...taken.map(([, secrets]) => secrets)) as Record<string, string>
  const stored = storedValues(given, policy)
  const lines = Object.entries(texts).map(([name, text]) => {
    const development = Object.hasOwn(keys, name) ? keys[name] : undefined
    const content = Object.hasOwn(contents, name) ? (contents[name] as SecretContent) : 'own'
    const written = isDevelopmentKey(text, development) ? text : standInFor(text, content, stored)
    return `  ${JSON.stringify(name)}: ${written === undefined ? fromEnvironment(name) : JSON.stringify(written)}`
  })
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n}`
}

/** The secrets of an Action that is not of the policy: whose they are is not known. */
export const secretsFromEnvironment = (secrets: Readonly<Record<string, string>> = {}): string =>
  `{ ${Object.keys(secrets)
    .map(name => `${JSON.stringify(name)}: ${fromEnvironment(name)}`)
    .join(', ')} }`
