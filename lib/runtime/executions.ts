import type { JsonObject } from '../core/auth0/json.js'
import type { PostLoginEvent } from '../core/auth0/post-login.js'
import type { LoginEnd } from '../core/login/explain/end.js'
import type { Execution, OurExecution } from '../core/login/explain/execution.js'
import { eventFor } from './event.js'
import { grantedScopes } from './granted-scopes.js'
import type { RunResult } from './types.js'

/** What a run was given, besides what its trace has. */
export interface RunGiven {
  /** Without secrets. */
  event: JsonObject
  /** Those of each Action, by its name. */
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Milliseconds since 1970. */
  now: number
}

const ours: readonly string[] = [
  'seal-attributes',
  'copy-user-metadata',
  'release-attributes'
] satisfies OurExecution['action'][]

/** An Action of post-login that is built of a policy. */
export const isOurs = (name: string): name is OurExecution['action'] => ours.includes(name)

/** The Actions in a traced run of post-login; of ours, the event that each saw too. */
export const executionsOf = (
  { actions, trace = [], state, outcome, profileUpdate }: RunResult,
  { event, secrets, now }: RunGiven
): Execution[] => {
  const isUndone = outcome.type === 'failed' && !profileUpdate
  return trace.map((before, index): Execution | OurExecution => {
    const action = actions[index]?.name ?? ''
    const after = trace[index + 1]?.state ?? state
    const claims = { before: before.state.claims, after: after.claims }
    if (!isOurs(action)) return { action, ...claims }
    const added = { trigger: 'post-login', ...before, secrets: { ...secrets[action] } } as const
    const seen = eventFor(JSON.stringify(event), added) as unknown as PostLoginEvent
    return { action, ...claims, event: seen, now, isUndone }
  })
}

/** What a login came to with this run of post-login. Where it is not known what was asked for, an ID token was. */
export const endOf = ({ outcome, state }: RunResult, event: JsonObject): LoginEnd => {
  const { requested_scopes: requested } = (event.transaction ?? {}) as { requested_scopes?: string[] }
  const hasIDToken = !requested || grantedScopes(state, requested).includes('openid')
  if (outcome.type === 'completed') return { status: 'done', hasIDToken }
  const isRefused = outcome.type === 'denied' || outcome.type === 'failed'
  return { status: isRefused ? 'refused' : 'not done', hasIDToken }
}
