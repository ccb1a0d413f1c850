import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from '../../builder/build.js'
import { deployedElsewhere, type Manifest, readManifest } from '../../builder/manifest.js'
import { watchBuild } from '../../builder/watch.js'
import type { JWK } from '../../core/jwe/generate.js'
import { isUnset } from '../../core/jwe/key-set.js'
import { type ActionSecrets, readActions } from '../actions/read-folder.js'
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
  /** Where one's own Actions get secrets that bear these names. Default: the environment of the process. */
  environment?: Readonly<Record<string, string | undefined>> | undefined
}

export interface LoadedActions {
  actions: Awaited<ReturnType<typeof readActions>>
  /** Of the recipients that got development keys, by the name of the secret with the public half. */
  privateKeys: Record<string, JWK>
  /** The development keys the Actions got, by the name of their secret. */
  secrets: Record<string, string>
  /** Names of Actions that the policy binds and that live in the tenant: they do not run here. */
  elsewhere: string[]
  /** Secrets that nobody has set: `<action> <secret>`. */
  unset: string[]
}

/** The secrets of one's own Actions that the environment has. It comes before the seed, and before what was kept. */
const withEnvironment = (
  secrets: ActionSecrets,
  { actions }: Manifest,
  environment: NonNullable<ActionsSource['environment']>
): ActionSecrets => {
  const found = actions.map(({ name, secrets: needed }) => {
    const own = Object.keys(needed).filter(secret => needed[secret] === 'own')
    const values = own.flatMap(secret =>
      environment[secret] === undefined ? [] : [[secret, environment[secret]]]
    )
    return [name, { ...secrets[name], ...Object.fromEntries(values) }]
  })
  return { ...secrets, ...Object.fromEntries(found) }
}

/** Reads what was built. @param known development keys that stay as they are */
const readBuilt = async (
  directory: string,
  { seed, data, environment = process.env }: ActionsSource,
  known?: Pick<LoadedActions, 'secrets' | 'privateKeys'>
): Promise<LoadedActions> => {
  const manifest = await readManifest(directory)
  const development = seed?.secrets || !manifest ? undefined : createDevelopmentKeys(manifest, known)
  const { privateKeys = {}, secrets: developmentSecrets = {} } = development ?? {}
  const kept = data ? await readSecrets(data) : {}
  const given = seed?.secrets ?? { '*': developmentSecrets, ...kept }
  const secrets = manifest ? withEnvironment(given, manifest, environment) : given
  const elsewhere = manifest ? deployedElsewhere(manifest) : []
  const actions = await readActions(directory, secrets, { elsewhere })
  const unset = actions.flatMap(({ name, secrets }) =>
    Object.keys(secrets).flatMap(secret => (isUnset(secrets[secret]) ? [`${name} ${secret}`] : []))
  )
  return { actions, privateKeys, secrets: developmentSecrets, elsewhere, unset }
}

/** Does something in a folder that is gone afterwards. */
const inTemporaryFolder = async <Result>(work: (folder: string) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'a0seal-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @throws ERR_POLICY, ERR_BUILD */
export const loadActions = async (source: ActionsSource): Promise<LoadedActions> => {
  if (source.actions) return readBuilt(source.actions, source)
  return inTemporaryFolder(async out => {
    await build({ config: source.config, env: source.env, out })
    return readBuilt(out, source)
  })
}

export interface WatchActionsOptions {
  /** The development keys of before: what was sealed with them is opened with them. */
  known: Pick<LoadedActions, 'secrets' | 'privateKeys'>
  onLoaded(loaded: LoadedActions): void
  /** Told of a build that failed: what ran before goes on. */
  onFailed(error: unknown): void
  signal: AbortSignal
}

/** Builds the Actions of a policy whenever a source changes, until it is told to stop. */
export const watchActions = (
  source: ActionsSource,
  { known, onLoaded, onFailed, signal }: WatchActionsOptions
): Promise<void> =>
  inTemporaryFolder(out =>
    watchBuild(
      { config: source.config, env: source.env, out },
      { onBuilt: async () => onLoaded(await readBuilt(out, source, known)), onFailed, signal }
    )
  )
