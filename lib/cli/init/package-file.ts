import { A0sealError } from '../../core/errors.js'

/** Runs the tests of the Actions. */
export const testCommand = 'node --test test/actions/*.mjs'

const scripts: Readonly<Record<string, string>> = {
  build: 'a0seal build',
  demo: 'a0seal demo',
  tenant: 'a0seal tenant',
  test: testCommand
}

/** What `npm init` writes where nobody named a test. */
const noTest = 'echo "Error: no test specified" && exit 1'

interface PackageFile {
  type?: unknown
  scripts?: Record<string, unknown>
  dependencies?: Record<string, unknown>
  devDependencies?: Record<string, unknown>
}

export interface ChangedPackage {
  text: string
  /** Whether the package's `.js` and `.ts` files are ES modules. */
  isModule: boolean
  /** What was added, by name. */
  added: string[]
  /** Scripts that have another command, and what ours is. */
  left: string[]
  /** Whether `npm test` runs other tests than ours. */
  keepsTest: boolean
  /** Whether `npm test` runs any. */
  hasTest: boolean
  /** Whether a0seal is still to be installed. */
  needsInstall: boolean
}

/** @throws ERR_USAGE */
const parse = (text: string): PackageFile => {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // Said below: what a parser throws quotes the text.
  }
  throw new A0sealError('ERR_USAGE', 'package.json is not a JSON object: mend it first, nothing was written')
}

/** Whether the file says nothing yet: it is not there, or `npm install` made it for what it installed. */
const isBlank = (file: PackageFile): boolean =>
  Object.keys(file).every(key => key === 'dependencies' || key === 'devDependencies')

/**
 * What the project's `package.json` lacks, added behind what is there. A package that says nothing yet becomes one of ES modules;
 * the type of any other stays, since all of its files depend on it.
 *
 * @param text of `package.json`, undefined where there is none
 * @param options.version of a0seal
 * @param options.hasOurTests whether there are tests for our script to run: with none of them it fails
 * @throws ERR_USAGE where it is no JSON object
 */
export const changePackage = (
  text: string | undefined,
  { version, hasOurTests }: { version: string; hasOurTests: boolean }
): ChangedPackage => {
  const before = parse(text ?? '{}')
  const after: PackageFile & { private?: boolean } = { ...before }
  const added: string[] = []
  const left: string[] = []
  if (isBlank(before)) {
    after.private = true
    after.type = 'module'
    added.push('private', 'type')
  }
  const own = { ...before.scripts }
  for (const [name, command] of Object.entries(scripts)) {
    if (own[name] === command || (name === 'test' && !hasOurTests)) continue
    if (own[name] === undefined || own[name] === noTest) {
      own[name] = command
      added.push(`scripts.${name}`)
    } else left.push(`package.json scripts.${name}, which is yours; ours is: ${command}`)
  }
  if (added.some(name => name.startsWith('scripts.'))) after.scripts = own
  const needsInstall = !before.dependencies?.a0seal && !before.devDependencies?.a0seal
  if (needsInstall) {
    after.devDependencies = { ...before.devDependencies, a0seal: version }
    added.push('devDependencies.a0seal')
  }
  const indent = /^[{[]\r?\n([ \t]+)/.exec(text ?? '')?.[1] ?? '  '
  return {
    text: added.length > 0 ? `${JSON.stringify(after, null, indent)}\n` : (text ?? ''),
    isModule: after.type === 'module',
    added,
    left,
    keepsTest: own.test !== testCommand,
    hasTest: own.test !== undefined && own.test !== noTest,
    needsInstall
  }
}
