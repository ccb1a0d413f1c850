import { spawn } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { httpLogin, managementCall } from '../cli/http-login.js'
import { type RunningTenant, startedTenant, startTenantProcess } from '../cli/run.js'
import { createFolders } from '../fixtures/folder.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const emptyFolder = createFolders()
const persona = 'oidc|acme-idp|ada'

/** So many that a save takes its time. */
const clients = Array.from({ length: 300 }, (_, at) => ({
  client_id: `client-${at}`,
  client_metadata: Object.fromEntries(Array.from({ length: 10 }, (_, name) => [`m${name}`, 'x'.repeat(250)]))
}))

const startWithData = async () => {
  const folder = await emptyFolder()
  const data = join(folder, 'data.json')
  const seed = join(await emptyFolder(), 'seed.json')
  await writeFile(
    seed,
    JSON.stringify({ clients: [{ client_id: 'hr-web', client_secret: 'secret' }, ...clients] })
  )
  const tenant = await startTenantProcess(['--data', data, '--seed', seed])
  const form = { connection: 'acme-idp', persona }
  await httpLogin(tenant, { client_id: 'hr-web', cookies: new Map(), form })
  return { folder, data, tenant }
}

const change = (tenant: RunningTenant, count: number) =>
  managementCall(tenant, 'PATCH', `users/${encodeURIComponent(persona)}`, { app_metadata: { count } })

/** Changes a profile until a save that follows is met by the signal. @returns the last change that was answered */
const interruptSave = async (tenant: RunningTenant, folder: string, signal: NodeJS.Signals) => {
  let isAnswered = false
  let stopped: ReturnType<RunningTenant['stop']> | undefined
  const watcher = watch(folder, (_event, name) => {
    if (isAnswered && /^data\.json\.\d+$/.test(String(name))) stopped ??= tenant.stop(signal)
  })
  let count = 0
  while (!stopped) {
    isAnswered = false
    await change(tenant, ++count)
    isAnswered = true
    for (let turn = 0; turn < 100 && !stopped; turn += 1) await wait(20)
  }
  watcher.close()
  return { count, ...(await stopped) }
}

describe('a tenant with a data file', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'loses nothing by a %s in the middle of a save, and leaves nothing behind but its data and its keys',
    async signal => {
      const { folder, data, tenant } = await startWithData()
      const { count, code, stderr } = await interruptSave(tenant, folder, signal)
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const { users } = JSON.parse(await readFile(data, 'utf8')).data
      const stored = users.find(({ user_id }: { user_id: string }) => user_id === persona)
      expect(stored.app_metadata).toMatchObject({ count })
      expect(existsSync(tenant.caFile)).toBe(false)
      expect(tenant.keysFile).toBe(join(folder, 'data.keys.json'))
      expect((await readdir(folder)).sort()).toEqual(['data.json', 'data.keys.json'])
    }
  )

  it('says on standard error that a save failed', async () => {
    const { folder, tenant } = await startWithData()
    await rm(folder, { recursive: true })
    await change(tenant, 1)
    const { code, stderr } = await tenant.stop()
    expect(code).toBe(1)
    expect(stderr).toMatch(/^a0seal: ERR_USAGE: the data file was not written: ENOENT/)
  })
})

describe('npm start', () => {
  const npmStart = (...args: string[]) => spawn('npm', ['start', '--', ...args], { cwd: root })

  it.each([
    ['SIGTERM', 0],
    ['SIGINT', 0],
    // It ends npm itself.
    ['SIGHUP', null]
  ] as const)(
    'prints no banner before the line of --json, and by a %s all of it ends',
    async (signal, exitCode) => {
      const tenant = await startedTenant(npmStart('--json', '--port', '0'))
      expect(existsSync(tenant.caFile)).toBe(true)
      const { code } = await tenant.stop(signal)
      expect(code).toBe(exitCode)
      expect(existsSync(tenant.caFile)).toBe(false)
      await expect(fetch(tenant.issuer)).rejects.toThrow('fetch failed')
    }
  )

  it('prints the seed and nothing else', async () => {
    let stdout = ''
    const child = npmStart('--print-seed')
    child.stdout.on('data', text => {
      stdout += text
    })
    await new Promise(resolve => child.once('close', resolve))
    expect(JSON.parse(stdout)).toHaveProperty('personas')
  })
})
