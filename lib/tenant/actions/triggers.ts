import { handlers, type TriggerId } from '../../runtime/code/handlers.js'

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

/** Versions that are not v1. @see https://auth0.com/docs/customize/actions/explore-triggers */
const versions: Partial<Record<TriggerId, string>> = {
  'post-login': 'v3',
  'pre-user-registration': 'v2',
  'post-user-registration': 'v2',
  'post-change-password': 'v2',
  'credentials-exchange': 'v2',
  'send-phone-message': 'v2'
}
const entityBound: readonly TriggerId[] = [
  'custom-token-exchange',
  'custom-email-provider',
  'custom-phone-provider',
  'event-stream'
]

export const triggerIds = Object.keys(handlers) as [TriggerId, ...TriggerId[]]

export const isTriggerBound = (id: TriggerId): boolean => !entityBound.includes(id)

export const currentVersion = (id: TriggerId): string => versions[id] ?? 'v1'

export const triggers: readonly Trigger[] = triggerIds.map(id => ({
  id,
  version: currentVersion(id),
  status: 'CURRENT',
  runtimes: ['node18', 'node22'],
  default_runtime: defaultRuntime,
  binding_policy: isTriggerBound(id) ? 'trigger-bound' : 'entity-bound'
}))
