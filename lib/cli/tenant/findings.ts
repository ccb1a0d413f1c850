import { findingsOf } from '../../core/login/explain/findings.js'
import type { Policy } from '../../core/policy/types.js'
import type { Tenant, TenantOptions } from '../../tenant/start.js'
import { refusalBy } from './refusal.js'

type Run = Parameters<NonNullable<TenantOptions['onRun']>>[0]

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
