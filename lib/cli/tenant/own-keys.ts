import { A0sealError } from '../../core/errors.js'
import type { DevelopmentKeys } from '../../tenant/development/keys.js'
import { readPrivateFile } from '../keys/file.js'
import type { NamedFile } from '../keys/named-files.js'
import { publicKeys } from '../keys/public.js'
import { describeKeySet } from '../keys/report.js'

/**
 * The keys of files, by the name of the secret each is for. A private key set is an application's: the secret gets its public
 * half, and what is released to it opens here.
 *
 * @throws ERR_USAGE for a file that is missing, that others can read, or a name that is there twice; ERR_KEY_SET
 */
export const readOwnKeys = async (named: readonly NamedFile[]): Promise<DevelopmentKeys> => {
  const keys: DevelopmentKeys = { secrets: {}, privateKeys: {} }
  for (const { name, file } of named) {
    if (Object.hasOwn(keys.secrets, name))
      throw new A0sealError('ERR_USAGE', `--keys names ${name} twice: name it once`)
    const text = (await readPrivateFile(file)).trim()
    const { kind, problems } = describeKeySet(text)
    if (problems.length > 0) throw new A0sealError('ERR_KEY_SET', `${file}: ${problems.join('; ')}`)
    keys.secrets[name] = kind === 'private' ? publicKeys(text) : text
    if (kind === 'private') keys.privateKeys[name] = firstOf(JSON.parse(text))
  }
  return keys
}

const firstOf = (value: { keys?: DevelopmentKeys['privateKeys'][string][] }) =>
  (value.keys?.[0] ?? value) as DevelopmentKeys['privateKeys'][string]
