import type { JsonObject } from '../core/auth0/json.js'
import { triggerTimeoutMs } from '../core/auth0/limits.js'
import type { Policy } from '../core/policy/types.js'
import type { CacheStore } from '../runtime/api/cache-store.js'
import { canSuspend } from '../runtime/api/login/redirect.js'
import { type HandlerName, handlers, resumeHandler, type TriggerId } from '../runtime/code/handlers.js'
import { startDeadline } from '../runtime/deadline.js'
import { run as runInThread } from '../runtime/run.js'
import { startState } from '../runtime/state.js'
import { createRuntime } from '../runtime/thread/pool.js'
import type { FlowState, RunResult } from '../runtime/types.js'
import { type ActionSource, assertSecrets, type LoadedAction, loadAction, type Secrets } from './action.js'
import { type BuiltFlow, readFlow } from './built-flow.js'
import { fixtures } from './events/fixtures.js'
import { type FlowAction, instantOf, type RunActionOptions, settingsOf } from './options.js'
import { type ReturnOptions, returnEvent } from './return.js'
import { describeRun, type History, type RunState } from './run.js'
import { createWhy, keepRun } from './why.js'

/** What came of a run, and the way on where it was suspended. */
export interface Run extends RunState {
  /**
   * Says why a claim of the policy is in a token, or is not: a line for each attribute and field under this name, such as
   * `gender: not in the ID token: the scope read:gender was not asked for; https://acme.example/gender is null`. Names, codes
   * and key ids, never a value. Of post-login.
   *
   * It is decided anew by the policy on the events that `seal-attributes`, `copy-user-metadata` and `release-attributes` saw. A
   * line more says so where the Action set something else: it was built of another policy.
   *
   * @param claim its whole name
   * @throws TypeError where no policy is known: run `{ config }`, or pass `{ policy }`
   */
  why(claim: string): string
  /**
   * Continues after a redirect, challenge or prompt. The run it returns tells of the login as a whole.
   *
   * @throws TypeError where nothing was suspended
   */
  continueWith(options?: ContinueOptions): Promise<Run>
}

export interface ContinueOptions extends ReturnOptions, Pick<RunActionOptions, 'now' | 'timeoutMs'> {}

type Bound = LoadedAction & { secrets: Secrets }

/** All that stays the same while a login goes on. */
interface Login {
  /** What it can be explained by. */
  policy: Policy | undefined
  actions: readonly Bound[]
  options: RunActionOptions
  cache: CacheStore
}

const isLoaded = (action: object): action is LoadedAction => 'instance' in action
const isFlowAction = (entry: unknown): entry is FlowAction =>
  typeof entry === 'object' && entry !== null && 'action' in entry

const bind = async (
  entry: FlowAction | FlowAction['action'],
  { secrets = {}, modules = {} }: RunActionOptions
): Promise<Bound> => {
  const { action, name, ...own } = isFlowAction(entry) ? entry : { action: entry, name: undefined }
  const of = { secrets, modules, ...own }
  assertSecrets(of.secrets)
  if (typeof action === 'object' && isLoaded(action)) {
    return { ...action, ...(name !== undefined && { name }), secrets: of.secrets }
  }
  const loaded = await loadAction(action, { ...(name !== undefined && { name }), modules: of.modules })
  return { ...loaded, secrets: of.secrets }
}

const inThread = async (
  { actions, options, cache }: Login,
  event: JsonObject,
  resume?: FlowState
): Promise<RunResult> => {
  const { trigger = 'post-login', timeoutMs = triggerTimeoutMs } = options
  const instant = instantOf(options.now)
  const deadline = startDeadline(timeoutMs)
  const loaded = actions.map(({ name, instance, secrets }) => ({ name, instance, secrets: { ...secrets } }))
  const state = startState({ trigger, event, ...(resume && { resume }) })
  const now = instant === undefined ? () => Date.now() : () => instant
  const result = await runInThread(
    { trigger, actions: loaded, event: JSON.stringify(event), state },
    { ...settingsOf(options), cache, deadline, now, traced: true }
  )
  deadline.clear()
  return result
}

