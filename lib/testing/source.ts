import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkCode } from '../runtime/code/check-code.js'

/** Text as it can be deployed, and where it came from. */
export interface ActionText {
  name: string
  code: string
  /** The file it was read from; packages are looked up from there. */
  file?: string
}

/** Bundles a source (TypeScript, or an ES module) into the CommonJS text that can be deployed. */
export const bundleSource = async (file: string): Promise<string> => {
  const esbuild = await import('esbuild')
  const { outputFiles } = await esbuild.build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    charset: 'utf8',
    external: ['actions:*'],
    conditions: ['a0seal-source'],
    logLevel: 'silent'
  })
  return outputFiles[0]?.text ?? ''
}

const toCommonJS = async (file: string): Promise<string> => {
  const code = await readFile(file, 'utf8')
  return checkCode(code) === undefined ? code : bundleSource(file)
}

const known = new Map<string, { changed: number; text: Promise<string> }>()

/**
 * The CommonJS text of a file. What is CommonJS already, such as a built Action, is taken as it stands; anything else goes
 * through esbuild. Read again when the file has changed; changes of what a source imports are not noticed.
 */
const textOf = async (file: string): Promise<string> => {
  const { mtimeMs } = await stat(file)
  const before = known.get(file)
  if (before?.changed === mtimeMs) return before.text
  const text = toCommonJS(file)
  known.set(file, { changed: mtimeMs, text })
  return text
}

/** `seal-attributes` for both `seal-attributes.ts` and `seal-attributes/code.js`. */
const nameOf = (file: string): string => {
  const name = basename(file, extname(file))
  return name === 'code' ? basename(dirname(file)) : name
}

/** Reads an Action or a module from a file. */
export const readSource = async (location: string | URL): Promise<ActionText> => {
  const file = location instanceof URL ? fileURLToPath(location) : resolve(location)
  return { name: nameOf(file), code: await textOf(file), file }
}
