import { join } from 'node:path'
import { actionMaxBytes } from '../../core/auth0/limits.js'
import { actionConsole } from '../log.js'
import type { DeployedAction } from '../types.js'
import { once, runText } from './compile.js'
import type { HandlerName } from './handlers.js'
import { requireWith } from './modules.js'
import { packagesFrom } from './packages.js'

export type Handler = (event: unknown, api: unknown) => Promise<unknown>

/** One Action as loaded on one instance. Its module state lives as long as this does. */
export interface ActionInstance {
  /** @throws whatever the Action's top level threw, again at every call; Error on a handler Auth0 refuses */
  handler(name: HandlerName): Handler
}

export interface LoadOptions {
  /** The file from which packages are looked up. Default: one in the working directory. */
  requireFrom?: string
  /** Gives the code a `Date` that tells the time of its run. Default false. */
  hasClock?: boolean
}

const isAsyncFunction = (value: unknown): value is Handler =>
  typeof value === 'function' && value.constructor?.name === 'AsyncFunction'

const handlerOf = (exports: unknown, name: HandlerName): Handler => {
  if (typeof exports !== 'object' || exports === null) throw new Error('The Action must export an object.')
  const handler: unknown = Reflect.get(exports, name)
  if (!isAsyncFunction(handler)) {
    throw new Error(
      `Invalid function signature for the "${name}" handler. ` +
        `Use "exports.${name} = async function(event, api) { }" as the signature.`
    )
  }
  return handler
}

/** Prepares an Action. Nothing is compiled before the first `handler()`, and nothing twice. */
export const createInstance = (
  { name, code, modules = [] }: Pick<DeployedAction, 'name' | 'code' | 'modules'>,
  // Packages resolve from where the developer runs the tenant, not from this library.
  { requireFrom = join(process.cwd(), 'action.js'), hasClock = false }: LoadOptions = {}
): ActionInstance => {
  const load = once(() => {
    const bytes = Buffer.byteLength(code)
    if (bytes > actionMaxBytes) {
      throw new Error(`The code of "${name}" has ${bytes} bytes; the limit is ${actionMaxBytes}.`)
    }
    const require = requireWith(modules, { require: packagesFrom(requireFrom), hasClock })
    return runText(code, { filename: `${name}.js`, scope: { require, console: actionConsole }, hasClock })
  })
  return { handler: handlerName => handlerOf(load().exports, handlerName) }
}

/** An Action whose exports are there already. */
export const createInstanceOf = (exports: object): ActionInstance => ({
  handler: handlerName => handlerOf(exports, handlerName)
})
