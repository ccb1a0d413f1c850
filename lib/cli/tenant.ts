import { access, constants, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { A0sealError } from '../core/errors.js'
import type { ActionsSource, LoadedActions } from '../tenant/development/load-actions.js'
import type { Seed } from '../tenant/seed/schema.js'
import type { Tenant } from '../tenant/start.js'
import { describeError } from './describe-error.js'
import { finishing, untilAborted } from './interruption.js'
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
      throw new A0sealError('ERR_USAGE', `${file} is not JSON: a0seal tenant --print-seed shows a seed`)
    throw error
  }
}

/** A seed that is wrong is a TypeError that names the path in it. */
const wrongSeed = (error: unknown): never => {
  throw error instanceof TypeError && error.message.startsWith('seed')
    ? new A0sealError('ERR_USAGE', error.message)
    : error
}

/** The keys of this run, in a file only its owner can read: the inspector takes it as it is. It goes when the tenant stops. */
const writeKeys = async (
  keys: Record<string, unknown>
): Promise<{ file: string; remove(): Promise<void> }> => {
  const folder = await mkdtemp(join(tmpdir(), 'a0seal-keys-'))
  const file = join(folder, 'keys.json')
  await writeFile(file, JSON.stringify(keys), { mode: 0o600 })
  return { file, remove: () => rm(folder, { recursive: true, force: true }) }
}

const describe = ({ issuer, httpsIssuer, caFile, clients, inspector, management }: Tenant): string =>
  [
    'An Auth0 tenant for development. It is not Auth0, and not for production.',
    `  issuer      ${issuer}`,
    ...(httpsIssuer ? [`  over HTTPS  ${httpsIssuer}  (authority: ${caFile})`] : []),
    `  inspector   ${inspector}`,
    `  clients     ${clients.map(({ client_id }) => client_id).join(', ')}`,
    `  management  ${management.audience}  as ${management.client_id}`
  ].join('\n')

interface Options {
  port: number
  httpsPort: number
  config?: string
  env: string
  actions?: string
  seed?: string
  data?: string
  watch: boolean
  printSeed: boolean
  json: boolean
}

const start = async (
  { config, env, actions: directory, seed: seedFile, port, httpsPort, data }: Options,
  { environment, onSaveFailed }: { environment: Terminal['env']; onSaveFailed: (error: Error) => void }
) => {
  if (data !== undefined) await access(dirname(resolve(data)), constants.W_OK)
  const seed = seedFile === undefined ? undefined : await readSeed(seedFile)
  const { loadActions } = await import('../tenant/development/load-actions.js')
  const { startTenant } = await import('../tenant/start.js')
  const source = { config, env, actions: directory, seed, data, environment }
  const loaded = await loadActions(source)
  const options = { actions: loaded.actions, port, httpsPort, ...(seed && { seed }), ...(data && { data }) }
  const tenant = await startTenant({ ...options, onSaveFailed }).catch(wrongSeed)
  return { tenant, loaded, source }
}

/** What of the Actions does not run here as it would in the tenant. */
const warnings = ({ elsewhere, unset }: LoadedActions): string[] => [
  ...elsewhere.map(name => `${name} lives in the tenant, by the policy: it does not run here`),
  ...unset.map(secret => `unset secret: ${secret}`)
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
      tenant.replaceActions(next.actions)
      for (const line of warnings(next)) if (!said.includes(line)) warn(line)
      said = warnings(next)
    },
    onFailed: error => warn(`${describeError(error)}; the Actions of before go on`),
    signal
  })
}

const show = (
  tenant: Tenant,
  keysFile: string,
  { json, printJson, printLine }: Terminal & { json: boolean }
) => {
  const { issuer, httpsIssuer, caFile, inspector, clients, management } = tenant
  if (json) return printJson({ issuer, httpsIssuer, caFile, inspector, clients, management, keysFile })
  printLine(
    `${describe(tenant)}\n  keys        ${keysFile}  (paste them into the inspector)\nCtrl-C stops it.`
  )
}

/** Runs until it is interrupted, also while it starts; nothing of it is left then but its data file. */
const runTenant = (options: Options, terminal: Terminal): Promise<void> =>
  finishing(async interrupted => {
    const onSaveFailed = ({ message }: Error) => {
      terminal.warn(`ERR_USAGE: the data file was not written: ${message}`)
      terminal.exitCode = 1
    }
    const { tenant, loaded, source } = await start(options, { environment: terminal.env, onSaveFailed })
    try {
      const written = await writeKeys({ ...loaded.secrets, ...loaded.privateKeys })
      try {
        show(tenant, written.file, { ...terminal, json: options.json })
        for (const line of warnings(loaded)) terminal.warn(line)
        if (options.watch) await watchInto(tenant, { source, loaded }, { ...terminal, signal: interrupted })
        else await untilAborted(interrupted)
      } finally {
        await written.remove()
      }
    } finally {
      await tenant.stop()
    }
  })

export const createTenantCommand = (terminal: Terminal): Command =>
  new Command('tenant')
    .description('run an Auth0 tenant on this machine, with the built Actions bound')
    .option('--port <n>', 'HTTP port; 0 takes a free one', port, 4400)
    .option('--https-port <n>', 'HTTPS port; 0 takes a free one', port, 0)
    .option('--config <file>', 'the policy whose Actions are built and bound')
    .option('--env <name>', 'the environment handed to the policy', 'dev')
    .option('--actions <dir>', 'bind the built Actions of this folder instead')
    .option('--seed <file>', 'JSON file with connections, clients, personas, secrets, settings')
    .option('--data <file>', 'keep the state in this file, and take it up again at the next start')
    .option('--watch', 'build again whenever a source changes: the next login runs the new code', false)
    .option('--print-seed', 'print the built-in seed, and stop', false)
    .option('--json', 'print where the tenant is as one line of JSON', false)
    .action(async (options: Options) => {
      if (options.watch && options.actions !== undefined)
        throw new A0sealError(
          'ERR_USAGE',
          '--watch builds the Actions of --config: it has nothing to do with --actions'
        )
      if (!options.printSeed) return runTenant(options, terminal)
      // Loaded here, so that other commands do not wait for an OIDC provider.
      const { builtInSeed } = await import('../tenant/seed/built-in.js')
      terminal.printLine(JSON.stringify(builtInSeed, null, 2))
    })
