import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import type { Policy } from '../../core/policy/types.js'
import { packageRoot } from '../package-root.js'

/** `crypto` for `node:crypto`, as Auth0's documentation has it. A few are known by the long name only. */
export const builtins: Plugin = {
  name: 'builtins',
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path }) => {
      const short = path.slice('node:'.length)
      return { path: isBuiltin(short) ? short : path, external: true }
    })
  }
}

/** `a0seal` is the one that builds, wherever the Action stands. */
export const ourLibrary: Plugin = {
  name: 'library',
  setup({ onResolve }) {
    onResolve({ filter: /^a0seal$/ }, () => ({ path: join(packageRoot, 'lib/index.ts'), sideEffects: false }))
  }
}

/** The policy's file, imported from an Action, is the checked policy as data: what checks it stays at home. */
export const policyAsData = (config: string, policy: Policy): Plugin => ({
  name: 'policy-as-data',
  setup({ onLoad }) {
    onLoad({ filter: /\.[cm]?[jt]s$/, namespace: 'file' }, ({ path }) =>
      path === config ? { contents: JSON.stringify(policy), loader: 'json' } : undefined
    )
  }
})
