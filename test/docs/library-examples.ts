import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const source = join(root, 'lib/index.ts')
const pages = join(root, 'docs/library')

const policy = `
  import { definePolicy } from 'a0seal'
  export default definePolicy({
    namespace: 'https://acme.example/',
    slots: { demographics: { attributes: ['gender'] } },
    applications: {},
    release: [],
    copy: {}
  })`

const exampleIn = async (page: string): Promise<string> => {
  const examples = [...(await readFile(join(pages, page), 'utf8')).matchAll(/^```ts\n(.*?)^```$/gms)]
  expect(examples, page).toHaveLength(1)
  return examples[0]?.[1] ?? ''
}

/** Writes one project with the policy and the example of each page, as the page has it. @returns the names of the pages */
export const writeExamples = async (folder: string): Promise<string[]> => {
  await mkdir(join(folder, 'actions'))
  await writeFile(join(folder, 'a0seal.config.ts'), policy)
  const files = await readdir(pages)
  for (const page of files)
    await writeFile(join(folder, 'actions', page.replace(/md$/, 'ts')), await exampleIn(page))
  return files.map(page => page.replace(/\.md$/, '')).sort()
}
