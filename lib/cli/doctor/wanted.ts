import type { GivenKeys, Wanted } from '../../admin/doctor/wanted.js'
import { buildFiles } from '../../builder/build.js'
import { loadPolicy } from '../../builder/policy-file.js'
import { readDist } from '../../builder/read-dist.js'
import { A0sealError } from '../../core/errors.js'
import { shellWord } from '../../core/login/explain/shell-word.js'
import type { SecretContent } from '../../core/policy/secrets.js'
import { checkedSecret, checkFileNames, readSource } from '../deploy/secrets.js'
import { orderOf, secretsOfAll } from '../deploy/wanted.js'
import type { NamedFile } from '../keys/named-files.js'

/** What can be said of the keys that are at hand for a secret. */
const keysIn = (source: Parameters<typeof checkedSecret>[0], content: SecretContent): GivenKeys => {
  try {
    return { kids: checkedSecret(source, content).kids, problems: [] }
  } catch (error) {
    if (!(error instanceof A0sealError)) throw error
    return { kids: [], problems: [error.message] }
  }
}

/** What other commands have to be told to see the same policy and keys. */
const sharedOptions = ({ config, env, keys }: WantedOptions): string =>
  [
    ...(config === undefined ? [] : ['--config', config]),
    ...(env === 'dev' ? [] : ['--env', env]),
    ...keys.flatMap(({ name, file }) => ['--keys', `${name}=${file}`])
  ]
    .map(word => ` ${shellWord(word)}`)
    .join('')

export interface WantedOptions {
  config?: string
  env: string
  dist?: string
  keys: readonly NamedFile[]
}

/**
 * What a policy wants of its tenant.
 *
 * @param options.dist a folder that was built; without it, the policy is built anew
 * @throws ERR_POLICY, ERR_BUILD, ERR_USAGE
 */
export const readWanted = async (
  shared: WantedOptions,
  { domain, environment }: { domain: string; environment: Readonly<Record<string, string | undefined>> }
): Promise<{ wanted: Wanted; version: string }> => {
  const { env, dist, keys: files } = shared
  const loaded = await loadPolicy(shared)
  const { policy } = loaded
  checkFileNames(files, policy)
  const { manifest } = await (dist === undefined ? buildFiles(loaded) : readDist(dist, loaded))
  const { actions, policy: policyHash, version } = manifest
  const keys: Record<string, GivenKeys> = {}
  const unset: string[] = []
  for (const [secret, content] of Object.entries(secretsOfAll(actions))) {
    const source = await readSource(secret, { files, env: environment })
    if (!source) unset.push(secret)
    else if (content !== 'own') keys[secret] = keysIn(source, content)
  }
  return {
    wanted: {
      policy,
      env,
      policyHash,
      actions,
      order: orderOf(policy),
      keys,
      domain,
      options: sharedOptions(shared),
      unset
    },
    version
  }
}
