import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TriggerId } from '../core/auth0/triggers.js'
import type { ActionSecrets } from '../core/policy/secrets.js'

/** What there is to know of a built file. */
export interface BuiltFile {
  name: string
  /** Relative to the manifest. */
  file: string
  bytes: number
  gzipBytes: number
  /** Hex, of what follows the first line of the file: that line tells of the deploy too. */
  sha256: string
  /** Name → what it must hold. */
  secrets: ActionSecrets
  /**
   * Source files, those of ours relative to the package, of one's own Actions relative to the policy's file; `policy` is the
   * policy.
   */
  inputs: readonly string[]
}

export interface BuiltAction extends BuiltFile {
  trigger: TriggerId
  runtime: string
  /** Packages that Auth0 installs: name → version. */
  dependencies: Readonly<Record<string, string>>
  /** Modules of the tenant: name → version. */
  modules: Readonly<Record<string, number>>
}

export interface Manifest {
  /** Of a0seal. */
  version: string
  env: string
  /** Hash of the policy: the first 12 hex digits of SHA-256. */
  policy: string
  /** In the order of their bindings. */
  actions: BuiltAction[]
  /** Names of all Actions of a trigger in their order: of those too that live in the tenant, and are not built. */
  triggers: Partial<Record<TriggerId, string[]>>
  /** In their order, where they were asked for. */
  rules?: BuiltFile[]
}

/** The manifest of a folder that was built, or undefined where it has none. */
export const readManifest = async (directory: string): Promise<Manifest | undefined> => {
  try {
    return JSON.parse(await readFile(join(directory, 'manifest.json'), 'utf8'))
  } catch {
    return undefined
  }
}

/** A name that leads elsewhere is no name of ours: whoever wrote that manifest, its files are not removed. */
const namesOf = (built: readonly { name: string }[] = []): string[] =>
  built.map(({ name }) => name).filter(name => /^[\w-][\w.-]*$/.test(name))

/** The files that a build wrote for what it built, by its manifest. */
export const filesOf = ({ actions, rules }: Pick<Manifest, 'actions' | 'rules'>): string[] => [
  ...namesOf(actions).flatMap(name => [`actions/${name}/code.js`, `actions/${name}.json`]),
  ...namesOf(rules).flatMap(name => [`rules/${name}.js`, `rules/${name}.json`])
]

/** The Actions of a build's triggers that live in the tenant, and are not in its folder. */
export const deployedElsewhere = ({ actions, triggers }: Manifest): string[] => {
  const built = new Set(actions.map(({ name }) => name))
  // A folder of an earlier version says nothing of its triggers.
  return Object.values(triggers ?? {})
    .flat()
    .filter(name => !built.has(name))
}
