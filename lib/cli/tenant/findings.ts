import { findingsOf } from '../../core/login/explain/findings.js'
import type { Policy } from '../../core/policy/types.js'
import type { Tenant, TenantOptions } from '../../tenant/start.js'
import { refusalBy } from './refusal.js'

type Run = Parameters<NonNullable<TenantOptions['onRun']>>[0]
type Execution = Parameters<NonNullable<TenantOptions['onExecution']>>[0]

/**
 * What a run of post-login leaves to mend, a line each with the command that mends it: attributes at rest in clear, and codes of
 * its Actions. What is so from the start is said there.
 */
export const findingLines = (
  { input, end }: Run,
  { policy, user }: { policy: Policy | undefined; user: ReturnType<Tenant['user']> }
): string[] => {
  if (!end) return []
  const { name, strategy, options } = input.connection ?? {}
  const connection =
    name === undefined || strategy === undefined
      ? undefined
      : { name, strategy, denyList: options?.non_persistent_attrs ?? [] }
  const actions = end.result?.actions ?? []
  return findingsOf({ policy, user, connection, actions })
    .filter(({ kind }) => kind === 'in clear' || kind === 'code')
    .map(({ text, mend }) => `login to ${input.client.client_id}: ${text} (mend it: ${mend})`)
}

/** The line of a login that an Action refused, with where to look at it. */
export const refusalLines = ({ input, end }: Run, inspected: string): string[] => {
  const refusal = end?.result && refusalBy(end.result.outcome.type, end.result.actions)
  return refusal ? [`login to ${input.client.client_id}: ${refusal} (look at it: ${inspected})`] : []
}

/** What the triggers besides post-login decide. The rest decides nothing. */
const asked: Partial<Record<Execution['trigger'], string>> = {
  'pre-user-registration': 'sign-up',
  'credentials-exchange': 'token'
}

/** The same of a run of another trigger, which has no picture: codes of its Actions, and which of them refused or failed. */
export const executionLines = (
  { id, trigger, outcome, actions }: Execution,
  { issuer }: Pick<Tenant, 'issuer'>
): string[] => {
  const findings = findingsOf({ policy: undefined, actions })
  const refusal = refusalBy(outcome, actions, asked[trigger])
  return [
    ...findings.map(({ text, mend }) => `${trigger}: ${text} (mend it: ${mend})`),
    ...(refusal ? [`${trigger}: ${refusal} (look at it: GET ${issuer}api/v2/actions/executions/${id})`] : [])
  ]
}
