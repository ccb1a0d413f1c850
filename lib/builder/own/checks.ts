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

/** What Auth0 asks of an Action of one's own, before it is loaded. */
export const ownChecks = (action: OwnAction): Check[] => [...deployable, requiresDeclared(action)]
