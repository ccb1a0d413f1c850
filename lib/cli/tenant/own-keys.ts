import type { DevelopmentKeys } from '../../builder/development-keys.js'
import { A0sealError } from '../../core/errors.js'
import type { SecretContent } from '../../core/policy/secrets.js'
import type { ReadSecret } from '../../tenant/development/load-actions.js'
import { checkedSecret } from '../deploy/secrets.js'
import { readPrivateFile } from '../keys/file.js'
import type { NamedFile } from '../keys/named-files.js'
import { describeKeySet, type KeyKind } from '../keys/report.js'

const contentOf: Readonly<Record<KeyKind, SecretContent>> = {
  secret: 'secret keys',
  public: 'public keys',
  private: 'public key',
  index: 'index keys',
  MAC: 'MAC key'
}

/** Keys of any kind, where nothing says which kind an Action takes. */
const anyKeys = (text: string): SecretContent => contentOf[describeKeySet(text.trim()).kind ?? 'private']

const privateKeyOf = (text: string): DevelopmentKeys['privateKeys'][string] | undefined => {
  if (describeKeySet(text.trim()).kind !== 'private') return undefined
  const value = JSON.parse(text)
  return value.keys?.[0] ?? value
}

/**
 * What files hold for secrets, by their names: keys, or for a secret of one's own Action any text. A private key set is an
 * application's: the secret gets its public half, and what is released to it opens here.
 *
 * @returns for each name what gives its secret, and throws ERR_KEY_SET or ERR_KEY_MODE where the Action takes something else
 * @throws ERR_USAGE for a file that is missing, that others can read, or a name that is there twice
 */
export const readOwnKeys = async (named: readonly NamedFile[]): Promise<Record<string, ReadSecret>> => {
  const own: Record<string, ReadSecret> = {}
  for (const { name, file } of named) {
    if (Object.hasOwn(own, name))
      throw new A0sealError('ERR_USAGE', `--keys names ${name} twice: name it once`)
    const text = await readPrivateFile(file)
    own[name] = content => {
      const { value } = checkedSecret({ text, source: `--keys ${name}=${file}` }, content ?? anyKeys(text))
      const privateKey = content === 'own' ? undefined : privateKeyOf(text)
      return { secret: value, ...(privateKey && { privateKey }) }
    }
  }
  return own
}
