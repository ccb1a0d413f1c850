import type { ManagementClient } from 'auth0'
import { createManagementClient, tenantAccess } from '../../admin/client.js'
import { assertTenant, readTenantId } from '../../admin/tenant-id.js'
import { policyHash, readVersion } from '../../builder/build.js'
import { type LoadedPolicy, loadPolicy } from '../../builder/policy-file.js'
import type { Policy } from '../../core/policy/types.js'
import { readSource } from '../deploy/secrets.js'
import { createKeyFile } from '../keys/file.js'
import type { NamedFile } from '../keys/named-files.js'
import type { Terminal } from '../terminal.js'
import { unsealLogFor, writeNote } from './log.js'
import { describeUnsealed, type Unsealed } from './report.js'
import { inspectAll, openAll, type Read, readValues, type Source } from './values.js'

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

/** The tenant, asked once it is needed. */
const lazyClient = ({ env, fetch, clock }: Terminal) => {
  let client: ManagementClient | undefined
  const access = () => tenantAccess(env)
  return {
    domain: env.AUTH0_DOMAIN ? access().domain : undefined,
    async connect(): Promise<ManagementClient> {
      client ??= createManagementClient(access(), { ...(fetch && { fetch }), ...(clock && { clock }) })
      return client
    }
  }
}

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

/** The id that values have to be bound to. Of a user that was read, it is the id of that tenant. @throws ERR_USAGE */
const tenantOf = async (
  source: Source,
  { policy }: LoadedPolicy,
  { tenantId, connect }: { tenantId: string | undefined; connect: () => Promise<ManagementClient> }
): Promise<string> => {
  const known = tenantId ?? policy.tenant
  if ('value' in source && known !== undefined) return known
  const id = await readTenantId(await connect())
  assertTenant(known === undefined ? {} : { tenant: known }, id)
  return id
}

/** Opens, and writes the reason down. @throws ERR_USAGE where that cannot be */
const openWithReason = async (
  read: Read,
  {
    loaded,
    tenant,
    options,
    terminal
  }: { loaded: LoadedPolicy; tenant: string; options: UnsealOptions; terminal: Terminal }
): Promise<Unsealed[]> => {
  const { user, slot, reason = '', keys: files = [] } = options
  const secrets = await readKeys(loaded.policy, { files, env: terminal.env })
  const all = openAll(read, { policy: loaded.policy, tenant, user, slot, secrets })
  const opened = all.flatMap(one => ('opened' in one ? [one.opened] : []))
  const note = {
    tenant,
    user: read.user ?? opened[0]?.user ?? '',
    slots: opened.map(one => one.slot),
    reason: reason.trim()
  }
  const file = unsealLogFor(loaded.config)
  await writeNote(file, note, { now: new Date() })
  terminal.stderr.write(`the reason is in ${file}\n`)
  return all
}

const show = async (text: string, { out }: UnsealOptions, terminal: Terminal): Promise<void> => {
  if (out === undefined) return terminal.printLine(text)
  await createKeyFile(out, `${text}\n`)
  terminal.stderr.write(`it is in ${out}\n`)
}

/**
 * Opens values, or says what they are, and prints what came of it.
 *
 * @throws ERR_POLICY, ERR_USAGE, ERR_KEY_SET, ERR_KEY_MODE, TenantError
 */
export const unseal = async (terminal: Terminal, source: Source, options: UnsealOptions): Promise<void> => {
  const startedAt = new Date().toISOString()
  const { config, env, slot, inspect, tenantId } = options
  const loaded = await loadPolicy({ config, env })
  const { policy } = loaded
  const { domain, connect } = lazyClient(terminal)
  const tenant = inspect ? undefined : await tenantOf(source, loaded, { tenantId, connect })
  const read = await readValues(source, { stdin: terminal.stdin, policy, slot, connect })
  const all =
    tenant === undefined
      ? inspectAll(read)
      : await openWithReason(read, { loaded, tenant, options, terminal })
  if (all.length === 0 || all.some(one => 'code' in one)) terminal.exitCode = 1
  const user = read.user ?? all.flatMap(one => ('opened' in one ? [one.opened.user] : []))[0]
  const report = {
    format: 'a0seal-unseal/1',
    tenant,
    domain,
    env,
    policy: policyHash(policy),
    version: await readVersion(),
    startedAt,
    endedAt: new Date().toISOString(),
    user,
    values: all
  }
  await show(
    options.json ? JSON.stringify(report) : describeUnsealed(all, { tenant, user }),
    options,
    terminal
  )
}
