import { shownSecrets } from '../actions/content.js'
import {
  type ActionStore,
  type ActionVersion,
  deployedVersion,
  isDeployed,
  type StoredAction
} from '../actions/store.js'

/** The Action without its code, as it stands in versions and bindings. */
export const actionSummary = (action: StoredAction) => {
  const { id, name, supported_triggers, created_at, updated_at } = action
  return { id, name, supported_triggers, created_at, updated_at, all_changes_deployed: isDeployed(action) }
}

/** A version as the API shows it: secrets by name. */
export const versionObject = (action: StoredAction, version: ActionVersion) => ({
  ...version,
  secrets: shownSecrets(version.secrets),
  action_id: action.id,
  deployed: action.deployedVersionId === version.id,
  status: 'built',
  errors: [],
  built_at: version.created_at,
  updated_at: version.created_at,
  supported_triggers: action.supported_triggers,
  action: actionSummary(action)
})

/** An Action as the API shows it: the draft, its state, and the version that runs. */
export const actionObject = (action: StoredAction, store: Pick<ActionStore, 'buildOf'>) => {
  const { code, dependencies, runtime, modules, secrets, built_at } = action
  const deployed = deployedVersion(action)
  const status = store.buildOf(action)
  return {
    ...actionSummary(action),
    code,
    dependencies,
    runtime,
    modules,
    secrets: shownSecrets(secrets),
    status,
    ...(status === 'built' && { built_at }),
    ...(deployed && { deployed_version: versionObject(action, deployed) })
  }
}
