import type { BuiltFile, Manifest } from './manifest.js'
import type { ActionTarget } from './target.js'

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

const actionDefinitions = ({ actions }: Manifest, targets: readonly ActionTarget[]) =>
  actions.map(action => ({
    name: action.name,
    code: action.file,
    runtime: action.runtime,
    supported_triggers: [
      { id: action.trigger, version: targets.find(({ name }) => name === action.name)?.version }
    ],
    dependencies: [],
    secrets: keywordsOf(action),
    deployed: true
  }))

const bindingsOf = ({ actions }: Manifest) => {
  const triggers: Record<string, { action_name: string; display_name: string }[]> = {}
  for (const { name, trigger } of actions)
    triggers[trigger] = [...(triggers[trigger] ?? []), { action_name: name, display_name: name }]
  return triggers
}

const ruleDefinitions = ({ rules = [] }: Manifest) =>
  rules.map(({ name }, index) => ({
    name,
    script: `./${name}.js`,
    stage: 'login_success',
    order: index + 1,
    enabled: true
  }))

/** The files of `auth0-deploy-cli`'s directory and YAML formats. JSON texts are YAML scalars too. */
export const deployFiles = (manifest: Manifest, targets: readonly ActionTarget[]): Record<string, string> => {
  const actions = actionDefinitions(manifest, targets)
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
