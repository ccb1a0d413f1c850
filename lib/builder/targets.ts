import { handlers, type TriggerId } from '../core/auth0/triggers.js'
import { actionPolicies } from '../core/policy/action-policy.js'
import type { OurAction } from '../core/policy/triggers/lists.js'
import { actionsInOrder, ourActions } from '../core/policy/triggers/order.js'
import type { Policy } from '../core/policy/types.js'
import { hasHandlers, isRule, ours } from './checks.js'
import { stepsOf } from './steps.js'
import type { ActionTarget, GivenModule, Target } from './target.js'

/** `a0seal:<action>`: what the Action reads of the policy, and the steps that this policy needs. */
const modulesOf = (action: OurAction, policy: Policy): Record<string, GivenModule> => {
  const steps = stepsOf(action, policy)
  const contents = [
    "import policy from 'a0seal:policy'",
    ...steps.map(
      ({ kind, name, file }) => `import { ${name} as ${kind} } from './lib/core/login/${file}.js'`
    ),
    'export { policy }',
    `export const steps = { ${steps.map(({ kind }) => kind).join(', ')} }`
  ].join('\n')
  return {
    [`a0seal:${action}`]: { contents, loader: 'js' },
    'a0seal:policy': { contents: JSON.stringify(actionPolicies(policy)[action]), loader: 'json' }
  }
}

const targetOf = (
  name: OurAction,
  { policy, trigger }: { policy: Policy; trigger: TriggerId }
): ActionTarget => {
  const handler = handlers[trigger].execute
  return {
    name,
    trigger,
    file: `actions/${name}/code.js`,
    // Assigned to `exports` as Auth0's documentation does it, rather than by esbuild's helpers for live bindings.
    entry: `import { ${handler} } from './actions/${name}.js'\nexports.${handler} = ${handler}`,
    modules: modulesOf(name, policy),
    wrap: (text, firstLine) => `${firstLine}\n${text}`,
    checks: [...ours, hasHandlers([handler])]
  }
}

/** Our Actions of a policy, in the order of their bindings. */
export const actionTargets = (policy: Policy): ActionTarget[] =>
  actionsInOrder(policy).flatMap(({ kind, name, trigger }) =>
    kind === 'ours' ? [targetOf(name as OurAction, { policy, trigger })] : []
  )

/** The Rules that our Actions of post-login replace, in their order. */
export const ruleTargets = (policy: Policy): Target[] =>
  ourActions
    .filter(({ trigger, isNeeded }) => trigger === 'post-login' && isNeeded(policy))
    .map(({ name }) => ({
      name,
      file: `rules/${name}.js`,
      entry: `import { rule } from './rules/${name}.js'\nrule(user, context, callback)`,
      modules: modulesOf(name, policy),
      wrap: (text, firstLine) => `function (user, context, callback) {\n${firstLine}\n${text}}\n`,
      checks: [...ours, isRule]
    }))
