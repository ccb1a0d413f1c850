import type { TriggerId } from '../../core/auth0/triggers.js'
import type { Kids } from '../../core/format/first-line.js'
import type { ActionSecrets } from '../../core/policy/secrets.js'

/** An Action as it shall run: all of it but the values of its secrets. */
export interface WantedAction {
  name: string
  trigger: TriggerId
  /** With its first line, the kids in it. */
  code: string
  runtime: string
  /** npm packages: name → version. */
  dependencies: Readonly<Record<string, string>>
  /** Modules of the tenant: name → version. */
  modules: Readonly<Record<string, number>>
  /** Name → what it holds. */
  secrets: ActionSecrets
  /** Of the secrets that hold keys. */
  kids: Kids
}

/** An Action in the policy's order of a trigger. `deployed`: it lives in the tenant, and is not built. */
export interface Place {
  kind: 'ours' | 'own' | 'deployed'
  name: string
}

/** The order of the policy, for each trigger that it is about. */
export type Order = Partial<Record<TriggerId, readonly Place[]>>

/** What a policy wants of a tenant. */
export interface Wanted {
  /** In the order in which they are deployed: sealing first. */
  actions: readonly WantedAction[]
  order: Order
}
