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

/** The files that are copied as they are. `isModule`: the project's package is ES modules. */
export const templateFiles = ({
  isModule,
  withExamples
}: {
  isModule: boolean
  withExamples: boolean
}): Promise<TemplateFile[]> => {
  const adapt = isModule ? (text: string) => text : asModules
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
