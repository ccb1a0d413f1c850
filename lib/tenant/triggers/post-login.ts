import type { JsonObject } from '../../core/auth0/json.js'
import type { RunGiven } from '../../runtime/executions.js'
import type { Runtime } from '../../runtime/runtime.js'
import type { DeployedAction, FlowState, RunResult } from '../../runtime/types.js'
import type { Suspension } from '../sessions/transactions.js'
import type { LogFields } from '../store/log.js'
import { enabledRules } from '../store/rules.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { User } from '../users/users.js'
import { postLoginActions } from './challenge.js'
import { admit, type Completed, type Decision, refusalOf, suspensionOf } from './decision.js'
import { deniedForActions, deniedStandardClaims } from './denied.js'
import { createEvent, type EventInput } from './event.js'
import { organizationClaims } from './organization.js'
import { createRules, type ManagementAccess } from './rules.js'
import { type AppliedRun, applyRun } from './write-profile.js'

export type PostLoginInput = Omit<EventInput, 'connection' | 'organization'> & {
  /** Name of the connection, where neither session nor profile tell. */
  connectionName?: string | undefined
  /** Attributes on the deny list that this login brought. */
  denied?: JsonObject | undefined
  /** As it was asked for: by id or by name. */
  organization: unknown
  /** What this goes on from. */
  suspension?: Suspension | undefined
  /** The request it runs for. Nothing is read of it: a listener tells by it what belongs together. */
  cause: object
  /** For the Rules that run before the Actions. */
  management: ManagementAccess
}

/** What a run of post-login was given. */
export interface PostLoginGiven extends RunGiven {
  /** Those that were bound, and a detour where there is one. */
  actions: readonly DeployedAction[]
  /** Ids of the Rules that ran before them. */
  rules: readonly string[]
}

/** One call of post-login, as a listener hears of it: when it begins, and with `end` when it is over. */
export interface PostLoginRun {
  cause: object
  /** Its `denied` is what the Actions see. */
  input: Pick<EventInput, 'client' | 'connection' | 'user' | 'denied' | 'session' | 'transaction'>
  end?: {
    decision: Decision
    /** Absent where no Action was run. */
    result?: RunResult | undefined
    /** What the Actions were given, secrets too: never to be shown or logged. Absent where none was run. */
    given?: PostLoginGiven | undefined
  }
}

export interface PostLoginEnd {
  decision: Decision
  /** Absent where no Action was run. */
  run?: { state: FlowState; executionId: string } | undefined
}

export type PostLogin = (input: PostLoginInput) => Promise<PostLoginEnd>

export interface PostLoginOptions {
  store: TenantStore
  runtime: Runtime
  onRun: (run: PostLoginRun) => void
}

/** Post-login, from who may come in to what follows: Rules first, then Actions, then what they decided is written. */
export const createPostLogin = ({ store, runtime, onRun }: PostLoginOptions): PostLogin => {
  const { settings } = store
  const runRules = createRules({ store, runtime })

  const execute = async (
    input: EventInput,
    { resume, management }: { resume: FlowState | undefined; management: ManagementAccess }
  ): Promise<AppliedRun & { given?: PostLoginGiven }> => {
    const { user, client } = input
    const eventFor = (user: User) => createEvent(store, { ...input, user })
    const fields: LogFields = { client_id: client.client_id, client_name: client.name, user_id: user.user_id }
    const ruled = resume ? undefined : await runRules(eventFor(user), { fields, management })
    const begin = resume ?? ruled?.state
    const apply = (result: RunResult) =>
      applyRun(result, { store, userId: user.user_id, fields, rules: ruled?.rules })
    if (ruled && ruled.outcome.type !== 'completed')
      return apply({ outcome: ruled.outcome, actions: [], state: ruled.state })
    const actions = postLoginActions(store, input.transaction.params)
    // Rules have stored at once what they wrote.
    // As it is now: the session goes on with the login, and what a run was given stays what it was.
    const event = structuredClone(eventFor((ruled && store.users.get(user.user_id)) ?? user))
    const secrets = Object.fromEntries(actions.map(({ name, secrets }) => [name, secrets]))
    const rules = enabledRules(store.resources).map(({ id }) => id)
    const given: PostLoginGiven = { event, secrets, now: store.now().getTime(), actions, rules }
    const result = await runtime.run({
      trigger: 'post-login',
      actions,
      event,
      executedRules: rules,
      traced: true,
      ...(begin && { resume: begin })
    })
    return { ...apply(result), given }
  }

  const decide = async (
    input: EventInput,
    {
      organization: asked,
      suspension,
      denied,
      management
    }: Pick<PostLoginInput, 'organization' | 'suspension' | 'denied' | 'management'>
  ): Promise<{ decision: Decision; applied?: AppliedRun & { given?: PostLoginGiven } }> => {
    const admitted = admit(store, input.user, asked)
    if (admitted.type === 'refused') return { decision: admitted }
    const { organization } = admitted
    const completed = (state: FlowState): Completed => ({
      type: 'completed',
      state,
      organization,
      organizationClaims: organizationClaims(store, organization),
      ...(denied && { deniedClaims: deniedStandardClaims(denied, settings) })
    })
    if (suspension?.isLast) return { decision: completed(suspension.state) }
    const applied = await execute({ ...input, organization }, { resume: suspension?.state, management })
    const { result } = applied
    const { session, transaction } = input
    const waitsFor = suspensionOf(result, { settings, session, protocol: transaction.protocol, denied })
    const decision: Decision =
      refusalOf(result) ?? (waitsFor ? { type: 'suspended', suspension: waitsFor } : completed(result.state))
    return { decision, applied }
  }

  return async ({
    connectionName,
    denied: brought,
    organization,
    suspension,
    cause,
    management,
    ...about
  }) => {
    const { session, user } = about
    const name = connectionName ?? session?.connection ?? user.identities[0]?.connection
    const connection = store.connections.find(known => known.name === name)
    const denied = brought ?? suspension?.denied
    const input: EventInput = {
      ...about,
      connection,
      denied: denied && deniedForActions(denied, settings)
    }
    onRun({ cause, input })
    const { decision, applied } = await decide(input, { organization, suspension, denied, management })
    onRun({ cause, input, end: { decision, result: applied?.result, given: applied?.given } })
    return {
      decision,
      run: applied && { state: applied.result.state, executionId: applied.executionId }
    }
  }
}
