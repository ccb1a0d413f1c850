import { findingsOf as findingsOfRun } from '../../core/login/explain/findings.js'
import { findingsOf } from '../../tenant/inspector/findings.js'
import type { InspectedLogin } from '../../tenant/inspector/login.js'
import type { Tenant, TenantOptions } from '../../tenant/start.js'
import { refusalBy } from './refusal.js'

type Run = Parameters<NonNullable<TenantOptions['onRun']>>[0]
type Execution = Parameters<NonNullable<TenantOptions['onExecution']>>[0]

/** What is so from the start is said there. */
const saidAtStart: readonly string[] = ['not denied', 'unset secret']

/**
 * Tells what a login leaves to mend, as the inspector does: a line each with the command that mends it. A login of several legs is
 * told of at the end of each, and of nothing twice.
 */
export const createFindingLines = (): ((run: Pick<Run, 'end'>, login: InspectedLogin) => string[]) => {
  const told = new WeakMap<InspectedLogin, Set<string>>()
  return ({ end }, login) => {
    if (!end) return []
    const said = told.get(login) ?? new Set()
    told.set(login, said)
    const lines = findingsOf(login)
      .filter(({ kind }) => !saidAtStart.includes(kind))
      .map(({ text, mend }) => `login to ${login.client.id}: ${text} (mend it: ${mend})`)
      .filter(line => !said.has(line))
    for (const line of lines) said.add(line)
    return lines
  }
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
  const findings = findingsOfRun({ policy: undefined, actions })
  const refusal = refusalBy(outcome, actions, asked[trigger])
  return [
    ...findings.map(({ text, mend }) => `${trigger}: ${text} (mend it: ${mend})`),
    ...(refusal ? [`${trigger}: ${refusal} (look at it: GET ${issuer}api/v2/actions/executions/${id})`] : [])
  ]
}
