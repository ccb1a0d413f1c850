import type { CacheStore } from './api/cache.js'
import type { ActionContext, Effects } from './api/context.js'
import { createPostLoginApi } from './api/post-login.js'
import type { Deadline } from './deadline.js'
import { messageOf } from './errors.js'
import { eventFor } from './event.js'
import type { ActionInstance } from './load.js'
import { withLog } from './log.js'
import { foldWrites, type MetadataWrites, noWrites } from './metadata.js'
import { finish, type Progress } from './result.js'
import type { ActionReport, FlowState, Outcome, RunResult } from './types.js'

export interface LoadedAction {
  name: string
  secrets: Record<string, string>
  instance: ActionInstance
}

export interface RunInput {
  actions: readonly LoadedAction[]
  /** The event of a `RunRequest`, as JSON text. */
  event: string
  /** As `startState` gives it. */
  state: FlowState
}

export interface RunOptions {
  cache: CacheStore
  deadline: Deadline
  /** Milliseconds since 1970; default `Date.now`. */
  now?: () => number
}

const namesOf = ({ app_metadata, user_metadata }: MetadataWrites): string[] => [
  ...[...app_metadata.keys()].map(key => `app_metadata.${key}`),
  ...[...user_metadata.keys()].map(key => `user_metadata.${key}`)
]

/** Runs one handler. What it changed is copied when it ends: callbacks it leaves running change nothing any more. */
const runAction = async (
  { name, secrets, instance }: LoadedAction,
  event: string,
  { state, pending }: Progress,
  { cache, deadline, now = Date.now }: RunOptions
): Promise<{ report: ActionReport; effects: Effects; after: Progress }> => {
  const start = performance.now()
  const { handler } = state.position
  const log = { text: '' }
  const { transactionMetadata } = state
  const context: ActionContext = {
    action: name,
    handler,
    event: eventFor(event, { pending, transactionMetadata, secrets }),
    state: { ...state },
    effects: { writes: noWrites() },
    cache,
    now
  }
  let failure: { error: string } | undefined
  try {
    const api = createPostLoginApi(context)
    await deadline.race(withLog(log, async () => instance.handler(handler)(context.event, api)))
  } catch (thrown) {
    failure = { error: messageOf(thrown) }
  }
  const { writes } = context.effects
  const wrote = namesOf(writes)
  // Linking discards the user_metadata set by the Action that links: https://auth0.com/docs/customize/actions/limitations
  if (context.state.primaryUserId !== state.primaryUserId) writes.user_metadata.clear()
  return {
    report: {
      name,
      handler,
      durationMs: performance.now() - start,
      log: log.text.replace(/\n$/, ''),
      ...failure,
      wrote
    },
    effects: context.effects,
    after: { state: { ...context.state }, pending: foldWrites(pending, writes) }
  }
}

/** How the pipeline ends or halts after an Action, if it does. A deny beats a redirect, and that a challenge. */
const outcomeOf = ({ denied, redirect, challenge }: Effects): Outcome | undefined => {
  if (denied) return { type: 'denied', reason: denied.reason }
  if (redirect) return { type: 'redirect', url: redirect.url }
  return challenge && { type: 'challenge', ...challenge }
}

/** Runs the Actions of a trigger in this thread, from where `state` stands. What an Action throws is an outcome. */
export const run = async ({ actions, event, state }: RunInput, options: RunOptions): Promise<RunResult> => {
  const reports: ActionReport[] = []
  let progress: Progress = { state, pending: noWrites() }
  for (const action of actions.slice(state.position.index)) {
    const { report, effects, after } = await runAction(action, event, progress, options)
    reports.push(report)
    if (report.error !== undefined) {
      return { outcome: { type: 'failed', message: report.error }, actions: reports, state: progress.state }
    }
    const { index } = after.state.position
    const outcome = outcomeOf(effects)
    const isRedirect = outcome?.type === 'redirect'
    after.state.position = isRedirect
      ? { index, handler: 'onContinuePostLogin' }
      : { index: index + 1, handler: 'onExecutePostLogin' }
    progress = after
    if (outcome) return finish(outcome, reports, event, progress)
  }
  return finish({ type: 'completed' }, reports, event, progress)
}