const inWorker = async (
  { actions, options }: Login,
  event: JsonObject,
  resume?: FlowState
): Promise<RunResult> => {
  const { trigger = 'post-login', timeoutMs = triggerTimeoutMs } = options
  const now = instantOf(options.now)
  const deployed = actions.map(({ name, secrets, deployable }) => {
    if (!deployable) throw new TypeError('handlers that are functions already cannot run isolated')
    return { name, secrets: { ...secrets }, ...deployable }
  })
  const runtime = createRuntime({ timeoutMs })
  try {
    return await runtime.run({
      ...settingsOf(options),
      ...(now !== undefined && { now }),
      traced: true,
      trigger,
      actions: deployed,
      event,
      ...(resume && { resume })
    })
  } finally {
    await runtime.stop()
  }
}

/** Where no browser could be sent anywhere, Auth0 answers with an error instead. */
const withoutBrowser = (result: RunResult, event: JsonObject): RunResult => {
  const isSuspended = ['redirect', 'challenge', 'prompt'].includes(result.outcome.type)
  if (!isSuspended || canSuspend(event)) return result
  return { ...result, outcome: { type: 'failed', message: 'interaction_required' } }
}

const advance = async (
  login: Login,
  event: JsonObject,
  before: History,
  resume?: FlowState
): Promise<Run> => {
  const { trigger = 'post-login', isolate = false } = login.options
  const execute = isolate ? inWorker : inThread
  const result = withoutBrowser(await execute(login, event, resume), event)
  const now = instantOf(login.options.now) ?? Date.now()
  const history: History = {
    reports: [...before.reports, ...result.actions],
    writes: result.profileUpdate ? [...before.writes, result.profileUpdate] : before.writes,
    runs: [...before.runs, keepRun(result, { actions: login.actions, event, now })]
  }
  const continueState = `continue-${history.reports.length}`
  const run = describeRun(result, { trigger, event, history, cache: login.cache, continueState })
  return {
    ...run,
    why: createWhy(login.policy, history.runs),
    async continueWith({ now = login.options.now, timeoutMs = login.options.timeoutMs, ...options } = {}) {
      if (!run.redirect && !run.challenge && !run.prompt) throw new TypeError('nothing was suspended')
      const changed: RunActionOptions = {
        ...login.options,
        ...(now !== undefined && { now }),
        ...(timeoutMs !== undefined && { timeoutMs })
      }
      const next = returnEvent(event, run, { ...options, now: instantOf(now) ?? Date.now() })
      return advance({ ...login, options: changed }, next, history, result.state)
    }
  }
}

/** The state before the first Action, as if it had been suspended there. @throws TypeError for another trigger's handler */
const startAt = (handler: HandlerName, trigger: TriggerId, event: JsonObject): FlowState => {
  if (handler !== handlers[trigger].execute && handler !== resumeHandler(trigger)) {
    throw new TypeError(`${handler} is no handler of ${trigger}`)
  }
  return { ...startState({ trigger, event }), position: { index: 0, handler } }
}

/**
 * Runs Actions one after the other as Auth0 runs those bound to a trigger: pending writes are seen by later Actions only, and
 * become one profile update at the end. `{ folder }` or `{ config }` in the place of a list: all Actions that the policy binds to
 * the trigger, in its order, each with those of the secrets and modules that it lists; `insert` adds others at their places, such
 * as one that lives in the tenant.
 *
 * @throws TypeError for options that make no sense; what an Action throws is in the run it returns
 */
export const runFlow = async (
  actions: readonly (ActionSource | LoadedAction | FlowAction)[] | BuiltFlow,
  options: RunActionOptions = {}
): Promise<Run> => {
  const { trigger = 'post-login', cache = new Map() } = options
  const { actions: listed, policy = options.policy } =
    'length' in actions ? { actions } : await readFlow(actions, options)
  const bound = await Promise.all(listed.map(action => bind(action, options)))
  const event: JsonObject = JSON.parse(JSON.stringify(options.event ?? fixtures[trigger]()))
  const begin = options.handler && startAt(options.handler, trigger, event)
  const before: History = { reports: [], writes: [], runs: [] }
  return advance({ policy, actions: bound, options, cache }, event, before, begin)
}

/** Runs one Action. A file is loaded anew each time; pass what `loadAction` returns to keep its instance. */
export const runAction = (
  action: ActionSource | LoadedAction,
  options: RunActionOptions = {}
): Promise<Run> => runFlow([action], options)
