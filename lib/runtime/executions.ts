import type { JsonObject } from '../core/auth0/json.js'
import type { PostLoginEvent } from '../core/auth0/post-login.js'
import type { Execution } from '../core/login/explain/execution.js'
import { eventFor } from './event.js'
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
] satisfies Execution['action'][]

/** An Action of post-login that is built of a policy. */
export const isOurs = (name: string): name is Execution['action'] => ours.includes(name)

/** The Actions of ours in a traced run of post-login, each with the event that it saw. */
export const executionsOf = (
  { actions, trace = [], state }: RunResult,
  { event, secrets, now }: RunGiven
): Execution[] =>
  trace.flatMap((before, index) => {
    const name = actions[index]?.name ?? ''
    if (!isOurs(name)) return []
    const added = { trigger: 'post-login', ...before, secrets: { ...secrets[name] } } as const
    const seen = eventFor(JSON.stringify(event), added) as unknown as PostLoginEvent
    const after = trace[index + 1]?.state ?? state
    return [{ action: name, event: seen, now, before: before.state.claims, after: after.claims }]
  })
