import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { build } from '../../builder/build.js'
import { createDevelopmentKeys, type DevelopmentKeys, noKeys } from '../../builder/development-keys.js'
import { deployedElsewhere, readManifest } from '../../builder/manifest.js'
import { loadPolicy } from '../../builder/policy-file.js'
import { watchBuild } from '../../builder/watch.js'
import { A0sealError } from '../../core/errors.js'
import type { JWK } from '../../core/jwe/generate.js'
import { isUnset } from '../../core/jwe/key-set.js'
import { own } from '../../core/policy/own.js'
import type { SecretContent, ActionSecrets as SecretContents } from '../../core/policy/secrets.js'
import type { Policy } from '../../core/policy/types.js'
import { type ActionSecrets, type BoundAction, readActions } from '../actions/read-folder.js'
import { optedInClients, seedFromPolicy } from '../seed/from-policy.js'
import type { Seed } from '../seed/schema.js'
import { assertDataFolder, readSecrets } from '../store/data-file.js'
import { type FolderSecrets, secretsOfFolder } from './folder-secrets.js'
import { keepKeys } from './key-file.js'

/**
 * Gives a secret, and the private key of the recipient whose public key it holds.
 *
 * @param content what the Actions take it for; undefined where nothing says so
 */
export type ReadSecret = (content: SecretContent | undefined) => { secret: string; privateKey?: JWK }

/** Where Actions come from: a folder that was built, or a policy to build them from. */
export interface ActionsSource {
  /** Default `a0seal.config.ts`; none where there is a folder. */
  config?: string | undefined
  /** Handed to the policy. Default `dev`. */
  env?: string | undefined
  /** A folder in the format of auth0-deploy-cli, in the place of what `config` builds: that is what its logins are looked at by then. */
  actions?: string | undefined
  /** Without it the seed follows from the policy; without `secrets` in it, the Actions get development keys. */
  seed?: Seed | undefined
  /** The tenant's data file: the keys it was sealed with go on. */
  data?: string | undefined
  /** Where development keys are kept. Default: nowhere, each start has its own. */
  keyFile?: string | undefined
  /** By the name of a secret, what it gets in the place of a development key: it is written nowhere. */
  keys?: Readonly<Record<string, ReadSecret>> | undefined
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
  /** What the build warned of. */
  warnings: readonly string[]
}

/** What a tenant is started with. */
export interface LoadedPolicy extends LoadedActions {
  /** Absent where the Actions came from a folder, and no policy was named beside it. */
  policy?: Policy
  /** Where that policy is: relative to where the process runs. */
  policySource?: { config: string; env?: string }
  seed?: Seed | undefined
}

/** @throws ERR_USAGE for the name of a secret that no Action takes: a typo would leave the Action with another key */
const assertTaken = ({ secrets }: DevelopmentKeys, actions: readonly BoundAction[]): void => {
  const taken = new Set(actions.flatMap(action => Object.keys(action.secrets)))
  const unknown = Object.keys(secrets).find(name => !taken.has(name))
  if (unknown !== undefined)
    throw new A0sealError(
      'ERR_USAGE',
      `no Action takes the secret ${unknown}: they take ${[...taken].join(', ') || 'none'}`
    )
}

interface ReadOptions {
  /** Development keys that stay as they are. */
  known?: DevelopmentKeys
  /** Client ids of applications that opt in. */
  recipients?: readonly string[]
  warnings?: readonly string[]
  /** Says what Actions of ours take, in a folder without a manifest. */
  policy?: Policy
}

/** The keys that were handed in, as the Actions take them. A name that no Action takes is refused once they are read. */
const handedKeys = (
  given: ActionsSource['keys'] = {},
  { actions, isWhole }: FolderSecrets
): DevelopmentKeys => {
  const contents: Partial<SecretContents> = Object.assign({}, ...actions.map(({ secrets }) => secrets))
  const keys = structuredClone(noKeys)
  for (const [name, read] of Object.entries(given)) {
    const { secret, privateKey } = read(own(contents, name) ?? (isWhole ? 'own' : undefined))
    keys.secrets[name] = secret
    if (privateKey) keys.privateKeys[name] = privateKey
  }
  return keys
}

/** Development keys for what was not handed in. */
const developmentKeys = async (
  { actions: all }: FolderSecrets,
  { keyFile, handed }: { keyFile: string | undefined; handed: DevelopmentKeys },
  { known, recipients }: ReadOptions
): Promise<DevelopmentKeys> => {
  const isHanded = (name: string) => Object.hasOwn(handed.secrets, name)
  const actions = all.map(({ secrets }) => ({
    secrets: Object.fromEntries(Object.entries(secrets).filter(([name]) => !isHanded(name)))
  }))
  const complete = (kept: DevelopmentKeys) => createDevelopmentKeys({ actions }, kept, recipients)
  return keyFile === undefined ? complete(known ?? noKeys) : keepKeys(keyFile, complete)
}

