import type { KoaContextWithOIDC } from 'oidc-provider'
import type { FlowState, RunResult } from '../../runtime/types.js'
import type { Advance } from '../oidc/advance.js'
import type { Apis } from '../oidc/apis.js'
import { findOrganization, isMember, type Organization } from '../seed/organizations.js'
import { originOf } from '../sessions/origin.js'
import type { TenantSession } from '../sessions/sessions.js'
import type { Suspension } from '../sessions/transactions.js'
import type { TenantClient } from '../store/clients.js'
import type { LogFields } from '../store/log.js'
import type { TenantState } from '../store/tenant-store.js'
import type { User } from '../users/users.js'
import { actionsOf } from './challenge.js'
import { createEvent, type EventInput } from './event.js'
import { createRules, enabledRules } from './rules.js'
import { type AppliedRun, applyRun } from './write-profile.js'

export type RunInput = Omit<EventInput, 'client' | 'connection' | 'origin'> & {
  /** Name of the connection, where neither session nor profile tell. */
  connectionName?: string | undefined
}

/** The client of a request oidc-provider has authenticated or looked up. */
export const clientOf = (state: TenantState, ctx: KoaContextWithOIDC): TenantClient => {
  const client = state.clients.get(ctx.oidc.client?.clientId ?? '')
  if (!client) throw new TypeError('the client of a running login is gone')
  return client
}

/** The audience of an access token oidc-provider knows by this resource. */
export const audienceOf = (apis: Apis, resource: unknown): string | undefined => {
  const [first] = [resource].flat()
  return typeof first === 'string' ? apis.audienceOf(first) : undefined
}

/** Why a run let nobody through, in the words that reach the callback. */
export const refusalOf = ({ outcome }: RunResult): Extract<Advance, { type: 'denied' }> | undefined => {
  if (outcome.type === 'denied') {
    const { reason, code } = outcome
    return { type: 'denied', reason, ...(code !== undefined && { code }) }
  }
  if (outcome.type === 'failed') return { type: 'denied', reason: outcome.message }
  return outcome.type === 'prompt'
    ? { type: 'denied', reason: 'The local tenant renders no forms (api.prompt.render).' }
    : undefined
}

/** What a run waits for between two Actions. */
export const suspensionOf = ({ outcome, state }: RunResult): Suspension | undefined => {
  if (outcome.type === 'redirect') return { kind: 'redirect', url: outcome.url, state, isLast: false }
  return outcome.type === 'challenge' ? { kind: 'mfa', state, isLast: false } : undefined
}

/** The MFA page comes after all Actions, unless this session has met a challenge before. */
export const needsFinalChallenge = (
  { settings }: TenantState,
  flow: FlowState,
  session: TenantSession | undefined
): boolean => {
  const { multifactor } = flow
  const isAsked = settings.mfa === 'policy' || (multifactor !== undefined && multifactor.provider !== 'none')
  return isAsked && session?.methods.some(({ name }) => name === 'mfa') !== true
}

/** Who is let in, and to which organization; or why not, in the words that reach the callback. */
export const admit = (
  { organizations }: TenantState,
  { user_id, blocked }: User,
  asked: unknown
): { organization: Organization | undefined } | { refusal: string } => {
  if (blocked === true) return { refusal: 'user is blocked' }
  if (asked === undefined) return { organization: undefined }
  const organization = findOrganization(organizations, asked)
  if (!organization) return { refusal: 'parameter organization is invalid' }
  return isMember(organization, user_id)
    ? { organization }
    : { refusal: `user ${user_id} is not part of the ${organization.id} organization` }
}

/** Runs the Rules and then the post-login Actions, and writes what they decided about the profile. */
export const createPostLogin = (state: TenantState) => {
  const connectionOf = ({ identities }: User, name = identities[0]?.connection) =>
    state.connections.find(connection => connection.name === name)

  const runRules = createRules(state)

  return async (
    ctx: KoaContextWithOIDC,
    { connectionName, ...input }: RunInput,
    resume?: FlowState
  ): Promise<AppliedRun> => {
    const { user, session } = input
    const client = clientOf(state, ctx)
    const connection = connectionOf(user, connectionName ?? session?.connection)
    const eventFor = (user: User) =>
      createEvent(state, { ...input, user, client, connection, origin: originOf(ctx.req) })
    const fields: LogFields = { client_id: client.client_id, client_name: client.name, user_id: user.user_id }
    const ruled = resume ? undefined : await runRules(eventFor(user), fields)
    const begin = resume ?? ruled?.state
    const result: RunResult =
      ruled && ruled.outcome.type !== 'completed'
        ? { outcome: ruled.outcome, actions: [], state: ruled.state }
        : await state.runtime.run({
            trigger: 'post-login',
            actions: actionsOf(state),
            // Rules have stored at once what they wrote.
            event: eventFor((ruled && state.users.get(user.user_id)) ?? user),
            executedRules: enabledRules(state.resources).map(({ id }) => id),
            ...(begin && { resume: begin })
          })
    const applied = applyRun(result, { state, userId: user.user_id, fields, rules: ruled?.rules })
    state.recorder.ran(ctx, { client, input: { ...input, connection }, result: applied.result })
    return applied
  }
}
