import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Command, InvalidArgumentError } from 'commander'
import { A0sealError } from '../core/errors.js'
import type { ActionsSource, LoadedActions, LoadedPolicy } from '../tenant/development/load-actions.js'
import type { Seed } from '../tenant/seed/schema.js'
import type { Tenant } from '../tenant/start.js'
import { describeError } from './describe-error.js'
import { finishing, unlessInterrupted, untilAborted } from './interruption.js'
import { type NamedFile, namedFiles } from './keys/named-files.js'
import { createFindingLines, executionLines, refusalLines } from './tenant/findings.js'
import { introduce, setSecret } from './tenant/introduction.js'
import { readOwnKeys } from './tenant/own-keys.js'
import type { Terminal } from './terminal.js'

const port = (text: string): number => {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > 65_535) throw new InvalidArgumentError('a port is 0 to 65535')
  return number
}

const readSeed = async (file: string): Promise<Seed> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    // What a parser throws quotes the text.
    if (error instanceof SyntaxError)
      throw new A0sealError('ERR_USAGE', `${file} is not JSON: npx a0seal tenant --print-seed shows a seed`)
    throw error
  }
}

/** A seed that is wrong is a TypeError that names the path in it. */
const wrongSeed = (error: unknown): never => {
  throw error instanceof TypeError && error.message.startsWith('seed')
    ? new A0sealError('ERR_USAGE', error.message)
    : error
}

interface Options {
  port: number
  httpsPort: number
  config?: string
  env: string
  actions?: string
  seed?: string
  data?: string
  keys?: NamedFile[]
  watch: boolean
  printSeed: boolean
  json: boolean
}

/** What a tenant would start with, but for keys: by the policy, or without one the built-in seed. */
const seedFor = async ({ config, env }: Options): Promise<Seed> => {
  const { configFiles, loadPolicy } = await import('../builder/policy-file.js')
  if (config === undefined && !configFiles().some(file => existsSync(file)))
    return (await import('../tenant/seed/built-in.js')).builtInSeed
  const { seedFromPolicy } = await import('../tenant/seed/from-policy.js')
  return seedFromPolicy((await loadPolicy({ config, env })).policy)
}

interface Started {
  tenant: Tenant
  loaded: LoadedPolicy
  source: ActionsSource
  /** Absent where the Actions got no development keys. */
  keysFile: string | undefined
}

const start = async (
  { config, env, actions, seed: seedFile, port, httpsPort, data, keys = [] }: Options,
  { env: environment, warn, onSaveFailed }: Terminal & { onSaveFailed: (error: Error) => void }
): Promise<Started> => {
  const seed = seedFile === undefined ? undefined : await readSeed(seedFile)
  const { loadActions } = await import('../tenant/development/load-actions.js')
  const { keyFileFor } = await import('../tenant/development/key-file.js')
  const { startTenant } = await import('../tenant/start.js')
  const keyFile = keyFileFor({ data, config })
  const source = { config, env, actions, seed, data, environment, keyFile, keys: await readOwnKeys(keys) }
  const loaded = await loadActions(source)
  const findingLines = createFindingLines()
  const tenant: Tenant = await startTenant({
    actions: loaded.actions,
    port,
    httpsPort,
    ...(loaded.seed && { seed: loaded.seed }),
    ...(data && { data }),
    ...(loaded.policy && { policy: loaded.policy }),
    ...(loaded.policySource && { policySource: loaded.policySource }),
    developmentKeys: { ...loaded.secrets, ...loaded.privateKeys },
    onSaveFailed,
    onRun(run, login) {
      for (const line of findingLines(run, login)) warn(line)
      for (const line of refusalLines(run, `${tenant.inspector}/${login.id}`)) warn(line)
    },
    onExecution(execution) {
      for (const line of executionLines(execution, tenant)) warn(line)
    }
  }).catch(wrongSeed)
  const hasKeys = Object.keys(loaded.secrets).length > 0 && existsSync(keyFile)
  return { tenant, loaded, source, keysFile: hasKeys ? keyFile : undefined }
}

/** What the build warns of, and what of the Actions does not run here. */
const built = ({ warnings, elsewhere }: LoadedActions): string[] => [
  ...warnings,
  ...elsewhere.map(name => `${name} lives in the tenant, by the policy: it does not run here`)
]