/**
 * The secrets of one's own Actions that the environment has. It comes before the seed, and before what was kept, but not before
 * a file that was named.
 */
const withEnvironment = (
  secrets: ActionSecrets,
  { actions }: FolderSecrets,
  { environment, handed }: { environment: NonNullable<ActionsSource['environment']>; handed: DevelopmentKeys }
): ActionSecrets => {
  const found = actions.map(({ name, secrets: needed }) => {
    const values = Object.keys(needed).flatMap(secret => {
      const value = own(environment, secret)
      const isMissing = needed[secret] !== 'own' || value === undefined
      return isMissing || Object.hasOwn(handed.secrets, secret) ? [] : [[secret, value]]
    })
    return [name, { ...own(secrets, name), ...Object.fromEntries(values) }]
  })
  return { ...secrets, ...Object.fromEntries(found) }
}

/** Reads what was built. */
const readBuilt = async (
  directory: string,
  source: ActionsSource,
  options: ReadOptions = {}
): Promise<LoadedActions> => {
  const { seed, data, keyFile, environment = process.env } = source
  const manifest = await readManifest(directory)
  const elsewhere = manifest ? deployedElsewhere(manifest) : []
  const needed = manifest
    ? { actions: manifest.actions, isWhole: true }
    : secretsOfFolder(await readActions(directory), options.policy)
  const handed = handedKeys(source.keys, needed)
  const development =
    seed?.secrets || !needed.isWhole ? noKeys : await developmentKeys(needed, { keyFile, handed }, options)
  const kept = data ? await readSecrets(data) : {}
  const before = seed?.secrets ?? { '*': development.secrets, ...kept }
  const given = Object.fromEntries(
    Object.entries({ '*': {}, ...before }).map(([name, secrets]) => [name, { ...secrets, ...handed.secrets }])
  )
  const secrets = withEnvironment(given, needed, { environment, handed })
  const actions = await readActions(directory, secrets, { elsewhere })
  const unset = actions.flatMap(({ name, secrets }) =>
    Object.keys(secrets).flatMap(secret => (isUnset(secrets[secret]) ? [`${name} ${secret}`] : []))
  )
  assertTaken(handed, actions)
  const privateKeys = { ...development.privateKeys, ...handed.privateKeys }
  const { warnings = [] } = options
  return { actions, privateKeys, secrets: development.secrets, elsewhere, unset, warnings }
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

/** As it was named, or found in the folder where the process runs. */
const policySource = (found: string, { config, env }: ActionsSource) => {
  const file = relative('.', config ?? basename(found))
  return { config: file.replaceAll('\\', '/'), ...(env !== undefined && { env }) }
}

/** The Actions of a folder. A policy that was named beside it is what their logins are looked at by, whatever they are. */
const loadFolder = async (directory: string, source: ActionsSource): Promise<LoadedPolicy> => {
  if (source.config === undefined) return { ...(await readBuilt(directory, source)), seed: source.seed }
  const { policy, config } = await loadPolicy({ config: source.config, env: source.env })
  const recipients = source.seed ? [] : optedInClients(policy)
  const built = await readBuilt(directory, source, { policy, recipients })
  return {
    ...built,
    policy,
    policySource: policySource(config, source),
    seed: source.seed ?? seedFromPolicy(policy, built.privateKeys)
  }
}

/** @throws ERR_POLICY, ERR_BUILD; ERR_USAGE for files and keys that cannot be used */
export const loadActions = async (source: ActionsSource): Promise<LoadedPolicy> => {
  if (source.data !== undefined) await assertDataFolder(source.data)
  if (source.actions !== undefined) return loadFolder(source.actions, source)
  return inTemporaryFolder(async out => {
    const { policy, config, warnings } = await build({ config: source.config, env: source.env, out })
    const recipients = source.seed ? [] : optedInClients(policy)
    const built = await readBuilt(out, source, { recipients, warnings })
    return {
      ...built,
      policy,
      policySource: policySource(config, source),
      seed: source.seed ?? seedFromPolicy(policy, built.privateKeys)
    }
  })
}

export interface WatchActionsOptions {
  /** The development keys of before: what was sealed with them is opened with them. */
  known: Pick<LoadedActions, 'secrets' | 'privateKeys'>
  onLoaded(loaded: LoadedActions & { policy: Policy }): void
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
      {
        onBuilt: async ({ policy, warnings }) =>
          onLoaded({ ...(await readBuilt(out, source, { known, warnings })), policy }),
        onFailed,
        signal
      }
    )
  )
