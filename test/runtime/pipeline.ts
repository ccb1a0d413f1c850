import type { JsonObject } from '../../lib/core/auth0/json.js'
import { handlers, type TriggerId } from '../../lib/runtime/code/handlers.js'
import { createInstance } from '../../lib/runtime/code/load.js'
import { startDeadline } from '../../lib/runtime/deadline.js'
import { type RunOptions, run } from '../../lib/runtime/run.js'
import { startState } from '../../lib/runtime/state.js'
import type { DeployedAction, FlowState, RunResult } from '../../lib/runtime/types.js'

/** 2026-01-01T00:00:00Z, the clock of these tests. */
export const nowMs = 1767225600000

export const event = {
  client: { client_id: 'hr-web', name: 'HR', metadata: {} },
  request: { ip: '127.0.0.1', hostname: 'tenant.test', method: 'GET', query: {}, body: {} },
  tenant: { id: 'tenant' },
  transaction: { protocol: 'oidc-basic-profile', requested_scopes: ['openid'], metadata: {} },
  user: { user_id: 'oidc|1', email: 'ann@acme.test', app_metadata: {}, user_metadata: {} }
} satisfies JsonObject

/** The event with this profile. */
export const eventOf = (user: JsonObject): JsonObject => ({ ...event, user: { ...event.user, ...user } })

/** An Action whose `onExecutePostLogin` has this body, and `onContinuePostLogin` that one. */
export const action = (body: string, resumed = '', name = 'action'): DeployedAction => ({
  name,
  code: `exports.onExecutePostLogin = async (event, api) => { ${body} }
exports.onContinuePostLogin = async (event, api) => { ${resumed} }`,
  secrets: {}
})

type Options = Partial<Omit<RunOptions, 'deadline'>> & {
  trigger?: TriggerId
  event?: JsonObject
  resume?: FlowState
  timeoutMs?: number
}

/** Runs Actions in this thread, each on a new instance. */
export const runHere = async (actions: DeployedAction[], options: Options = {}): Promise<RunResult> => {
  const { cache = new Map(), now = () => nowMs, timeoutMs = 10_000, resume, trigger = 'post-login' } = options
  const { profile, directory, executedRules } = options
  const request = { trigger, event: options.event ?? event, ...(resume && { resume }) }
  const deadline = startDeadline(timeoutMs)
  const loaded = actions.map(({ name, code, secrets, modules = [] }) => ({
    name,
    secrets,
    instance: createInstance({ name, code, modules })
  }))
  const input = {
    trigger,
    actions: loaded,
    event: JSON.stringify(request.event),
    state: startState(request)
  }
  const settings = {
    ...(profile && { profile }),
    ...(directory && { directory }),
    ...(executedRules && { executedRules })
  }
  const result = await run(input, { cache, now, deadline, ...settings })
  deadline.clear()
  return result
}

/** Runs Actions with these bodies. */
export const runBodies = (bodies: string[], options: Options = {}): Promise<RunResult> =>
  runHere(
    bodies.map((body, index) => action(body, '', `action-${index + 1}`)),
    options
  )

/** What the last Action printed with `console.log(JSON.stringify(…))`, for at most 256 characters. */
export const printed = ({ actions }: RunResult): unknown => JSON.parse(actions.at(-1)?.log ?? 'null')

/** Runs Actions of any trigger with these bodies. */
export const runTrigger = (trigger: TriggerId, bodies: string[], options: Options = {}): Promise<RunResult> =>
  runHere(
    bodies.map((body, index) => ({
      name: `action-${index + 1}`,
      code: `exports.${handlers[trigger].execute} = async (event, api) => { ${body} }`,
      secrets: {}
    })),
    { ...options, trigger }
  )

/** The message of the failure of one post-login Action, or how else it ended. */
export const failureOf = async (body: string, options: Options = {}): Promise<string> => {
  const { outcome } = await runBodies([body], options)
  return outcome.type === 'failed' ? outcome.message : outcome.type
}
