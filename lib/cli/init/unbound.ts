import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

const folderName = 'actions'

/** JavaScript and TypeScript, types alone aside. */
const isSource = (name: string): boolean => /\.[cm]?[jt]s$/.test(name) && !/\.d\.[cm]?ts$/.test(name)

/**
 * Files of `actions/` that the text of a policy does not name. The text is searched, not run: what it imports may not be
 * installed yet.
 *
 * @returns their paths in the project, sorted
 */
export const unboundActions = async (folder: string, policy: string): Promise<string[]> => {
  const names = await readdir(join(folder, folderName), { recursive: true }).catch(error => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  return names
    .filter(isSource)
    .map(name => `${folderName}/${name.replaceAll('\\', '/')}`)
    .filter(path => !path.includes('/node_modules/') && !policy.includes(path))
    .sort()
}
