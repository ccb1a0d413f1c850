import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { filesOf, readManifest } from './manifest.js'

/** Removes a folder that is empty, and leaves any other. */
const removeEmpty = async (folder: string): Promise<void> => {
  try {
    await rmdir(folder)
  } catch (error) {
    if (!['ENOTEMPTY', 'ENOENT', 'EEXIST'].includes((error as { code?: string }).code ?? '')) throw error
  }
}

/**
 * Writes the files of a build by their path in its folder, and removes those that an earlier build wrote for what is no
 * longer built: a deploy would bring them back. Files of others stay.
 */
export const writeFiles = async (folder: string, files: Readonly<Record<string, string>>): Promise<void> => {
  const manifest = await readManifest(folder)
  const before = manifest ? filesOf(manifest) : []
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
  for (const file of before.filter(file => !Object.hasOwn(files, file))) {
    const path = join(folder, file)
    await rm(path, { force: true })
    await removeEmpty(dirname(path))
  }
}
