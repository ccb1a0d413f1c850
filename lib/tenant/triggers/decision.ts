import type { JsonObject } from '../../core/auth0/json.js'
import type { FlowState, RunResult } from '../../runtime/types.js'
import { isMember, type Organization } from '../seed/organizations.js'
import type { TenantSession } from '../sessions/sessions.js'
import type { Suspension } from '../sessions/transactions.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { User } from '../users/users.js'
import { deniedAfter } from './denied.js'
import type { Protocol } from './event.js'
import { requestedOrganization } from './organization.js'

/** Let through: what the tokens are made of. */
export interface Completed {
  type: 'completed'
  state: FlowState
  organization?: Organization | undefined
  /** For both tokens. */
  organizationClaims: JsonObject
  /** Standard claims of attributes on the deny list: stored nowhere, for the tokens of this login only. */
  deniedClaims?: JsonObject
}

export interface Refused {
  type: 'refused'
  /** In the words that reach the callback. */
  reason: string
  /** An OAuth error. Default `access_denied`. */
  code?: string
}

/** What post-login came to. */
export type Decision = Completed | Refused | { type: 'suspended'; suspension: Suspension }

/** Who is let in, and to which organization. */
export const admit = (
  store: Pick<TenantStore, 'organizations' | 'resources'>,
  { user_id, blocked }: User,
  asked: unknown
): { type: 'admitted'; organization?: Organization } | Refused => {
  const refuse = (reason: string): Refused => ({ type: 'refused', reason })
  if (blocked === true) return refuse('user is blocked')
  const requested = requestedOrganization(store, asked)
  if ('problem' in requested) return { ...refuse(requested.problem), code: 'invalid_request' }
  const { organization } = requested
  if (!organization) return { type: 'admitted' }
  return isMember(organization, user_id)
    ? { type: 'admitted', organization }
    : refuse(`user ${user_id} is not part of the ${organization.id} organization`)
}

/** Why a run let nobody through. */
export const refusalOf = ({ outcome }: RunResult): Refused | undefined => {
  if (outcome.type === 'denied') {
    const { reason, code } = outcome
    return { type: 'refused', reason, ...(code !== undefined && { code }) }
  }
  if (outcome.type === 'failed') return { type: 'refused', reason: outcome.message }
  return outcome.type === 'prompt'
    ? { type: 'refused', reason: 'The local tenant renders no forms (api.prompt.render).' }
    : undefined
}

interface SuspensionOptions {
  settings: TenantStore['settings']
  session: TenantSession | undefined
  protocol: Protocol
  /** Attributes on the deny list that this login brought. */
  denied: JsonObject | undefined
}

/** The MFA page comes after all Actions, unless this session has met a challenge before. A refresh has none. */
const needsFinalChallenge = (
  { multifactor }: FlowState,
  { settings, session, protocol }: SuspensionOptions
): boolean => {
  const isAsked = settings.mfa === 'policy' || (multifactor !== undefined && multifactor.provider !== 'none')
  return (
    isAsked &&
    protocol !== 'oauth2-refresh-token' &&
    session?.methods.some(({ name }) => name === 'mfa') !== true
  )
}

/** What a run waits for, between two Actions or after all of them. */
export const suspensionOf = (
  { outcome, state }: RunResult,
  options: SuspensionOptions
): Suspension | undefined => {
  const suspend = (suspension: Suspension): Suspension => {
    const left = options.denied && deniedAfter(suspension.kind, options.denied, options.settings)
    return { ...suspension, ...(left && { denied: left }) }
  }
  if (outcome.type === 'redirect') {
    return suspend({ kind: 'redirect', url: outcome.url, state, isLast: false })
  }
  if (outcome.type === 'challenge') return suspend({ kind: 'mfa', state, isLast: false })
  return needsFinalChallenge(state, options) ? suspend({ kind: 'mfa', state, isLast: true }) : undefined
}
