import { actionsInOrder } from '../../../core/policy/triggers/order.js'
import type { Policy } from '../../../core/policy/types.js'
import { explanationOf } from '../explained.js'
import type { InspectedLogin, InspectedRun } from '../login.js'

/** The Actions of a policy that run at a login here, in their order. */
const builtOf = (policy: Policy): string[] =>
  actionsInOrder(policy)
    .filter(({ trigger, kind }) => trigger === 'post-login' && kind !== 'deployed')
    .map(({ name }) => name)

/** What was bound besides, each at its place. */
export const othersOf = (policy: Policy, { bound }: Pick<InspectedRun, 'bound'>) => {
  const built = builtOf(policy)
  return bound.map((action, at) => ({ ...action, at })).filter(({ name }) => !built.includes(name))
}

/** The kit gives a secret to all Actions of a flow that take one of its name. */
const ambiguousSecret = ({ given }: InspectedRun): string | undefined => {
  const entries = Object.values(given?.secrets ?? {}).flatMap(secrets => Object.entries(secrets))
  const known = new Map<string, string>()
  return entries.find(([name, text]) => (known.get(name) ?? known.set(name, text).get(name)) !== text)?.[0]
}

/** Why a login cannot be run again by the kit; undefined where it can. */
export const obstacleOf = (login: InspectedLogin): string | undefined => {
  const { policy, runs, legsLeftOut } = login
  const [first] = runs
  if (!policy) return 'no policy is known: start the tenant with --config'
  if (!first?.given) return 'no Action ran'
  if (legsLeftOut > 0) return 'it came back more often than is kept'
  if (first.rules.length > 0)
    return `the Rules ${first.rules.join(', ')} ran before its Actions, and the kit's runFlow runs none`
  const built = builtOf(policy)
  const names = first.bound.map(({ name }) => name).filter(name => built.includes(name))
  if (names.join() !== built.join())
    return `the policy binds ${built.join(', ')}, and the tenant ${names.join(', ') || 'none of them'}`
  if ((explanationOf(login)?.differences ?? []).length > 0)
    return 'its Actions were built of another policy: npx a0seal build'
  const modular = othersOf(policy, first).find(({ hasModules }) => hasModules)
  if (modular) return `${modular.name} uses modules of the tenant (actions:…), which are not in the project`
  const secret = ambiguousSecret(first)
  return secret && `its Actions have different secrets of the name ${secret}`
}