/** The same, with what is not set. */
const warnings = (loaded: LoadedActions): string[] => [
  ...built(loaded),
  ...loaded.unset.map(secret => `unset secret: ${secret}: ${setSecret}`)
]

/** Builds again whenever a source changes: the next login runs the new code. Until a failure is mended, the code of before runs. */
const watchInto = async (
  tenant: Tenant,
  { source, loaded }: { source: ActionsSource; loaded: LoadedActions },
  { warn, signal }: Pick<Terminal, 'warn'> & { signal: AbortSignal }
): Promise<void> => {
  const { watchActions } = await import('../tenant/development/load-actions.js')
  let said = warnings(loaded)
  await watchActions(source, {
    known: loaded,
    onLoaded(next) {
      tenant.replaceActions(next.actions, next.policy)
      for (const line of warnings(next)) if (!said.includes(line)) warn(line)
      said = warnings(next)
    },
    onFailed: error => warn(`${describeError(error)}; the Actions of before go on`),
    signal
  })
}

const show = async (
  { tenant, loaded, source, keysFile }: Started,
  { json, printJson, printLine, warn }: Terminal & { json: boolean }
): Promise<void> => {
  if (json) {
    const { issuer, httpsIssuer, caFile, inspector, tenant: id, clients, personas, management } = tenant
    printJson({
      issuer,
      httpsIssuer,
      caFile,
      inspector,
      tenant: id,
      clients,
      personas,
      management,
      keysFile
    })
    for (const line of warnings(loaded)) warn(line)
    return
  }
  const { builtInSeed } = await import('../tenant/seed/built-in.js')
  const personas = loaded.seed?.personas ?? builtInSeed.personas
  const isMadeUp = loaded.policy !== undefined && source.seed === undefined
  for (const line of introduce(tenant, { loaded, personas, keysFile, isMadeUp })) printLine(line)
  for (const line of built(loaded)) warn(line)
}

/** Runs until it is interrupted, also while it starts; nothing of it is left then but its data file and its keys. */
const runTenant = (options: Options, terminal: Terminal): Promise<void> =>
  finishing(async interrupted => {
    const onSaveFailed = ({ message }: Error) => {
      terminal.warn(`ERR_USAGE: the data file was not written: ${message}`)
      terminal.exitCode = 1
    }
    const started = await unlessInterrupted(interrupted, () => start(options, { ...terminal, onSaveFailed }))
    if (interrupted.aborted) terminal.exitCode = 3
    if (!started) return
    try {
      if (interrupted.aborted) return
      await show(started, { ...terminal, json: options.json })
      if (options.watch) await watchInto(started.tenant, started, { ...terminal, signal: interrupted })
      else await untilAborted(interrupted)
    } finally {
      await started.tenant.stop()
    }
  })

export const createTenantCommand = (terminal: Terminal): Command =>
  new Command('tenant')
    .description('run an Auth0 tenant on this machine, with the built Actions bound')
    .option('--port <n>', 'HTTP port; 0 takes a free one', port, 4400)
    .option('--https-port <n>', 'HTTPS port; 0 takes a free one', port, 0)
    .option('--config <file>', 'the policy whose Actions are built and bound')
    .option('--env <name>', 'the environment handed to the policy', 'dev')
    .option(
      '--actions <dir>',
      'bind the Actions of this folder instead, built or exported; a --config beside it is what their logins are looked at by'
    )
    .option('--seed <file>', 'JSON file in the place of what follows from the policy; see docs/seed.md')
    .option('--data <file>', 'keep the state in this file, and take it up again at the next start')
    .option(
      '--keys <name=file>',
      'keys for a secret in the place of development keys, or the text of a secret of your own Action; may be repeated',
      namedFiles
    )
    .option('--watch', 'build again whenever a source changes: the next login runs the new code', false)
    .option(
      '--print-seed',
      'print the seed that follows from the policy, or without one the built-in seed, and stop',
      false
    )
    .option('--json', 'print where the tenant is as one line of JSON', false)
    .action(async (options: Options) => {
      if (options.watch && options.actions !== undefined)
        throw new A0sealError(
          'ERR_USAGE',
          '--watch builds the Actions of --config: it has nothing to do with --actions'
        )
      if (!options.printSeed) return runTenant(options, terminal)
      terminal.printLine(JSON.stringify(await seedFor(options), null, 2))
    })
