import type { TriggerId } from '../../core/auth0/triggers.js'
import { shellWord } from '../../core/login/explain/shell-word.js'
import type { ActionSecrets } from '../../core/policy/secrets.js'
import type { Policy } from '../../core/policy/types.js'
import type { Order } from '../deploy/wanted.js'

/** An Action as it was built. */
export interface BuiltAction {
  name: string
  trigger: TriggerId
  runtime: string
  /** Hex, of what follows the first line. */
  sha256: string
  dependencies: Readonly<Record<string, string>>
  modules: Readonly<Record<string, number>>
  /** Name → what it holds. */
  secrets: ActionSecrets
}

/** Keys that are at hand here for a secret: never the keys themselves. */
export interface GivenKeys {
  kids: readonly string[]
  /** Why they cannot be used, in words. */
  problems: readonly string[]
}

/** What a tenant is compared with. */
export interface Wanted {
  policy: Policy
  env: string
  /** Hash of the policy. */
  policyHash: string
  actions: readonly BuiltAction[]
  /** Of the policy, for each trigger that it is about. */
  order: Order
  /** By the name of the secret, as far as they were given. */
  keys: Readonly<Record<string, GivenKeys>>
  /** As it was given: host, or `host:port`. */
  domain: string
  /** What commands of ours need to read the same policy: ` --env prod`. */
  options: string
  /** Secrets of the policy's Actions for which there is neither a file nor a variable here. */
  unset: readonly string[]
}

/** A command that a test can execute, each word quoted where a shell needs it. */
const command = ({ options }: Pick<Wanted, 'options'>, ...words: string[]): string =>
  `npx a0seal ${words.map(shellWord).join(' ')}${options}`

const keysOf = (secrets: readonly string[]): string =>
  secrets.map(name => ` --keys ${shellWord(`${name}=FILE`)}`).join('')

/** A deploy has to be told of each secret. */
export const deployCommand = (wanted: Pick<Wanted, 'options' | 'unset'>): string =>
  command(wanted, 'deploy') + keysOf(wanted.unset)

/** It opens, or verifies, a value of each slot first. */
export const denyListCommand = (
  wanted: Pick<Wanted, 'options' | 'unset' | 'policy'>,
  connection: string
): string => {
  const opening = Object.values(wanted.policy.slots).map(({ mode, keys }) =>
    mode === 'write-only' ? 'A0SEAL_MAC_KEY' : keys
  )
  return (
    command(wanted, 'deny-list', 'apply', '--connection', connection) +
    keysOf(wanted.unset.filter(secret => opening.includes(secret)))
  )
}
