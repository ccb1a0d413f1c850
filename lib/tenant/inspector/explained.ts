import { storedInClear } from '../../core/login/explain/at-rest.js'
import { type Explanation, explainLogin } from '../../core/login/explain/explain.js'
import { type Finding, findingsOf as findingsOfLogin } from '../../core/login/explain/findings.js'
import { differenceSentence } from '../../core/login/explain/sentences.js'
import { wantedByPolicy } from '../../core/policy/deny-list.js'
import { pathsOf } from './lanes/stored-paths.js'
import type { InspectedLogin } from './login.js'

const known = new WeakMap<InspectedLogin, { legs: number; explanation: Explanation }>()

/** Why everything is where it is, by core's own decision on the events the Actions saw; undefined without a policy. */
export const explanationOf = (login: InspectedLogin): Explanation | undefined => {
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

/** What a page shows in red or amber. */
export interface ShownFinding extends Omit<Finding, 'kind'> {
  kind: Finding['kind'] | 'difference' | 'copy in clear'
  tone: 'bad' | 'warn'
}

const differencesOf = (login: InspectedLogin): ShownFinding[] =>
  (explanationOf(login)?.differences ?? []).map(difference => ({
    kind: 'difference',
    tone: 'bad',
    text: differenceSentence(difference),
    mend: 'npx a0seal build'
  }))

export const changeTheAction = 'change the Action that writes it, and npx a0seal build'

/** What identity providers sent and Actions of one's own have stored somewhere else. */
const copiesOf = ({ policy, sent, source, stored }: InspectedLogin): ShownFinding[] => {
  if (!sent || !source) return []
  const spelled = policy ? wantedByPolicy(policy).map(({ name }) => name) : source.denyList
  const known = policy && stored ? storedInClear(policy, stored).map(({ path }) => path) : []
  return spelled.flatMap(name =>
    pathsOf(Object.hasOwn(sent.profile, name) ? sent.profile[name] : undefined, stored)
      .filter(path => !known.includes(path))
      .map(path => ({
        kind: 'copy in clear',
        tone: 'bad',
        name,
        text: `${name} is stored in clear as ${path}`,
        mend: changeTheAction
      }))
  )
}

/** What there is to mend after a login, the worst first. */
export const findingsOf = (login: InspectedLogin): ShownFinding[] => {
  const { policy, stored: user, source: connection, runs } = login
  const actions = runs.flatMap(run => run.actions)
  const secrets = Object.assign({}, ...runs.map(({ given }) => given?.secrets))
  const found = findingsOfLogin({ policy, user, connection, actions, secrets })
  return [
    ...differencesOf(login),
    ...copiesOf(login),
    ...found.map(finding => ({ ...finding, tone: finding.kind === 'in clear' ? 'bad' : 'warn' }) as const)
  ]
}
