import { actionPolicies } from '../core/policy/action-policy.js'
import type { Policy } from '../core/policy/types.js'
import { hasHandlers, isRule, ours } from './checks.js'
import { stepsOf } from './steps.js'
import type { ActionTarget, GivenModule, Target } from './target.js'

type ActionName = keyof ReturnType<typeof actionPolicies>

interface ActionSource {
  name: ActionName
  trigger: string
  version: string
  handler: string
  isNeeded(policy: Policy): boolean
}

const postLogin = { trigger: 'post-login', version: 'v3', handler: 'onExecutePostLogin' }

const always = () => true
const isCopying = ({ copy }: Policy) => Object.keys(copy).length > 0
const takesUserMetadata = ({ slots }: Policy) =>
  Object.values(slots).some(({ userMetadata }) => userMetadata.length > 0)

/** In the order of their bindings: sealing first, release last. */
const ourActions: readonly ActionSource[] = [
  { name: 'seal-attributes', ...postLogin, isNeeded: always },
  { name: 'copy-user-metadata', ...postLogin, isNeeded: isCopying },
  { name: 'release-attributes', ...postLogin, isNeeded: always },
  {
    name: 'guard-signup',
    trigger: 'pre-user-registration',
    version: 'v2',
    handler: 'onExecutePreUserRegistration',
    isNeeded: takesUserMetadata
  }
]

/** `a0seal:<action>`: what the Action reads of the policy, and the steps that this policy needs. */
const modulesOf = (action: ActionName, policy: Policy): Record<string, GivenModule> => {
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

/** The Actions of a policy, in the order of their bindings. */
export const actionTargets = (policy: Policy): ActionTarget[] =>
  ourActions
    .filter(({ isNeeded }) => isNeeded(policy))
    .map(({ name, trigger, version, handler }) => ({
      name,
      trigger,
      version,
      file: `actions/${name}/code.js`,
      // Assigned to `exports` as Auth0's documentation does it, rather than by esbuild's helpers for live bindings.
      entry: `import { ${handler} } from './actions/${name}.js'\nexports.${handler} = ${handler}`,
      modules: modulesOf(name, policy),
      wrap: (text, firstLine) => `${firstLine}\n${text}`,
      checks: [...ours, hasHandlers([handler])]
    }))

/** The Rules that the Actions of post-login replace, in their order. */
export const ruleTargets = (policy: Policy): Target[] =>
  ourActions
    .filter(({ trigger, isNeeded }) => trigger === postLogin.trigger && isNeeded(policy))
    .map(({ name }) => ({
      name,
      file: `rules/${name}.js`,
      entry: `import { rule } from './rules/${name}.js'\nrule(user, context, callback)`,
      modules: modulesOf(name, policy),
      wrap: (text, firstLine) => `function (user, context, callback) {\n${firstLine}\n${text}}\n`,
      checks: [...ours, isRule]
    }))
