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
}

/** A command that a test can execute, each word quoted where a shell needs it. */
export const command = ({ options }: Pick<Wanted, 'options'>, ...words: string[]): string =>
  `a0seal ${words.map(shellWord).join(' ')}${options}`
