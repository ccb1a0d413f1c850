import type { ManagementClient } from 'auth0'
import { createManagementClient, tenantAccess } from '../../admin/client.js'
import { assertTenant, readTenantId } from '../../admin/tenant-id.js'
import { policyHash, readVersion } from '../../builder/build.js'
import { type LoadedPolicy, loadPolicy } from '../../builder/policy-file.js'
import type { Policy } from '../../core/policy/types.js'
import { checkFileNames, readSource } from '../deploy/secrets.js'
import { createKeyFile } from '../keys/file.js'
import type { NamedFile } from '../keys/named-files.js'
import type { Terminal } from '../terminal.js'
import { unsealLogFor, writeNote } from './log.js'
import { describeUnsealed, type Unsealed } from './report.js'
import { inspectAll, openAll, type Read, readGiven, readUser, type Source } from './values.js'

export interface UnsealOptions {
  user?: string
  slot?: string
  inspect: boolean
  reason?: string
  keys?: NamedFile[]
  config?: string
  env: string
  tenantId?: string
  out?: string
  stdout: boolean
  json: boolean
}

/** What came of it, and of which policy and tenant, as far as they were needed. */
interface Outcome {
  all: Unsealed[]
  user?: string | undefined
  tenant?: string
  loaded?: LoadedPolicy
}

const connect = ({ env, fetch, clock }: Terminal): ManagementClient =>
  createManagementClient(tenantAccess(env), { ...(fetch && { fetch }), ...(clock && { clock }) })

/** Texts of the keys of all slots, as far as they are given. */
const readKeys = async (
  { slots }: Policy,
  sources: Parameters<typeof readSource>[1]
): Promise<Record<string, string>> => {
  const names = new Set([...Object.values(slots).map(({ keys }) => keys), 'A0SEAL_MAC_KEY'])
  const texts: Record<string, string> = {}
  for (const name of names) {
    const source = await readSource(name, sources)
    if (source) texts[name] = source.text.trim()
  }
  return texts
}

/**
 * The id that values have to be bound to: that of the tenant which a user was read from, or for a value that was handed over, of
 * the policy.
 *
 * @throws ERR_USAGE where the policy is for another tenant; TenantError
 */
const tenantOf = async (
  source: Source,
  { policy }: LoadedPolicy,
  { tenantId, terminal }: { tenantId: string | undefined; terminal: Terminal }
): Promise<string> => {
  const known = tenantId ?? policy.tenant
  if ('value' in source && known !== undefined) return known
  const id = await readTenantId(connect(terminal))
  assertTenant(known === undefined ? {} : { tenant: known }, id)
  return id
}

const inspect = async (source: Source, options: UnsealOptions, terminal: Terminal): Promise<Outcome> => {
  if ('value' in source) return { all: inspectAll(await readGiven(source, terminal)) }
  const loaded = await loadPolicy(options)
  const read = await readUser(connect(terminal), source, { policy: loaded.policy, slot: options.slot })
  return { all: inspectAll(read), user: read.user, loaded }
}

/** Opens, and writes the reason down: before it, nothing of what was opened leaves this function. */
const open = async (source: Source, options: UnsealOptions, terminal: Terminal): Promise<Outcome> => {
  const { slot, reason = '', keys: files = [], tenantId } = options
  const loaded = await loadPolicy(options)
  const { policy, config } = loaded
  checkFileNames(files, policy)
  const tenant = await tenantOf(source, loaded, { tenantId, terminal })
  const read: Read =
    'value' in source
      ? await readGiven(source, terminal)
      : await readUser(connect(terminal), source, { policy, slot })
  const secrets = await readKeys(policy, { files, env: terminal.env })
  const all = openAll(read, { policy, tenant, user: options.user, slot, secrets })
  const opened = all.flatMap(one => ('opened' in one ? [one.opened] : []))
  const user = read.user ?? opened[0]?.user
  const slots = opened.map(one => one.slot)
  const file = unsealLogFor(config)
  await writeNote(file, { tenant, user: user ?? '', slots, reason: reason.trim() }, { now: new Date() })
  terminal.stderr.write(`the reason is in ${file}\n`)
  return { all, user, tenant, loaded }
}

const show = async (text: string, { out }: UnsealOptions, terminal: Terminal): Promise<void> => {
  if (out === undefined) return terminal.printLine(text)
  await createKeyFile(out, `${text}\n`)
  terminal.stderr.write(`it is in ${out}\n`)
}

/**
 * Opens values, or says what they are, and prints what came of it.
 *
 * @throws ERR_POLICY, ERR_USAGE, ERR_KEY_SET, TenantError
 */
export const unseal = async (terminal: Terminal, source: Source, options: UnsealOptions): Promise<void> => {
  const startedAt = new Date().toISOString()
  const outcome = await (options.inspect ? inspect : open)(source, options, terminal)
  const { all, user, tenant, loaded } = outcome
  if (all.length === 0 || all.some(one => 'code' in one)) terminal.exitCode = 1
  if (!options.json) return show(describeUnsealed(all, { tenant, user }), options, terminal)
  const report = {
    format: 'a0seal-unseal/1',
    tenant,
    ...('value' in source ? {} : { domain: tenantAccess(terminal.env).domain }),
    env: options.env,
    ...(loaded && { policy: policyHash(loaded.policy) }),
    version: await readVersion(),
    startedAt,
    endedAt: new Date().toISOString(),
    user,
    values: all
  }
  return show(JSON.stringify(report), options, terminal)
}
