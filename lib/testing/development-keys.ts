import { createDevelopmentKeys, type DevelopmentKeys } from '../builder/development-keys.js'
import { type ActionSecrets, secretsOf } from '../core/policy/secrets.js'
import { type BuiltFlow, readFolderManifest } from './built-flow.js'

const readContents = async (source: BuiltFlow): Promise<ActionSecrets[]> => {
  if ('folder' in source) {
    const { manifest } = await readFolderManifest(source.folder)
    return manifest.actions.map(({ secrets }) => secrets)
  }
  const { readPolicy } = await import('../builder/policy-file.js')
  return Object.values(secretsOf(await readPolicy(source)))
}

/**
 * Keys for a test, for the secrets that the Actions of a policy take: `secrets` for `runFlow`, and `privateKeys` for the reader of
 * each application or API, by the name of the secret with its public half. New ones at each call. Secrets of one's own Actions are
 * not among them: only their author knows what they hold.
 *
 * @param source the folder or policy that `runFlow` is given
 * @throws TypeError for a folder that was not built; ERR_POLICY for a policy
 * @example
 * const { secrets } = await developmentKeys({ config: 'a0seal.config.ts' })
 * const run = await runFlow({ config: 'a0seal.config.ts' }, { event: { user: { gender: 'f' } }, secrets })
 */
export const developmentKeys = async (source: BuiltFlow): Promise<DevelopmentKeys> =>
  createDevelopmentKeys({ actions: (await readContents(source)).map(secrets => ({ secrets })) })
