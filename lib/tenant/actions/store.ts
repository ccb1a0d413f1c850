import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { versionsPerAction } from '../../core/auth0/limits.js'
import { checkCode } from '../../runtime/code/check-code.js'
import type { TriggerId } from '../../runtime/code/handlers.js'
import type { DeployedAction } from '../../runtime/types.js'
import { type Content, replaceSecrets, secretValues, trimVersions } from './content.js'
import {
  createModule,
  deployedModules,
  type ModuleReference,
  publishModule,
  referenceTo,
  type StoredModule
} from './modules.js'
import { currentVersion, defaultRuntime } from './triggers.js'

export interface ActionContent extends Content {
  runtime: string
  modules: ModuleReference[]
}

/** A deployed state of an Action. It never changes. */
export interface ActionVersion extends ActionContent {
  id: string
  number: number
  created_at: string
}

/** An Action: its draft, and what was deployed of it. */
export interface StoredAction extends ActionContent {
  id: string
  name: string
  supported_triggers: [{ id: TriggerId; version: string }]
  created_at: string
  updated_at: string
  /** When the draft is or was built. In the future: the build is under way. */
  built_at: string
  versions: ActionVersion[]
  deployedVersionId?: string
}

/** The place of an Action in the list of a trigger. */
export interface Binding {
  id: string
  actionId: string
  display_name: string
  /** Over those of the Action. */
  secrets?: Record<string, string>
  created_at: string
  updated_at: string
}

/** Plain JSON, so that it can be kept. */
export interface ActionsData {
  actions: StoredAction[]
  modules: StoredModule[]
  bindings: Partial<Record<TriggerId, Binding[]>>
}

export type ActionInput = Pick<StoredAction, 'name' | 'supported_triggers'> & ActionContent

export interface ActionStore {
  /** What is stored. Whoever changes it changes the tenant. */
  readonly data: ActionsData
  create(input: ActionInput): StoredAction
  /** A change of what is built starts a build. */
  patch(action: StoredAction, patch: Partial<ActionInput>): void
  /** How the build of the draft stands. It fails on code that does not parse. */
  buildOf(action: StoredAction): 'pending' | 'built' | 'failed'
  /** Makes a version of the draft, or a copy of an earlier version, the one that runs. */
  deploy(action: StoredAction, content?: ActionContent): ActionVersion
  /** With its bindings. */
  remove(action: StoredAction): void
  /** The Actions of a trigger in their order, as the runtime takes them. */
  bound(trigger: TriggerId): DeployedAction[]
  /** Deploys Actions and puts them behind those that are bound to the trigger. */
  seed(trigger: TriggerId, actions: readonly DeployedAction[]): void
}

export const actionContent = ({
  code,
  runtime,
  dependencies,
  secrets,
  modules
}: ActionContent): ActionContent => structuredClone({ code, runtime, dependencies, secrets, modules })

export const deployedVersion = ({ versions, deployedVersionId }: StoredAction): ActionVersion | undefined =>
  versions.find(({ id }) => id === deployedVersionId)

/** True where the draft says what the deployed version says. */
export const isDeployed = (action: StoredAction): boolean => {
  const deployed = deployedVersion(action)
  return deployed !== undefined && isDeepStrictEqual(actionContent(action), actionContent(deployed))
}

export interface ActionStoreOptions {
  now: () => Date
  /** How long the build of a draft takes. */
  buildMs?: number | undefined
  data?: ActionsData
}

/** The Actions, modules and bindings of the tenant. */
export const createActionStore = ({
  now,
  buildMs = 100,
  data = { actions: [], modules: [], bindings: {} }
}: ActionStoreOptions): ActionStore => {
  const builtAt = () => new Date(now().getTime() + buildMs).toISOString()

  const seedModule = ({ name, code, secrets = {} }: NonNullable<DeployedAction['modules']>[number]) => {
    const given = Object.entries(secrets).map(([secret, value]) => ({ name: secret, value }))
    let module = data.modules.find(known => known.name === name)
    const content = { code, dependencies: [], secrets: replaceSecrets(module?.secrets ?? [], given, now()) }
    if (module) Object.assign(module, content)
    else {
      module = createModule(name, content, now())
      data.modules.push(module)
    }
    return referenceTo(module, publishModule(module, { now: now(), isUsed: () => true }))
  }

  const store: ActionStore = {
    data,
    create(input) {
      const created_at = now().toISOString()
      const action: StoredAction = {
        ...actionContent(input),
        id: randomUUID(),
        name: input.name,
        supported_triggers: input.supported_triggers,
        created_at,
        updated_at: created_at,
        built_at: builtAt(),
        versions: []
      }
      data.actions.push(action)
      return action
    },
    patch(action, patch) {
      const before = actionContent(action)
      const { name = action.name, supported_triggers = action.supported_triggers, ...content } = patch
      const isRenamed =
        name !== action.name || !isDeepStrictEqual(supported_triggers, action.supported_triggers)
      Object.assign(action, { name, supported_triggers }, actionContent({ ...before, ...content }))
      const isChanged = !isDeepStrictEqual(before, actionContent(action))
      if (isChanged) action.built_at = builtAt()
      if (isChanged || isRenamed) action.updated_at = now().toISOString()
    },
    buildOf({ built_at, code }) {
      if (Date.parse(built_at) > now().getTime()) return 'pending'
      return checkCode(code) === undefined ? 'built' : 'failed'
    },
    deploy(action, content = action) {
      const version: ActionVersion = {
        ...actionContent(content),
        id: randomUUID(),
        number: (action.versions.at(-1)?.number ?? 0) + 1,
        created_at: now().toISOString()
      }
      action.deployedVersionId = version.id
      action.versions = trimVersions([...action.versions, version], {
        max: versionsPerAction,
        isUsed: ({ id }) => id === version.id
      })
      return version
    },
    remove(action) {
      data.actions = data.actions.filter(({ id }) => id !== action.id)
      for (const [trigger, bindings] of Object.entries(data.bindings)) {
        data.bindings[trigger as TriggerId] = bindings.filter(({ actionId }) => actionId !== action.id)
      }
    },
    bound: trigger =>
      (data.bindings[trigger] ?? []).flatMap(({ actionId, secrets = {} }) => {
        const action = data.actions.find(({ id }) => id === actionId)
        const version = action && deployedVersion(action)
        if (!version) return []
        const modules = deployedModules(data.modules, version.modules)
        return {
          name: action.name,
          code: version.code,
          secrets: { ...secretValues(version.secrets), ...secrets },
          ...(modules.length > 0 && { modules })
        }
      }),
    seed(trigger, actions) {
      const bindings = data.bindings[trigger] ?? []
      data.bindings[trigger] = bindings
      for (const { name, code, secrets, modules = [] } of actions) {
        const at = now().toISOString()
        const action = store.create({
          name,
          supported_triggers: [{ id: trigger, version: currentVersion(trigger) }],
          code,
          runtime: defaultRuntime,
          dependencies: [],
          secrets: Object.entries(secrets).map(([key, value]) => ({ name: key, value, updated_at: at })),
          modules: modules.map(seedModule)
        })
        action.built_at = at
        store.deploy(action)
        bindings.push({
          id: randomUUID(),
          actionId: action.id,
          display_name: name,
          created_at: at,
          updated_at: at
        })
      }
    }
  }
  return store
}
