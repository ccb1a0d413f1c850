import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../builder/build.js'
import { readManifest } from '../../builder/manifest.js'
import type { JWK } from '../../core/jwe/generate.js'
import { readActions } from '../actions/read-folder.js'
import type { Seed } from '../seed/schema.js'
import { readSecrets } from '../store/data-file.js'
import { createDevelopmentKeys } from './keys.js'

/** Where Actions come from: a folder that was built, or a policy to build them from. */
export interface ActionsSource {
  /** Default `a0seal.config.ts`. */
  config?: string | undefined
  /** Handed to the policy. Default `dev`. */
  env?: string | undefined
  /** A folder in the format of auth0-deploy-cli, in the place of a policy. */
  actions?: string | undefined
  /** Without `secrets` in it, the Actions get keys of their own. */
  seed?: Seed | undefined
  /** The tenant's data file: the keys it was sealed with go on. */
  data?: string | undefined
}

export interface LoadedActions {
  actions: Awaited<ReturnType<typeof readActions>>
  /** Of the recipients that got development keys, by the name of the secret with the public half. */
  privateKeys: Record<string, JWK>
  /** The development keys the Actions got, by the name of their secret. */
  secrets: Record<string, string>
}

/** @throws ERR_POLICY, ERR_BUILD */
export const loadActions = async ({
  config,
  env,
  actions,
  seed,
  data
}: ActionsSource): Promise<LoadedActions> => {
  const temporary = actions ? undefined : await mkdtemp(join(tmpdir(), 'a0seal-'))
  try {
    const directory = actions ?? (temporary as string)
    const manifest = temporary
      ? (await build({ ...(config && { config }), ...(env && { env }), out: temporary })).manifest
      : await readManifest(directory)
    const development = seed?.secrets || !manifest ? undefined : createDevelopmentKeys(manifest)
    const kept = data ? await readSecrets(data) : {}
    const secrets = seed?.secrets ?? { '*': development?.secrets ?? {}, ...kept }
    const { privateKeys = {}, secrets: developmentSecrets = {} } = development ?? {}
    return { actions: await readActions(directory, secrets), privateKeys, secrets: developmentSecrets }
  } finally {
    if (temporary) await rm(temporary, { recursive: true, force: true })
  }
}
