import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { versionsPerAction } from '../../core/auth0/limits.js'
import type { ActionModule } from '../../runtime/types.js'
import { type Content, secretValues, trimVersions } from './content.js'

export interface ModuleVersion extends Content {
  id: string
  version_number: number
  created_at: string
}

/** An Actions Module: its draft, and what was published of it. */
export interface StoredModule extends Content {
  id: string
  name: string
  created_at: string
  updated_at: string
  versions: ModuleVersion[]
}

/** What an Action says of a module it uses: one version of it. */
export interface ModuleReference {
  module_id: string
  module_name: string
  module_version_id: string
  module_version_number: number
}

const moduleContent = ({ code, dependencies, secrets }: Content): Content =>
  structuredClone({ code, dependencies, secrets })

export const latestVersion = ({ versions }: StoredModule): ModuleVersion | undefined => versions.at(-1)

/** True where the draft says what the latest version says. */
export const isPublished = (module: StoredModule): boolean => {
  const latest = latestVersion(module)
  return latest !== undefined && isDeepStrictEqual(moduleContent(module), moduleContent(latest))
}

export const createModule = (name: string, content: Content, now: Date): StoredModule => ({
  ...moduleContent(content),
  id: randomUUID(),
  name,
  created_at: now.toISOString(),
  updated_at: now.toISOString(),
  versions: []
})

export const patchModule = (module: StoredModule, patch: Partial<Content>, now: Date): void => {
  const before = moduleContent(module)
  Object.assign(module, moduleContent({ ...before, ...patch }))
  if (!isDeepStrictEqual(before, moduleContent(module))) module.updated_at = now.toISOString()
}

/** Publishes the draft. */
export const publishModule = (
  module: StoredModule,
  { now, isUsed }: { now: Date; isUsed: (version: ModuleVersion) => boolean }
): ModuleVersion => {
  const version: ModuleVersion = {
    ...moduleContent(module),
    id: randomUUID(),
    version_number: (latestVersion(module)?.version_number ?? 0) + 1,
    created_at: now.toISOString()
  }
  module.versions = trimVersions([...module.versions, version], { max: versionsPerAction, isUsed })
  return version
}

export const referenceTo = (module: StoredModule, version: ModuleVersion): ModuleReference => ({
  module_id: module.id,
  module_name: module.name,
  module_version_id: version.id,
  module_version_number: version.version_number
})

/** The modules of an Action as the runtime takes them. */
export const deployedModules = (
  modules: readonly StoredModule[],
  references: readonly ModuleReference[]
): ActionModule[] =>
  references.flatMap(({ module_id, module_version_id }) => {
    const module = modules.find(({ id }) => id === module_id)
    const version = module?.versions.find(({ id }) => id === module_version_id)
    return module && version
      ? [{ name: module.name, code: version.code, secrets: secretValues(version.secrets) }]
      : []
  })
