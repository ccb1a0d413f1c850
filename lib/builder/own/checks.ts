import { createRequire, isBuiltin } from 'node:module'
import vm from 'node:vm'
import { handlersOf, type TriggerId } from '../../core/auth0/triggers.js'
import type { OwnAction } from '../../core/policy/triggers/lists.js'
import { type Bundled, type Check, deployable, refuse } from '../checks.js'

const packageOf = (path: string): string => /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path

/** What it requires is there at Auth0: Node's own, what is installed there by its list, and its modules. */
const requiresDeclared =
  ({ dependencies, modules }: OwnAction): Check =>
  bundled => {
    for (const path of bundled.imports) {
      const module = /^actions:(.*)$/.exec(path)?.[1]
      if (module !== undefined && !Object.hasOwn(modules, module))
        refuse(bundled, `requires ${path}, which its list of modules does not have`)
      if (module === undefined && !isBuiltin(path) && !Object.hasOwn(dependencies, packageOf(path)))
        refuse(bundled, `requires ${path}, which Auth0 would not find`)
    }
  }

/** A name that no code asks for is a mistake, and at Auth0 somebody else's package would be installed under it. */
const requiresAllDeclared =
  ({ dependencies }: OwnAction): Check =>
  bundled => {
    const required = new Set(bundled.imports.map(packageOf))
    const unused = Object.keys(dependencies).find(name => !required.has(name))
    if (unused !== undefined)
      refuse(
        bundled,
        `its dependencies list ${unused}, which it does not import: Auth0 would install that package; ` +
          'correct the name, or take it out'
      )
  }

/** In the place of a module of the tenant: whatever the top level does with it works. */
const standIn: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (name === Symbol.toPrimitive ? () => '' : standIn),
  apply: () => standIn,
  construct: () => standIn as object
})

const silent = Object.fromEntries(Object.keys(console).map(name => [name, () => undefined]))

/** `require` as it would be at Auth0, with packages from where the project has them. */
const requireAsAtAuth0 = (bundled: Bundled, project: string) => {
  const require = createRequire(project)
  return (path: string): unknown => {
    if (path.startsWith('actions:')) return standIn
    try {
      return require(path)
    } catch (error) {
      if ((error as { code?: unknown } | undefined)?.code !== 'MODULE_NOT_FOUND') throw error
      return refuse(bundled, `${packageOf(path)} is not installed here: npm install ${packageOf(path)}`)
    }
  }
}

/** Where and how it was thrown, without the message: that may hold anything. */
const describeThrown = (error: unknown, file: string): string => {
  if (!(error instanceof Error)) return 'throws what is no error'
  const line = new RegExp(`${file}:(\\d+)`).exec(error.stack ?? '')?.[1]
  const kind = /^\w{1,40}$/.exec(error.constructor.name)?.[0] ?? 'Error'
  return `throws ${kind}${line ? ` in line ${line} of code.js` : ''}`
}

/** Compiled and loaded as Auth0 does it, it has at least one handler of its trigger, and each is a true async function. */
const hasHandlersOf =
  (trigger: TriggerId, project: string): Check =>
  bundled => {
    const module = { exports: {} as Record<string, unknown> }
    const filename = `${bundled.name}.code.js`
    const require = requireAsAtAuth0(bundled, project)
    try {
      const names = ['module', 'exports', 'require', 'console']
      vm.compileFunction(bundled.code, names, { filename })(module, module.exports, require, silent)
    } catch (error) {
      if ((error as { code?: unknown } | undefined)?.code === 'ERR_BUILD') throw error
      refuse(
        bundled,
        `its top-level code ${describeThrown(error, filename)}: at Auth0 nothing would get past it`
      )
    }
    const handlers = handlersOf(trigger)
    const found = handlers.filter(name => module.exports?.[name] !== undefined)
    if (found.length === 0)
      refuse(bundled, `exports none of ${handlers.join(', ')}, which Auth0 calls for ${trigger}`)
    for (const name of found)
      if (module.exports[name]?.constructor.name !== 'AsyncFunction')
        refuse(
          bundled,
          `${name} is not an AsyncFunction, and Auth0 would not run it: write async (event, api) =>`
        )
  }

/** What Auth0 asks of an Action of one's own. @param project a file of the project, where its packages are */
export const ownChecks = (
  action: OwnAction & { trigger: TriggerId },
  { project }: { project: string }
): Check[] => [
  ...deployable,
  requiresDeclared(action),
  requiresAllDeclared(action),
  hasHandlersOf(action.trigger, project)
]
