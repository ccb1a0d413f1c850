import { createRequire } from 'node:module'
import { join } from 'node:path'
import { compileFunction } from 'node:vm'
import { actionMaxBytes } from '../../core/auth0/limits.js'
import { actionConsole } from './log.js'
import type { DeployedAction, FlowState } from './types.js'

export type HandlerName = FlowState['position']['handler']
export type Handler = (event: unknown, api: unknown) => Promise<unknown>

/** One Action as loaded on one instance. Its module state lives as long as this does. */
export interface ActionInstance {
  /** @throws whatever the Action's top level threw, again at every call; Error on a handler Auth0 refuses */
  handler(name: HandlerName): Handler
}

// Packages resolve from where the developer runs the tenant, not from this library.
const requireInstalled = createRequire(join(process.cwd(), 'action.js'))

const isAsyncFunction = (value: unknown): value is Handler =>
  typeof value === 'function' && value.constructor?.name === 'AsyncFunction'

/** Prepares an Action. Nothing is compiled before the first `handler()`, and nothing twice. */
export const createInstance = ({ name, code }: Pick<DeployedAction, 'name' | 'code'>): ActionInstance => {
  const module: { exports: unknown } = { exports: {} }
  let loaded = false
  let failure: { thrown: unknown } | undefined

  const load = (): void => {
    const bytes = Buffer.byteLength(code)
    if (bytes > actionMaxBytes) {
      throw new Error(`The code of "${name}" has ${bytes} bytes; the limit is ${actionMaxBytes}.`)
    }
    const body = compileFunction(code, ['module', 'exports', 'require', 'console'], {
      filename: `${name}.js`
    })
    body(module, module.exports, requireInstalled, actionConsole)
  }

  return {
    handler(handlerName) {
      if (!loaded) {
        loaded = true
        try {
          load()
        } catch (thrown) {
          failure = { thrown }
        }
      }
      if (failure) throw failure.thrown
      const { exports } = module
      if (typeof exports !== 'object' || exports === null)
        throw new Error('The Action must export an object.')
      const handler: unknown = Reflect.get(exports, handlerName)
      if (!isAsyncFunction(handler)) {
        throw new Error(
          `Invalid function signature for the "${handlerName}" handler. ` +
            `Use "exports.${handlerName} = async function(event, api) { }" as the signature.`
        )
      }
      return handler
    }
  }
}
