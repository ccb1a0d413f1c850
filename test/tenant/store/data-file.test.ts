import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createCookieJar, login, refresh, userinfo } from '../../../lib/tenant/client/login.js'
import type { Tenant } from '../../../lib/tenant/start.js'
import { createSaver, readSecrets } from '../../../lib/tenant/store/data-file.js'
import type { TenantData } from '../../../lib/tenant/store/tenant-data.js'
import type { Credential } from '../../../lib/tenant/users/credentials.js'
import { issuedTokens, tokenText } from '../../fixtures/tokens.js'
import { action, ada } from '../action.js'
import { jsonOf, post, useTenants } from '../setup.js'

const hr = { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' }
const hobby = action('hobby', `api.idToken.setCustomClaim('https://acme.example/by', 'first')`)

let folder: string
let data: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a0seal-test-'))
  data = join(folder, 'tenant.json')
})
afterEach(() => rm(folder, { recursive: true, force: true }))
// After hooks run last to first: the tenants are stopped, and write no more, when the folder goes.
const start = useTenants()

const portOf = ({ issuer }: Tenant): number => Number(new URL(issuer).port)

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

describe('a tenant with a data file', () => {
  test('goes on where it was: users, sessions, tokens, keys', async () => {
    const before = await start({ data, actions: [hobby] })
    const jar = createCookieJar()
    const first = await login(before, { ...hr, jar })
    const port = portOf(before)
    await before.stop()
    const after = await start({ data, actions: [hobby], port })
    expect(after.user(ada)).toMatchObject({ user_id: ada, logins_count: 1 })
    const silent = await login(after, { ...hr, jar, parameters: { prompt: 'none' } })
    expect(silent.claims?.sid).toBe(first.claims?.sid)
    expect(await userinfo(after, first.tokens?.access_token ?? '')).toMatchObject({
      'https://acme.example/by': 'first'
    })
    const refresh_token = first.tokens?.refresh_token ?? ''
    expect((await refresh(after, { client_id: 'hr-web', refresh_token })).access_token).toMatch(tokenText)
    await expect(refresh(after, { client_id: 'hr-web', refresh_token })).rejects.toThrow('invalid_grant')
  })

  test('keeps people who signed up, without their passwords in clear', async () => {
    const before = await start({ data })
    const credentials = { email: 'new@acme.example', password: 'a-long-password' }
    const connection = 'Username-Password-Authentication'
    await post(before, 'dbconnections/signup', { client_id: 'spa', connection, ...credentials })
    await before.stop()
    expect(await readFile(data, 'utf8')).not.toContain(credentials.password)
    const after = await start({ data })
    const { username, password } = { username: credentials.email, password: credentials.password }
    expect((await login(after, { client_id: 'hr-web', username, password })).tokens).toEqual(issuedTokens)
  })

  test('goes on from a file of version 0.1.0, where credentials are personas', async () => {
    const before = await start({ data })
    await before.stop()
    const kept = JSON.parse(await readFile(data, 'utf8'))
    const { credentials, ...rest } = kept.data
    const personas = credentials.map(({ user_id, ...credential }: Credential) => ({
      ...credential,
      profile: { user_id }
    }))
    await writeFile(data, JSON.stringify({ ...kept, data: { ...rest, personas } }))
    const after = await start({ data })
    const linus = { username: 'linus@acme.example', password: 'development-password' }
    expect((await login(after, { client_id: 'hr-web', ...linus })).tokens).toBeDefined()
  })

  test('keeps what the Management API changed, also what it deleted', async () => {
    const before = await start({ data, actions: [hobby, action('other', '')] })
    const call = await manage(before)
    await call('PATCH', 'actions/triggers/post-login/bindings', {
      bindings: [{ ref: { type: 'action_name', value: 'other' }, display_name: 'other' }]
    })
    const connections = (await call('GET', 'connections?name=acme-idp')).answer as unknown as { id: string }[]
    const id = connections[0]?.id
    await call('PATCH', `connections/${id}`, { options: { non_persistent_attrs: ['email'] } })
    await call('DELETE', `users/${encodeURIComponent('auth0|linus')}`)
    await before.stop()
    const after = await start({ data, actions: [hobby, action('other', '')] })
    const { claims } = await login(after, hr)
    expect(claims).not.toHaveProperty(['https://acme.example/by'])
    expect(
      after
        .executions()
        .at(-1)
        ?.actions.map(({ name }) => name)
    ).toEqual(['other'])
    expect(after.user(ada)).toHaveProperty('gender')
    expect(after.user(ada)).not.toHaveProperty('email')
    expect(after.user('auth0|linus')).toBeUndefined()
  })

  test('runs the newest code of the Actions it is started with, and binds new ones', async () => {
    const before = await start({ data, actions: [hobby] })
    await before.stop()
    const newer = action('hobby', `api.idToken.setCustomClaim('https://acme.example/by', 'second')`)
    const added = action('added', `api.idToken.setCustomClaim('https://acme.example/added', true)`)
    const after = await start({ data, actions: [newer, added] })
    expect((await login(after, hr)).claims).toMatchObject({
      'https://acme.example/by': 'second',
      'https://acme.example/added': true
    })
  })

  test('takes what is new in the seed', async () => {
    await (await start({ data })).stop()
    const after = await start({ data, seed: { clients: [{ client_id: 'added', app_type: 'spa' }] } })
    expect(after.clients.map(({ client_id }) => client_id)).toContain('added')
    expect((await login(after, { client_id: 'added', persona: ada })).tokens).toEqual(issuedTokens)
  })

  test('writes a file for its owner only, and removes what killed writes left', async () => {
    await writeFile(`${data}.1234567890`, '{"half')
    await writeFile(`${data}.bak`, 'mine')
    const tenant = await start({ data })
    await login(tenant, hr)
    await tenant.stop()
    expect((await stat(data)).mode & 0o777).toBe(0o600)
    expect((await readdir(folder)).sort()).toEqual(['tenant.json', 'tenant.json.bak'])
  })

  test.each(['', '{"half', '[]', '{"format":"something else"}'])(
    'refuses a file that holds %j, and leaves it alone',
    async text => {
      await writeFile(data, text)
      await expect(start({ data })).rejects.toThrow('holds no state of a tenant')
      expect(await readFile(data, 'utf8')).toBe(text)
    }
  )

  test("refuses another tenant's file", async () => {
    await (await start({ data })).stop()
    await expect(start({ data, seed: { tenant: 'other' } })).rejects.toThrow('acme-dev, not other')
  })

  test('says where it cannot write, and goes on', async () => {
    const failures: Error[] = []
    const onSaveFailed = (error: Error) => void failures.push(error)
    const gone = join(folder, 'gone')
    await mkdir(gone)
    const tenant = await start({ data: join(gone, 'tenant.json'), onSaveFailed })
    await rm(gone, { recursive: true })
    expect((await login(tenant, hr)).tokens).toEqual(issuedTokens)
    await expect
      .poll(() =>
        tenant
          .logs()
          .map(({ description = '' }) => description)
          .join()
      )
      .toContain('The data file was not written')
    expect(failures[0]).toMatchObject({ code: 'ENOENT' })
  })

  test('writes nothing any more once it has stopped', async () => {
    let users = 0
    const saver = createSaver(data, {
      tenant: 'acme-dev',
      read: () => ({ users: ++users }) as unknown as TenantData,
      failed: error => expect(error).toBeUndefined()
    })
    await saver.close()
    await rm(data)
    saver.changed()
    await new Promise(resolve => setTimeout(resolve, 100))
    expect(await readdir(folder)).toEqual([])
  })

  test('keeps the secrets of its Actions, which open what is sealed in it', async () => {
    const secret = { ...hobby, secrets: { A0SEAL_KEYS: 'keys' } }
    await (await start({ data, actions: [secret] })).stop()
    expect(await readSecrets(data)).toEqual({ hobby: { A0SEAL_KEYS: 'keys' } })
    expect(await readSecrets(`${data}.none`)).toBeUndefined()
  })
})
