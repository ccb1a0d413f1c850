import { currentVersion, isTriggerBound, type TriggerId } from '../core/auth0/triggers.js'
import type { BuiltAction, BuiltFile, Manifest } from './manifest.js'

/** The text of a JSON file. */
export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/**
 * The secrets of an Action by keyword: auth0-deploy-cli puts the value of `NAME` where `@@NAME@@` stands, quoted as JSON
 * does it, so that a key set may be given as it is.
 *
 * @see https://auth0.com/docs/deploy-monitor/deploy-cli-tool/keyword-replacement
 */
const keywordsOf = ({ secrets }: BuiltFile) =>
  Object.keys(secrets).map(name => ({ name, value: `@@${name}@@` }))

/** Left out where there are none: a tool that knows no modules refuses the member. */
const modulesOf = ({ modules }: BuiltAction) => {
  const references = Object.entries(modules).map(([module_name, module_version_number]) => ({
    module_name,
    module_version_number
  }))
  return references.length > 0 ? { modules: references } : {}
}

const actionDefinitions = ({ actions }: Manifest) =>
  actions.map(action => ({
    name: action.name,
    code: action.file,
    runtime: action.runtime,
    supported_triggers: [{ id: action.trigger, version: currentVersion(action.trigger) }],
    dependencies: Object.entries(action.dependencies).map(([name, version]) => ({ name, version })),
    secrets: keywordsOf(action),
    ...modulesOf(action),
    deployed: true
  }))

/** Of triggers whose bindings can be set. */
const bindingsOf = ({ triggers }: Manifest) =>
  Object.fromEntries(
    Object.entries(triggers)
      .filter(([trigger]) => isTriggerBound(trigger as TriggerId))
      .map(([trigger, names]) => [trigger, names.map(name => ({ action_name: name, display_name: name }))])
  )

const ruleDefinitions = ({ rules = [] }: Manifest) =>
  rules.map(({ name }, index) => ({
    name,
    script: `./${name}.js`,
    stage: 'login_success',
    order: index + 1,
    enabled: true
  }))

/** The files of `auth0-deploy-cli`'s directory and YAML formats. JSON texts are YAML scalars too. */
export const deployFiles = (manifest: Manifest): Record<string, string> => {
  const actions = actionDefinitions(manifest)
  const triggers = bindingsOf(manifest)
  const yaml = [
    'actions:',
    ...actions.map(({ code, ...rest }) => `  - ${JSON.stringify({ ...rest, code: `./${code}` })}`),
    'triggers:',
    ...Object.entries(triggers).map(([trigger, bindings]) => `  ${trigger}: ${JSON.stringify(bindings)}`)
  ]
  return {
    ...Object.fromEntries(actions.map(action => [`actions/${action.name}.json`, json(action)])),
    ...Object.fromEntries(ruleDefinitions(manifest).map(rule => [`rules/${rule.name}.json`, json(rule)])),
    'triggers/triggers.json': json(triggers),
    'tenant.yaml': `${yaml.join('\n')}\n`
  }
}
