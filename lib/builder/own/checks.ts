import { isBuiltin } from 'node:module'
import type { OwnAction } from '../../core/policy/triggers/lists.js'
import { type Check, deployable, refuse } from '../checks.js'

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

/** What Auth0 asks of an Action of one's own, before it is loaded. */
export const ownChecks = (action: OwnAction): Check[] => [
  ...deployable,
  requiresDeclared(action),
  requiresAllDeclared(action)
]
