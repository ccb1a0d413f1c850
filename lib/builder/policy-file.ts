import { existsSync, realpathSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'
import { A0sealError } from '../core/errors.js'
import { checkEnvironment, defaultEnvironment } from '../core/policy/environment.js'
import type { Policy } from '../core/policy/types.js'
import { loadEsbuild } from './esbuild.js'
import { packageRoot } from './package-root.js'
import { noteFiles } from './read-files.js'

/** Where the policy is, and the environment it is asked for. */
export interface PolicyOptions {
  /** Default: `a0seal.config.ts`, `.mts`, `.js` or `.mjs`, whichever is there. */
  config?: string | undefined
  /** Default `dev`. */
  env?: string | undefined
}

/** The names a policy file may have, in the order in which they are looked for. */
export const configNames = ['ts', 'mts', 'js', 'mjs'].map(extension => `a0seal.config.${extension}`)

/** Where the policy file may be, the first that is there counts. */
export const configFiles = (config?: string): string[] =>
  (config ? [config] : configNames).map(file => resolve(file))

/** @throws ERR_POLICY where there is none */
const findConfig = (config?: string): string => {
  const found = configFiles(config).find(file => existsSync(file))
  // As esbuild names the file, where an Action imports it.
  if (found) return realpathSync(found)
  const missing = config
    ? `${config} is not there: name the file of the policy`
    : `there is no ${configNames.join(', ')}: npx a0seal init writes one, --config names another file`
  throw new A0sealError('ERR_POLICY', missing)
}

/** Wherever the policy stands, it is checked by the package that reads it: as compiled, so that it is loaded once. */
const ownPackage: Plugin = {
  name: 'own-package',
  setup({ onResolve }) {
    const path = pathToFileURL(join(packageRoot, 'build/index.js')).href
    onResolve({ filter: /^a0seal$/ }, () => ({ path, external: true }))
  }
}

/** The policy file, and all that it imports but this package, as one module. @throws ERR_POLICY */
const bundlePolicy = async (file: string, sources: Set<string>) => {
  const { build } = await loadEsbuild()
  try {
    return await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      plugins: [noteFiles(sources), ownPackage],
      format: 'esm',
      platform: 'node',
      target: 'node20',
      logLevel: 'silent'
    })
  } catch (error) {
    throw new A0sealError('ERR_POLICY', (error as Error).message)
  }
}

/** What a policy file throws is a mistake in it, whoever found it. Ours may be of another copy of the class: the compiled one. */
const asPolicyError = (error: unknown, file: string): Error => {
  if (error instanceof Error && error.name === 'A0sealError') return error
  const { message } = (error ?? {}) as { message?: unknown }
  // The JSON parser quotes what it read, which may be a key.
  const isOfJSON = error instanceof SyntaxError && /\bJSON\b/.test(error.message)
  const said = typeof message === 'string' ? message : 'something that is no error'
  // esbuild's words for CommonJS in what it made an ES module of.
  if (said.startsWith('Dynamic require of'))
    return new A0sealError(
      'ERR_POLICY',
      `${basename(file)} is CommonJS: write \`import\` and \`export default\`, in a0seal.config.mts or .mjs`
    )
  const what = isOfJSON ? 'it reads something that is no JSON' : said
  return new A0sealError('ERR_POLICY', `${basename(file)} throws: ${what}`)
}

/** A policy, and where it is from. */
export interface LoadedPolicy {
  policy: Policy
  env: string
  /** The policy's file. */
  config: string
}

/**
 * Evaluates the policy file, bundled so that it may import what it likes. A policy that is a function is called for this
 * environment.
 *
 * @param sources each file that it is made of is added, if it fails too
 * @throws ERR_USAGE for what cannot be an environment, ERR_POLICY for everything that is wrong with the file
 */
export const loadPolicy = async (
  { config, env = defaultEnvironment }: PolicyOptions = {},
  sources = new Set<string>()
): Promise<LoadedPolicy> => {
  checkEnvironment(env)
  const file = findConfig(config)
  const { outputFiles } = await bundlePolicy(file, sources)
  const text = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64')
  try {
    const { default: defined } = await import(`data:text/javascript;base64,${text}`)
    if (typeof defined?.forEnvironment !== 'function')
      throw new A0sealError('ERR_POLICY', 'the default export is not made by definePolicy')
    return { policy: defined.forEnvironment(env), env, config: file }
  } catch (error) {
    throw asPolicyError(error, file)
  }
}

/** The checked policy of a policy file. @throws as `loadPolicy` */
export const readPolicy = async (options?: PolicyOptions): Promise<Policy> =>
  (await loadPolicy(options)).policy
