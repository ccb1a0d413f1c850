import { secretNameMaxChars, secretsPerAction, secretValueMaxChars } from '../core/auth0/limits.js'
import { checkCode } from '../runtime/code/check-code.js'
import type { HandlerName } from '../runtime/code/handlers.js'
import { type ActionInstance, createInstance, createInstanceOf } from '../runtime/code/load.js'
import type { ActionModule } from '../runtime/types.js'
import { type ActionText, readSource } from './source.js'

export type Secrets = Readonly<Record<string, string>>

/** What `require('actions:<name>')` gives an Action, by name. */
export type ModuleSources = Readonly<
  Record<string, { file: string | URL; secrets?: Secrets } | { code: string; secrets?: Secrets }>
>

/** Handlers that are functions already, such as an imported module. They must be async functions, as on Auth0. */
export type Handlers = { readonly [Name in HandlerName]?: (event: never, api: never) => unknown }

/** An Action: a file (built or source), its text, or its handlers. */
export type ActionSource = string | URL | { readonly code: string; readonly name?: string } | Handlers

/** An Action on an instance of its own: what its top level keeps, it keeps from run to run. */
export interface LoadedAction {
  readonly name: string
  readonly instance: ActionInstance
  /** What a worker needs to run it; handlers that are functions already cannot go there. */
  readonly deployable?: { code: string; modules: readonly ActionModule[] }
}

export interface LoadActionOptions {
  /** For reports. Default: the file's name, or `action`. */
  name?: string
  modules?: ModuleSources
}

const readModules = (modules: ModuleSources): Promise<ActionModule[]> =>
  Promise.all(
    Object.entries(modules).map(async ([name, { secrets = {}, ...source }]) => {
      const { code } = 'file' in source ? await readSource(source.file) : source
      assertBuilds(name, code)
      return { name, code, secrets: { ...secrets } }
    })
  )

/** @throws TypeError for what Auth0 would not build */
const assertBuilds = (name: string, code: string): void => {
  const problem = checkCode(code)
  if (problem !== undefined) throw new TypeError(`the code of "${name}" does not build: ${problem}`)
}

const readText = async (
  source: Exclude<ActionSource, Handlers> | Handlers
): Promise<ActionText | undefined> => {
  if (typeof source === 'string' || source instanceof URL) return readSource(source)
  return 'code' in source ? { name: source.name ?? 'action', code: source.code } : undefined
}

/**
 * Loads an Action without running any of it. Each call makes a new instance; runs of one instance share what its top
 * level keeps, as logins on one instance of Auth0 do.
 *
 * @throws TypeError where Auth0's build would fail: the text does not parse
 */
export const loadAction = async (
  source: ActionSource,
  { name, modules = {} }: LoadActionOptions = {}
): Promise<LoadedAction> => {
  const text = await readText(source)
  if (!text) return { name: name ?? 'action', instance: createInstanceOf(source as object) }
  assertBuilds(name ?? text.name, text.code)
  const deployable = { code: text.code, modules: await readModules(modules) }
  const options = { hasClock: true, ...(text.file && { requireFrom: text.file }) }
  const instance = createInstance({ name: name ?? text.name, ...deployable }, options)
  return { name: name ?? text.name, instance, deployable }
}

/** @throws TypeError for secrets Auth0 would not take */
export const assertSecrets = (secrets: Secrets): void => {
  const entries = Object.entries(secrets)
  if (entries.length > secretsPerAction) throw new TypeError(`more than ${secretsPerAction} secrets`)
  for (const [name, value] of entries) {
    if (name.length > secretNameMaxChars) throw new TypeError(`the name of a secret is too long: ${name}`)
    if (typeof value !== 'string') throw new TypeError(`the secret ${name} is no string`)
    if (value.length > secretValueMaxChars) throw new TypeError(`the secret ${name} is too long`)
  }
}
