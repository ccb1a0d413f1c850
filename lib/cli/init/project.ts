import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { packageRoot } from '../../builder/package-root.js'
import { configNames } from '../../builder/policy-file.js'
import { missingLines, withLines } from './ignore-file.js'
import { changePackage, testCommand } from './package-file.js'
import { ignoredPaths, templateFiles } from './template.js'
import { unboundActions } from './unbound.js'

/** What became of a project. Paths are relative to its folder. */
export interface Initialised {
  /** New files. */
  written: string[]
  /** Files that were there and got what they lacked: what that is, by file. */
  added: Record<string, string[]>
  /** What was there and stays as it is. */
  left: string[]
  /** Whether a0seal is still to be installed. */
  needsInstall: boolean
  /** What runs the tests of the Actions; absent where there are none. */
  test?: string
  /** Files of `actions/` that the policy does not name. */
  unbound: string[]
  /** The policy, which one reads first. */
  policy: string
}

const readIfThere = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** @returns false where there is something of the name already, be it a link that leads nowhere */
const create = async (file: string, text: string): Promise<boolean> => {
  await mkdir(dirname(file), { recursive: true })
  try {
    await writeFile(file, text, { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Whether there is something for our test command to run. */
const hasActionTests = async (folder: string): Promise<boolean> => {
  const names = await readdir(join(folder, 'test/actions')).catch(() => []) // none that can be read: none to run
  return names.some(name => name.endsWith('.mjs'))
}

/** Whoever reads the file, also after a crash, finds the old text or the new one. */
const replace = (file: string, text: string): Promise<void> => writeFileAtomic(file, text)

/** Adds to a file what it lacks. */
const complete = async (
  folder: string,
  name: string,
  { before, after, what }: { before: string | undefined; after: string; what: string[] }
): Promise<Pick<Initialised, 'written' | 'added' | 'left'>> => {
  const none = { written: [], added: {}, left: [] }
  if (what.length === 0) return { ...none, left: [name] }
  await replace(join(folder, name), after)
  return before === undefined ? { ...none, written: [name] } : { ...none, added: { [name]: what } }
}

const completeIgnoreFile = async (folder: string) => {
  const before = await readIfThere(join(folder, '.gitignore'))
  const what = missingLines(before ?? '', await ignoredPaths())
  return complete(folder, '.gitignore', { before, after: withLines(before ?? '', what), what })
}

/**
 * Makes a folder a project that tests, builds and runs. What is there stays as it is: `package.json` and `.gitignore` get what
 * they lack, any other file is left. Where there is a policy already, the examples that fit ours only are not written. Once it
 * was run, running it again changes nothing.
 *
 * @throws ERR_USAGE for a `package.json` that is no JSON object; nothing was written then
 */
export const initProject = async (folder: string): Promise<Initialised> => {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8'))
  const before = await readIfThere(join(folder, 'package.json'))
  const theirs = configNames.find(name => existsSync(join(folder, name)))
  const hasOurTests = !theirs || (await hasActionTests(folder))
  const { text, isModule, added, left, keepsTest, hasTest, needsInstall } = changePackage(before, {
    version,
    hasOurTests
  })

  await mkdir(folder, { recursive: true })
  const completed = [
    await complete(folder, 'package.json', { before, after: text, what: added }),
    await completeIgnoreFile(folder)
  ]
  const result: Initialised = {
    written: completed.flatMap(({ written }) => written),
    added: Object.assign({}, ...completed.map(file => file.added)),
    left: [...completed.flatMap(file => file.left), ...left, ...(theirs ? [theirs] : [])],
    needsInstall,
    ...(hasOurTests && { test: keepsTest ? testCommand : 'npm test' }),
    unbound: [],
    policy: theirs ?? (isModule ? 'a0seal.config.ts' : 'a0seal.config.mts')
  }
  const tests = [...(hasTest ? ['npm test'] : []), ...(hasOurTests && keepsTest ? [testCommand] : [])]
  for (const file of await templateFiles({ isModule, withExamples: !theirs, tests })) {
    const isNew = await create(join(folder, file.path), file.text)
    result[isNew ? 'written' : 'left'].push(file.path)
  }
  result.unbound = await unboundActions(folder, (await readIfThere(join(folder, result.policy))) ?? '')
  return result
}
