import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { A0sealError } from '../core/errors.js'
import type { Seed } from '../tenant/seed/schema.js'
import type { Tenant } from '../tenant/start.js'
import { printJson, printLine } from './output.js'

const port = (text: string): number => {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number > 65_535) throw new InvalidArgumentError('a port is 0 to 65535')
  return number
}

const readSeed = async (file: string): Promise<Seed> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const { code } = error as { code?: string }
    throw new A0sealError('ERR_USAGE', `${file}: ${code ?? 'not JSON'}`)
  }
}

/** A seed that is wrong is a TypeError that names the path in it. */
const wrongSeed = (error: unknown): never => {
  throw error instanceof TypeError && error.message.startsWith('seed')
    ? new A0sealError('ERR_USAGE', error.message)
    : error
}

const untilInterrupted = (): Promise<void> =>
  new Promise(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })

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

export const tenantCommand = new Command('tenant')
  .description('run an Auth0 tenant on this machine, with the built Actions bound')
  .option('--port <n>', 'HTTP port; 0 takes a free one', port, 4400)
  .option('--https-port <n>', 'HTTPS port; 0 takes a free one', port, 0)
  .option('--config <file>', 'the policy whose Actions are built and bound')
  .option('--env <name>', 'the environment handed to the policy', 'dev')
  .option('--actions <dir>', 'bind the built Actions of this folder instead')
  .option('--seed <file>', 'JSON file with connections, clients, personas, secrets, settings')
  .option('--data <file>', 'keep the state in this file, and take it up again at the next start')
  .option('--print-seed', 'print the built-in seed, and stop', false)
  .option('--json', 'print where the tenant is as one line of JSON', false)
  .action(
    async ({ port, httpsPort, config, env, actions: directory, seed: seedFile, data, printSeed, json }) => {
      // Loaded here, so that other commands do not wait for an OIDC provider.
      const { builtInSeed } = await import('../tenant/seed/built-in.js')
      if (printSeed) return printLine(JSON.stringify(builtInSeed, null, 2))
      const seed = seedFile && (await readSeed(seedFile))
      const { loadActions } = await import('../tenant/development/load-actions.js')
      const { startTenant } = await import('../tenant/start.js')
      const loaded = await loadActions({ config, env, actions: directory, seed, data })
      const tenant = await startTenant({ actions: loaded.actions, seed, port, httpsPort, data }).catch(
        wrongSeed
      )
      const { issuer, httpsIssuer, caFile, clients, inspector, management } = tenant
      const keys = await writeKeys({ ...loaded.secrets, ...loaded.privateKeys })
      if (json)
        printJson({ issuer, httpsIssuer, caFile, inspector, clients, management, keysFile: keys.file })
      else
        printLine(
          `${describe(tenant)}\n  keys        ${keys.file}  (paste them into the inspector)\nCtrl-C stops it.`
        )
      await untilInterrupted()
      await tenant.stop()
      await keys.remove()
    }
  )
