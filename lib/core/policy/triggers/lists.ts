import type { TriggerId } from '../../auth0/triggers.js'

/** The Actions that are built of a policy, by the trigger they are for. */
export interface OurActions {
  'post-login': 'seal-attributes' | 'copy-user-metadata' | 'release-attributes'
  'pre-user-registration': 'guard-signup'
}

export type OurAction = OurActions[keyof OurActions]

/** An Action of one's own, built beside ours. */
export interface OwnActionInput {
  /** TypeScript or JavaScript, relative to the policy's file. */
  file: string
  /** Letters, digits, `_` and `-`. Default: the file's name. */
  name?: string
  /** Names of its secrets: `event.secrets.<name>`. At most 30. */
  secrets?: readonly string[]
  /** Packages that Auth0 installs, each in one version. At most 10; any other is bundled. */
  dependencies?: Readonly<Record<string, string>>
  /** Modules of the tenant (`actions:<name>`), each in one version. At most 3. */
  modules?: Readonly<Record<string, number>>
}

/** An Action that lives in the tenant, by its name there. It is not built, and skipped locally. */
export interface DeployedActionInput {
  deployed: string
}

type Listed<T> = (T extends keyof OurActions ? OurActions[T] : never) | OwnActionInput | DeployedActionInput

/** All Actions of a trigger, in their order. */
export type TriggersInput = { readonly [T in TriggerId]?: readonly Listed<T>[] }

export interface OwnAction {
  kind: 'own'
  name: string
  file: string
  secrets: string[]
  dependencies: Record<string, string>
  modules: Record<string, number>
}

/** An Action in the list of a trigger: one of ours, one of one's own, or one that is in the tenant already. */
export type ListedAction = { kind: 'ours'; name: OurAction } | OwnAction | { kind: 'deployed'; name: string }

export type TriggerLists = { [T in TriggerId]?: ListedAction[] }
