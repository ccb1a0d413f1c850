import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { A0sealError } from '../core/errors.js'
import { withoutFirstLine } from '../core/format/first-line.js'
import { type BuiltFiles, policyHash, sha256 } from './build.js'
import { readManifest } from './manifest.js'
import type { LoadedPolicy } from './policy-file.js'

/**
 * What an earlier build wrote, if it is of this very policy and environment, and nobody changed it since.
 *
 * @throws ERR_USAGE naming the folder, and what is wrong with it
 */
export const readDist = async (folder: string, { policy, env }: LoadedPolicy): Promise<BuiltFiles> => {
  const refuse = (why: string): never => {
    throw new A0sealError('ERR_USAGE', `${folder} ${why}: build it again`)
  }
  const manifest = (await readManifest(folder)) ?? refuse('has no manifest')
  if (manifest.policy !== policyHash(policy) || manifest.env !== env)
    refuse('is of another policy or environment')
  const files: Record<string, string> = {}
  for (const { name, file, sha256: expected } of manifest.actions) {
    // The manifest is a file that anybody may have made: what it names is not believed to be in the folder.
    if (file !== `actions/${name}/code.js` || !/^[\w-]+$/.test(name))
      refuse('names a file that is none of a build')
    const code = await readFile(join(folder, file), 'utf8').catch(() => refuse(`lacks ${file}`))
    if (sha256(withoutFirstLine(code)) !== expected) refuse(`has another ${file} than was built`)
    files[file] = code
  }
  return { manifest, files, warnings: [] }
}
