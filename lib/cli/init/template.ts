import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../builder/package-root.js'

const folder = join(packageRoot, 'template')

/** A file of the template, as it is to stand in the project. */
export interface TemplateFile {
  path: string
  text: string
}

/** What shows how to work with the policy of the template, and fits no other. The policy comes last: once it is there, all are. */
const examples = [
  'actions/email-domain.ts',
  'test/actions/email-domain.mjs',
  'test/actions/login.mjs',
  'a0seal.config.ts'
]

const always = ['tsconfig.json', '.github/workflows/a0seal.yml']

/** In a package that is CommonJS, TypeScript takes `.ts` for CommonJS too, and a0seal is ES modules. */
const asModules = (text: string): string =>
  text.replaceAll('email-domain.ts', 'email-domain.mts').replaceAll('a0seal.config.ts', 'a0seal.config.mts')

const readTemplate = (path: string): Promise<string> => readFile(join(folder, path), 'utf8')

/** The workflow with these commands in the place of `npm test`. */
const withTests = (text: string, commands: readonly string[]): string =>
  text.replace(/^( *- run: )npm test\n/m, (_line, step: string) =>
    commands.map(command => `${step}${command}\n`).join('')
  )

interface TemplateOptions {
  /** The project's package is ES modules. */
  isModule: boolean
  withExamples: boolean
  /** What runs the tests there are, for the workflow. */
  tests: readonly string[]
}

/** The files that are copied as they are, but for what depends on the project. */
export const templateFiles = ({
  isModule,
  withExamples,
  tests
}: TemplateOptions): Promise<TemplateFile[]> => {
  const adapt = (text: string) => {
    const adapted = withTests(text, tests)
    return isModule ? adapted : asModules(adapted)
  }
  return Promise.all(
    [...always, ...(withExamples ? examples : [])].map(async path => ({
      path: adapt(path),
      text: adapt(await readTemplate(path))
    }))
  )
}

/** What no repository may hold, a line each. npm packs no file of the name `.gitignore`. */
export const ignoredPaths = async (): Promise<string[]> =>
  (await readTemplate('gitignore')).split('\n').filter(line => line !== '')
