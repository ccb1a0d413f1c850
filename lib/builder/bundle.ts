import type { Plugin } from 'esbuild'
import { A0sealError } from '../core/errors.js'
import type { Bundled } from './checks.js'
import { loadEsbuild } from './esbuild.js'
import { packageRoot } from './package-root.js'
import { noteFiles } from './read-files.js'
import type { GivenModule, Target } from './target.js'

/** How esbuild bundles an Action, and in the benchmark what an Action is compared with. */
export const bundleOptions = {
  bundle: true,
  write: false,
  format: 'cjs',
  platform: 'node',
  target: 'node18',
  charset: 'utf8',
  legalComments: 'none'
} as const

/** Resolves `a0seal:…` to what a target was given, and to nothing else. */
const given = (modules: Readonly<Record<string, GivenModule>>): Plugin => ({
  name: 'given',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^a0seal:/ }, ({ path }) =>
      Object.hasOwn(modules, path)
        ? { path: path.replace('a0seal:', ''), namespace: 'a0seal' }
        : { errors: [{ text: `${path} is not given here` }] }
    )
    onLoad({ filter: /.*/, namespace: 'a0seal' }, ({ path }) => ({
      ...modules[`a0seal:${path}`],
      resolveDir: packageRoot
    }))
  }
})

/** The same to read, and less to store. Not where a text that was given may have lines of its own, which are no indentation. */
const withTabs = (text: string, { modules }: Target): string =>
  Object.values(modules).some(({ contents, loader }) => loader === 'json' && contents.includes('\\n'))
    ? text
    : text.replace(/^ +/gm, blanks => '\t'.repeat(blanks.length / 2))

/** Source files by their path in the package. What was given is not in it, but for the policy. */
const inputsOf = (files: readonly string[]): string[] =>
  files
    .filter(file => file !== '<stdin>' && (file === 'a0seal:policy' || !file.startsWith('a0seal:')))
    .map(file => file.replace('a0seal:', ''))
    .sort()

/** Bundles a target, and looks at the outcome. @param sources each file that is read is added @throws ERR_BUILD */
export const bundle = async (
  target: Target,
  firstLine: string,
  sources = new Set<string>()
): Promise<Bundled> => {
  const { build } = await loadEsbuild()
  const { outputFiles, metafile } = await build({
    ...bundleOptions,
    absWorkingDir: packageRoot,
    stdin: { contents: target.entry, resolveDir: packageRoot },
    plugins: [noteFiles(sources), given(target.modules)],
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
    metafile: true,
    logLevel: 'silent'
  }).catch((error: Error) => {
    throw new A0sealError('ERR_BUILD', `${target.name}: ${error.message}`)
  })
  const bundled = {
    name: target.name,
    code: target.wrap(withTabs(outputFiles[0]?.text ?? '', target), firstLine),
    inputs: inputsOf(Object.keys(metafile.inputs)),
    imports: Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path))
  }
  for (const check of target.checks) check(bundled)
  return bundled
}
