import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { BuildFailure, BuildOptions } from 'esbuild'
import { handlersOf, type TriggerId } from '../../core/auth0/triggers.js'
import { A0sealError } from '../../core/errors.js'
import type { OwnAction } from '../../core/policy/triggers/lists.js'
import type { Policy } from '../../core/policy/types.js'
import { bundleOptions } from '../bundle.js'
import type { Bundled } from '../checks.js'
import { loadEsbuild } from '../esbuild.js'
import { packageRoot } from '../package-root.js'
import { noteFiles } from '../read-files.js'
import { ownChecks } from './checks.js'
import { builtins, ourLibrary, policyAsData } from './plugins.js'

/** What one's own Actions are built from besides their files. */
export interface OwnContext {
  policy: Policy
  /** The policy's file. Files of Actions are relative to it. */
  config: string
  /** Each file that is read is added. */
  sources: Set<string>
}

type Own = OwnAction & { trigger: TriggerId; path?: string }

const missingPackage = /^Could not resolve "((?:@[^/"]+\/)?[^./"][^/"]*)[^"]*"$/

/** What esbuild says, where in which file, without what it adds on this machine's folders. */
const messageOf = ({ errors }: Pick<BuildFailure, 'errors'>): string =>
  errors
    .map(({ text, location }) => {
      const where = location ? `${location.file}:${location.line}: ` : ''
      const name = missingPackage.exec(text)?.[1]
      return where + (name ? `${name} is not installed: npm install ${name}` : text)
    })
    .join('\n  ')

const run = async (name: string, options: BuildOptions) => {
  const { build } = await loadEsbuild()
  try {
    return await build({ ...options, write: false, metafile: true })
  } catch (error) {
    const failed = error as Partial<BuildFailure>
    throw new A0sealError(
      'ERR_BUILD',
      `${name}: ${failed.errors ? messageOf(failed as BuildFailure) : 'esbuild failed'}`
    )
  }
}

const optionsFor = (action: Own, { policy, config, sources }: OwnContext): BuildOptions => ({
  ...bundleOptions,
  absWorkingDir: dirname(config),
  external: ['actions:*', ...Object.keys(action.dependencies)],
  plugins: [noteFiles(sources), policyAsData(config, policy), builtins, ourLibrary],
  logOverride: { 'commonjs-variable-in-esm': 'silent' },
  logLevel: 'silent'
})

/**
 * What esbuild starts from: of an ES module, its handlers put into `exports` as Auth0's documentation does it; CommonJS as it
 * stands.
 */
const entryOf = async (action: Own, options: BuildOptions): Promise<BuildOptions> => {
  const { metafile } = await run(action.name, { ...options, entryPoints: [action.file], format: 'esm' })
  const exported = Object.values(metafile?.outputs ?? {}).flatMap(output => output.exports)
  const handlers = handlersOf(action.trigger).filter(name => exported.includes(name))
  if (handlers.length === 0) return { entryPoints: [action.file] }
  const contents = [
    `import { ${handlers.join(', ')} } from ${JSON.stringify(`./${action.file}`)}`,
    ...handlers.map(name => `exports.${name} = ${name}`)
  ].join('\n')
  return { stdin: { contents, resolveDir: options.absWorkingDir ?? '' } }
}

const library = join(packageRoot, 'lib')

/** Where esbuild names our files: relative to the project. */
const libraryFrom = (config: string): string => `${relative(dirname(config), library)}/`

/** What is in the bundle: files relative to the project, ours under `a0seal/lib`, wherever it is installed; `policy` is the policy. */
const inputsOf = (inBundle: readonly string[], config: string): string[] => {
  const from = libraryFrom(config)
  return inBundle
    .filter(file => file !== '<stdin>')
    .map(file => {
      if (resolve(dirname(config), file) === config) return 'policy'
      return file.startsWith(from) ? `a0seal/lib/${file.slice(from.length)}` : file
    })
    .sort()
}

/**
 * The comments in which esbuild names each file, ours by one where they begin, the same wherever they are installed: the manifest
 * has their names. esbuild names each file once: where such a line stands again, it is part of a text, and all stays as it is.
 */
const withOurNames = (text: string, inBundle: readonly string[], config: string): string => {
  const labels = new Set(inBundle.map(file => `// ${file}`))
  const ours = `// ${libraryFrom(config)}`
  const lines = text.split('\n')
  const found = lines.filter(line => labels.has(line))
  if (found.length !== labels.size || new Set(found).size !== labels.size) return text
  let isOurs = false
  const renamed = lines.flatMap(line => {
    if (!labels.has(line)) return [line]
    const wasOurs = isOurs
    isOurs = line.startsWith(ours)
    if (!isOurs) return line === '// <stdin>' ? [] : [line]
    return wasOurs ? [] : ['// a0seal']
  })
  return renamed.join('\n')
}

/** Bundles an Action of one's own, and loads nothing of it. @throws ERR_BUILD */
export const bundleOwn = async (action: Own, firstLine: string, context: OwnContext): Promise<Bundled> => {
  const { config, sources } = context
  const file = resolve(dirname(config), action.file)
  sources.add(file)
  if (!existsSync(file))
    throw new A0sealError('ERR_BUILD', `${action.path}.file: ${action.file} is not there`)
  const options = optionsFor(action, context)
  const { outputFiles, metafile } = await run(action.name, {
    ...options,
    ...(await entryOf(action, options))
  })
  const [output] = Object.values(metafile?.outputs ?? {})
  // What was only looked at, as all of our library is, is not in it.
  const inBundle = Object.entries(output?.inputs ?? {}).flatMap(([file, { bytesInOutput }]) =>
    bytesInOutput > 0 ? [file] : []
  )
  const bundled = {
    name: action.name,
    code: `${firstLine}\n${withOurNames(outputFiles?.[0]?.text ?? '', inBundle, config)}`,
    inputs: inputsOf(inBundle, config),
    imports: output?.imports.map(({ path }) => path) ?? []
  }
  for (const check of ownChecks(action)) check(bundled)
  return bundled
}
