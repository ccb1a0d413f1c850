import type { LoginEnd } from '../../core/login/explain/end.js'
import { type Explanation, endedAs, explainLogin } from '../../core/login/explain/explain.js'
import type { InspectedLogin } from './login.js'

const known = new WeakMap<InspectedLogin, { legs: number; explanation: Explanation }>()

const decisionOf = (login: InspectedLogin): Explanation | undefined => {
  const { policy, runs } = login
  if (!policy) return undefined
  const legs = runs.length + login.legsLeftOut
  const before = known.get(login)
  if (before?.legs === legs) return before.explanation
  const explanation = explainLogin(
    policy,
    runs.flatMap(run => run.executions())
  )
  known.set(login, { legs, explanation })
  return explanation
}

/** What its runs came to. */
const endOfRuns = ({ runs }: InspectedLogin): LoginEnd =>
  runs.at(-1)?.end ?? { status: 'not done', hasIDToken: false }

/** What a login came to: it may be refused behind its last run, or wait there, and its tokens are seen once they are issued. */
export const endOfLogin = (login: InspectedLogin): LoginEnd => {
  const { status, hasRefreshToken, idToken } = login
  const isIssued = hasRefreshToken !== undefined
  return {
    status: status === 'done' || status === 'refused' ? status : 'not done',
    hasIDToken: isIssued ? idToken !== undefined : endOfRuns(login).hasIDToken
  }
}

const explainedAt = (login: InspectedLogin, end: LoginEnd): Explanation | undefined => {
  const explanation = decisionOf(login)
  return explanation && endedAs(explanation, end)
}

/** Why everything is where it is, by core's own decision on the events the Actions saw; undefined without a policy. */
export const explanationOf = (login: InspectedLogin): Explanation | undefined =>
  explainedAt(login, endOfLogin(login))

/** The same of what its runs came to: what `run.why` says of them, which knows nothing of a tenant. */
export const explanationOfRuns = (login: InspectedLogin): Explanation | undefined =>
  explainedAt(login, endOfRuns(login))
