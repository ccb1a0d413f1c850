import type { CacheStore } from './api/cache-store.js'
import type { ActionContext, Effects } from './api/context.js'
import { createApi } from './api/triggers.js'
import { type Clock, withClock } from './clock.js'
import { handlers, resumeHandler, type TriggerId } from './code/handlers.js'
import type { ActionInstance } from './code/load.js'
import type { Deadline } from './deadline.js'
import { messageOf } from './errors.js'
import { eventFor } from './event.js'
import { withLog } from './log.js'
import { foldWrites, type MetadataWrites, noWrites } from './metadata.js'
import { limitsOf } from './profile.js'
import { finish } from './result.js'
import type { ActionReport, FlowState, Outcome, Progress, RunResult, RunSettings } from './types.js'

export interface LoadedAction {
  name: string
  secrets: Record<string, string>
  instance: ActionInstance
}

export interface RunInput {
  /** Default `post-login`. */
  trigger?: TriggerId
  actions: readonly LoadedAction[]
  /** The event of a `RunRequest`, as JSON text. */
  event: string
  /** As `startState` gives it. */
  state: FlowState
}

export interface RunOptions extends Omit<RunSettings, 'now'> {
  cache: CacheStore
  deadline: Deadline
  /** Default `Date.now`. */
  now?: Clock
}

const namesOf = ({ app_metadata, user_metadata }: MetadataWrites): string[] => [
  ...[...app_metadata.keys()].map(key => `app_metadata.${key}`),
  ...[...user_metadata.keys()].map(key => `user_metadata.${key}`)
]

/** Runs one handler. What it changed is copied when it ends: callbacks it leaves running change nothing any more. */
const runAction = async (
  { name, secrets, instance }: LoadedAction,
  { trigger, event }: { trigger: TriggerId; event: string },
  { state, pending }: Progress,
  { cache, deadline, now = Date.now, profile = 'documented', directory = {}, executedRules = [] }: RunOptions
): Promise<{ report: ActionReport; effects: Effects; after: Progress }> => {
  const start = performance.now()
  const { handler } = state.position
  const limits = limitsOf[profile]
  const log = { text: '', maxChars: limits.logChars }
  const context: ActionContext = {
    action: name,
    handler,
    event: eventFor(event, { trigger, pending, state, secrets }),
    state: { ...state },
    effects: { writes: noWrites() },
    cache,
    now,
    limits,
    directory,
    executedRules
  }
  let failure: { error: string } | undefined
  try {
    const api = createApi(trigger, context)
    const call = async () => instance.handler(handler)(context.event, api)
    await deadline.race(withClock(now, () => withLog(log, call)))
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

/** How the pipeline ends or halts after an Action, if it does. A deny beats a redirect or prompt, and these a challenge. */
const outcomeOf = ({ denied, redirect, prompt, challenge }: Effects): Outcome | undefined => {
  if (denied) return { type: 'denied', ...denied }
  if (redirect) return { type: 'redirect', url: redirect.url }
  if (prompt) return { type: 'prompt', ...prompt }
  return challenge && { type: 'challenge', ...challenge }
}

/** Runs the Actions of a trigger in this thread, from where `state` stands. What an Action throws is an outcome. */
export const run = async (
  { trigger = 'post-login', actions, event, state }: RunInput,
  options: RunOptions
): Promise<RunResult> => {
  const reports: ActionReport[] = []
  const trace: Progress[] = []
  const traced = (result: RunResult): RunResult => (options.traced ? { ...result, trace } : result)
  let progress: Progress = { state, pending: noWrites() }
  for (const action of actions.slice(state.position.index)) {
    const { report, effects, after } = await runAction(action, { trigger, event }, progress, options)
    reports.push(report)
    trace.push(progress)
    if (report.error !== undefined) {
      const outcome: Outcome = { type: 'failed', message: report.error }
      return traced({ outcome, actions: reports, state: progress.state })
    }
    const { index } = after.state.position
    const outcome = outcomeOf(effects)
    const returns = outcome?.type === 'redirect' || outcome?.type === 'prompt'
    after.state.position = returns
      ? { index, handler: resumeHandler(trigger) }
      : { index: index + 1, handler: handlers[trigger].execute }
    progress = after
    if (outcome) return traced(finish(outcome, reports, { trigger, event }, progress))
  }
  return traced(finish({ type: 'completed' }, reports, { trigger, event }, progress))
}
