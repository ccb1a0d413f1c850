import { fork } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { login } from '../../lib/tenant/client/login.js'
import type { Tenant } from '../../lib/tenant/start.js'
import { readData } from '../../lib/tenant/store/data-file.js'
import { issuedTokens } from '../fixtures/tokens.js'
import { ada } from '../tenant/action.js'
import { jsonOf, post } from '../tenant/setup.js'

const hr = { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' }

let folder: string
let data: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a0seal-test-'))
  data = join(folder, 'tenant.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The Management API of a tenant. */
const manage = async (tenant: Tenant) => {
  const { client_id, client_secret, audience } = tenant.management
  const grant = { grant_type: 'client_credentials', client_id, client_secret, audience }
  const { access_token } = await jsonOf(await post(tenant, 'oauth/token', grant))
  return async (method: string, path: string, body?: object) => {
    const response = await fetch(`${tenant.issuer}api/v2/${path}`, {
      method,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) })
    })
    return { status: response.status, answer: response.status === 204 ? {} : await jsonOf(response) }
  }
}

/** A tenant in a process of its own, which can be killed. */
const startProcess = async (port = 0) => {
  const child = fork(
    fileURLToPath(new URL('../tenant/store/tenant-process.mjs', import.meta.url)),
    [data, String(port)],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc']
    }
  )
  const ended = new Promise(resolve => child.once('exit', resolve))
  const tenant = await new Promise<Tenant>((resolve, reject) => {
    child.once('message', message => resolve(message as Tenant))
    child.once('exit', code => reject(new Error(`the tenant ended with ${code}`)))
  })
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return { tenant, kill }
}

/** How many logins of this user the file tells of; none before it is written for the first time. */
const writtenLogins = async (): Promise<number> => {
  const text = await readFile(data, 'utf8').catch(() => '{}')
  const users: { user_id: string; logins_count: number }[] = JSON.parse(text).data?.users ?? []
  return users.find(({ user_id }) => user_id === ada)?.logins_count ?? 0
}

describe('a tenant that is killed', () => {
  test('has users and bindings when it starts again', async () => {
    const { tenant, kill } = await startProcess()
    await login(tenant, hr)
    const call = await manage(tenant)
    await call('POST', 'users', {
      connection: 'Username-Password-Authentication',
      email: 'new@acme.example',
      password: 'a-long-password'
    })
    const body = {
      name: 'by-api',
      supported_triggers: [{ id: 'post-login', version: 'v3' }],
      code: `exports.onExecutePostLogin = async (event, api) => api.idToken.setCustomClaim('https://acme.example/api', 1)`
    }
    const { answer } = await call('POST', 'actions/actions', body)
    await expect
      .poll(async () => (await call('POST', `actions/actions/${answer.id}/deploy`)).status)
      .toBe(202)
    await call('PATCH', 'actions/triggers/post-login/bindings', {
      bindings: [{ ref: { type: 'action_name', value: 'by-api' }, display_name: 'by-api' }]
    })
    await expect.poll(() => readFile(data, 'utf8')).toMatch(/"bindings":\{"post-login":\[\{/)
    await kill()
    const again = await startProcess()
    const { claims } = await login(again.tenant, hr)
    expect(claims).toHaveProperty(['https://acme.example/api'], 1)
    const credentials = { username: 'new@acme.example', password: 'a-long-password' }
    expect((await login(again.tenant, { client_id: 'hr-web', ...credentials })).tokens).toEqual(issuedTokens)
    await again.kill()
  })

  test('has lost no login that was written before, each of five times', async () => {
    let logins = 0
    for (let round = 0; round < 5; round += 1) {
      const { tenant, kill } = await startProcess()
      let isKilled = false
      const work = Promise.allSettled(
        Array.from({ length: 3 }, async () => {
          while (!isKilled) await login(tenant, hr)
        })
      )
      // Killed at some moment after a login of this round was written.
      await expect.poll(writtenLogins).toBeGreaterThan(logins)
      logins = await writtenLogins()
      await new Promise(resolve => setTimeout(resolve, 17 * round))
      isKilled = true
      await kill()
      await work
      expect(await writtenLogins()).toBeGreaterThanOrEqual(logins)
      logins = await writtenLogins()
    }
    expect(logins).toBeGreaterThanOrEqual(5)
  }, 60_000)

  test('in the middle of a write leaves a file that can be read, each of ten times', async () => {
    const script = fileURLToPath(new URL('../tenant/store/writer-process.mjs', import.meta.url))
    let leftovers = 0
    for (let round = 0; round < 10; round += 1) {
      const child = fork(script, [data], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      const ended = new Promise(resolve => child.once('exit', resolve))
      await new Promise(resolve => child.once('message', resolve))
      await new Promise(resolve => setTimeout(resolve, 20 + 7 * round))
      child.kill('SIGKILL')
      await ended
      leftovers += (await readdir(folder)).filter(name => name !== 'tenant.json').length
      const kept = await readData(data, 'acme-dev')
      expect(kept?.users.length).toBeGreaterThan(0)
      expect(await readdir(folder)).toEqual(['tenant.json'])
    }
    // Otherwise no write was hit, and the test shows nothing.
    expect(leftovers).toBeGreaterThan(0)
  }, 60_000)
})
