import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readActions } from '../local/tenant/actions.js'
import type { Seed } from '../local/tenant/seed.js'
import { buildModule } from './build-module.js'
import { createDevelopmentKeys } from './development-keys.js'

interface Source {
  config: string
  env: string
  actions?: string
  seed?: Seed
}

/** The Actions to bind: those of a folder, or built from the policy. Without secrets in the seed they get keys of their own. */
export const loadActions = async ({ config, env, actions, seed }: Source) => {
  const temporary = actions ? undefined : await mkdtemp(join(tmpdir(), 'a0seal-'))
  try {
    const directory = actions ?? (temporary as string)
    const { build, readManifest } = await buildModule()
    const manifest = temporary
      ? (await build({ config, env, out: temporary })).manifest
      : await readManifest(directory)
    const development = seed?.secrets || !manifest ? undefined : createDevelopmentKeys(manifest)
    const secrets = seed?.secrets ?? { '*': development?.secrets ?? {} }
    return { actions: await readActions(directory, secrets), privateKeys: development?.privateKeys ?? {} }
  } finally {
    if (temporary) await rm(temporary, { recursive: true, force: true })
  }
}
