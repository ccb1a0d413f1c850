import { modulesPerAction } from '../../core/auth0/limits.js'
import { actionConsole } from '../log.js'
import type { ActionModule } from '../types.js'
import { once, runText } from './compile.js'

const namePattern = /^[a-z0-9][a-z0-9_-]*$/
const prefix = 'actions:'

const assertModules = (modules: readonly ActionModule[]): void => {
  if (modules.length > modulesPerAction)
    throw new Error(`An Action can have no more than ${modulesPerAction} modules.`)
  for (const { name } of modules) {
    if (!namePattern.test(name)) throw new Error(`"${name}" is no name of a module.`)
  }
}

/** The `require` of an Action: that of Node, and `actions:<name>` for its modules. */
export const requireWith = (
  modules: readonly ActionModule[],
  { require, hasClock }: { require: (request: string) => unknown; hasClock: boolean }
): ((request: string) => unknown) => {
  assertModules(modules)
  const requireOfModule = (request: string): unknown => {
    if (request.startsWith(prefix)) throw new Error('A module cannot require another module.')
    return require(request)
  }
  const loads = new Map<string, () => unknown>()
  for (const { name, code, secrets = {} } of modules) {
    const actions = Object.freeze({ secrets: Object.freeze({ ...secrets }) })
    const scope = { require: requireOfModule, console: actionConsole, actions }
    const load = once(() => runText(code, { filename: `${prefix}${name}.js`, scope, hasClock }))
    loads.set(prefix + name, () => load().exports)
  }
  return request => {
    if (!request.startsWith?.(prefix)) return require(request)
    const load = loads.get(request)
    if (!load) throw new Error(`Cannot find module '${request}'`)
    return load()
  }
}
