import { currentVersion, isTriggerBound, triggerIds } from '../../core/auth0/triggers.js'

export { currentVersion, isTriggerBound, triggerIds }

/** A trigger as the API lists it. */
export interface Trigger {
  id: string
  version: string
  status: 'CURRENT'
  runtimes: string[]
  default_runtime: string
  /** Bindings of an entity-bound trigger are Auth0's own: no list of theirs can be set. */
  binding_policy: 'trigger-bound' | 'entity-bound'
}

export const runtimes = ['node12', 'node16', 'node18', 'node18-actions', 'node22'] as const
export const defaultRuntime = 'node22'

export const triggers: readonly Trigger[] = triggerIds.map(id => ({
  id,
  version: currentVersion(id),
  status: 'CURRENT',
  runtimes: ['node18', 'node22'],
  default_runtime: defaultRuntime,
  binding_policy: isTriggerBound(id) ? 'trigger-bound' : 'entity-bound'
}))
