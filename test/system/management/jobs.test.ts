import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import bcrypt from 'bcryptjs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { useApi } from '../../tenant/management/api.js'

const database = 'con_0000000000000002'
const jobMs = 60
const api = useApi({ seed: { settings: { jobMs } } })
afterEach(() => vi.useRealTimers())

const finished = async (id: string, status = 'completed') => {
  await wait(jobMs + 20)
  const { body } = await api.call(`jobs/${id}`)
  expect(body.status).toBe(status)
  return body
}
const exportUsers = async (body: object) => {
  const { body: job } = await api.call('jobs/users-exports', { method: 'POST', body })
  expect(job).toMatchObject({ type: 'users_export', status: 'pending' })
  expect(job).not.toHaveProperty('location')
  const { location } = await finished(job.id)
  const response = await fetch(location)
  return gunzipSync(Buffer.from(await response.arrayBuffer())).toString()
}
const importInto = async (to: typeof api, users: unknown, fields: Record<string, string> = {}) => {
  const form = new FormData()
  const text = typeof users === 'string' ? users : JSON.stringify(users)
  form.set('users', new File([text], 'users.json', { type: 'application/json' }))
  for (const [name, value] of Object.entries({ connection_id: database, ...fields })) form.set(name, value)
  const response = await fetch(`${to.tenant.issuer}api/v2/jobs/users-imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await to.tokenFor('create:users')}` },
    body: form
  })
  return { status: response.status, body: (await response.json()) as { id: string; errorCode?: string } }
}
const importUsers = (users: unknown, fields?: Record<string, string>) => importInto(api, users, fields)
const created = (name: string) => ({ email: `${name}@import.example` })

describe('an import', () => {
  test('creates users of a database, and reports each that it leaves out', async () => {
    const { status, body } = await importUsers([
      {
        ...created('one'),
        user_id: 'one',
        app_metadata: { plan: 'x' }
      },
      created('two'),
      created('TWO'),
      { email: 'linus@acme.example' },
      { email: 5 },
      { user_id: 'nobody' },
      { ...created('three'), user_id: 'one' },
      'text'
    ])
    expect([status, body]).toMatchObject([202, { type: 'users_import', status: 'pending' }])
    expect(await finished(body.id)).toMatchObject({
      summary: { total: 8, inserted: 2, updated: 0, failed: 6 }
    })
    const { body: problems } = await api.call(`jobs/${body.id}/errors`)
    expect(problems.map(({ errors }: { errors: { code: string }[] }) => errors[0]?.code)).toEqual([
      'DUPLICATED_USER',
      'CONFLICT_EMAIL',
      'INVALID_TYPE',
      'ANY_OF_MISSING',
      'CONFLICT',
      'OBJECT_REQUIRED'
    ])
    const one = api.tenant.user('auth0|one')
    expect(one).toMatchObject({ email: 'one@import.example', app_metadata: { plan: 'x' } })
    expect(one).not.toHaveProperty('gender')
  })

  test('overwrites metadata whole with upsert', async () => {
    const { body } = await importUsers([{ ...created('one'), app_metadata: { other: 1 } }], {
      upsert: 'true'
    })
    expect(await finished(body.id)).toMatchObject({ summary: { updated: 1, inserted: 0, failed: 0 } })
    expect(api.tenant.user('auth0|one')?.app_metadata).toEqual({ other: 1 })
    expect((await api.call(`jobs/${body.id}/errors`)).status).toBe(204)
  })

  test('keeps to the limits', async () => {
    expect((await importUsers([{ ...created('big'), name: 'x'.repeat(500 * 1024) }])).status).toBe(413)
    expect((await importUsers([], { connection_id: 'con_0000000000000001' })).status).toBe(400)
    expect((await importUsers([], { connection_id: 'none' })).status).toBe(404)
  })

  test('refuses a user with a field that Auth0 does not take, naming it', async () => {
    const refused = {
      gender: 'x',
      logins_count: 3,
      mfa_factors: [],
      'app_metadata.': { app_metadata: { user_id: 'x' } },
      'user_metadata.': { user_metadata: { 'a.b': 1 } },
      password_hash: '$2b$31$abc',
      'custom_password_hash.algorithm': {
        custom_password_hash: { algorithm: 'argon2', hash: { value: 'x' } }
      }
    }
    const users = Object.entries(refused).map(([name, value], index) => ({
      ...created(`refused-${index}`),
      ...(/\.[a-z]*$/.test(name) ? (value as object) : { [name]: value })
    }))
    const { body } = await importUsers(users)
    expect(await finished(body.id)).toMatchObject({ summary: { inserted: 0, failed: users.length } })
    const { body: problems } = await api.call(`jobs/${body.id}/errors`)
    const paths = problems.map(({ errors }: { errors: { path: string }[] }) => errors[0]?.path)
    expect(paths).toEqual(Object.keys(refused).map(name => name.replace(/\.$/, '')))
    expect(JSON.stringify(problems)).not.toContain('$abc')
  })

  test('brings hashes of passwords, by which their users log in', async () => {
    const sha = createHash('sha256').update('salt-a password').digest('hex')
    const salt = randomBytes(16)
    const pbkdf2 = pbkdf2Sync('a password', salt, 1000, 32, 'sha512')
    const mac = createHmac('sha256', 'a-key').update('a password').digest('base64')
    const phc = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
    const bcryptHash = bcrypt.hashSync('a password', 4)
    const hashes = {
      bcrypt: { password_hash: bcryptHash },
      'custom-bcrypt': { custom_password_hash: { algorithm: 'bcrypt', hash: { value: bcryptHash } } },
      sha256: {
        custom_password_hash: {
          algorithm: 'sha256',
          hash: { value: sha, encoding: 'hex' },
          salt: { value: 'salt-', position: 'prefix' }
        }
      },
      pbkdf2: {
        custom_password_hash: {
          algorithm: 'pbkdf2',
          hash: { value: `$pbkdf2-sha512$i=1000,l=32$${phc(salt)}$${phc(pbkdf2)}` }
        }
      },
      hmac: {
        custom_password_hash: {
          algorithm: 'hmac',
          hash: { value: mac, encoding: 'base64', digest: 'sha256', key: { value: 'a-key' } }
        }
      }
    }
    const { body } = await importUsers(
      Object.entries(hashes).map(([name, hash]) => ({ ...created(name), ...hash }))
    )
    expect(await finished(body.id)).toMatchObject({ summary: { inserted: 5, failed: 0 } })
    for (const name of Object.keys(hashes)) {
      const username = created(name).email
      const { claims } = await login(api.tenant, { client_id: 'hr-web', username, password: 'a password' })
      expect(claims?.sub).toMatch(/^auth0\|/)
      const wrong = login(api.tenant, { client_id: 'hr-web', username, password: 'another' })
      await expect(wrong).rejects.toThrow('/u/login')
    }
    expect(JSON.stringify((await api.call('users')).body)).not.toContain(bcryptHash)
  })

  test('of somebody blocked lets nobody in', async () => {
    const password_hash = bcrypt.hashSync('a password', 4)
    const { body } = await importUsers([{ ...created('blocked'), blocked: true, password_hash }])
    await finished(body.id)
    const username = created('blocked').email
    const { callback } = await login(api.tenant, { client_id: 'hr-web', username, password: 'a password' })
    expect(callback.get('error_description')).toBe('user is blocked')
  })

  test('changes with upsert what Auth0 lets it change, and no more', async () => {
    const password_hash = bcrypt.hashSync('another', 4)
    const again = { ...created('sha256'), nickname: 'sha', blocked: true, password_hash }
    await finished((await importUsers([again], { upsert: 'true' })).body.id)
    const username = again.email
    const { claims } = await login(api.tenant, { client_id: 'hr-web', username, password: 'a password' })
    expect(claims).toMatchObject({ nickname: 'sha' })
  })

  test('of a file that holds no list of users is a job that fails', async () => {
    for (const file of ['{', {}]) {
      const { status, body } = await importUsers(file)
      expect(status).toBe(202)
      expect(await finished(body.id, 'failed')).toMatchObject({
        status_details: expect.stringMatching('file')
      })
    }
  })

  test('begins where earlier ones have ended', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { status, body } = await importUsers([])
      expect(status).toBe(202)
      await finished(body.id)
    }
  })
})

describe('an import that takes long', () => {
  const slow = useApi({ seed: { settings: { jobMs: 3_600_000 } } })

  test('may have one beside it, and no third', async () => {
    const statuses = []
    for (let round = 0; round < 3; round += 1) statuses.push(await importInto(slow, []))
    expect(statuses.map(({ status }) => status)).toEqual([202, 202, 429])
    expect(statuses[2]?.body.errorCode).toBe('too_many_jobs')
  })
})

describe('where profiles above 10 kB are refused', () => {
  const strict = useApi({ seed: { settings: { jobMs: 0, profileLimit: 'refuse' } } })

  test('an import reports them, new or known', async () => {
    const user_metadata = { note: 'x'.repeat(11_000) }
    const users = [
      { email: 'linus@acme.example', user_metadata },
      { ...created('big'), user_metadata }
    ]
    const { body } = await importInto(strict, users, { upsert: 'true' })
    expect((await strict.call(`jobs/${body.id}`)).body.summary).toMatchObject({
      inserted: 0,
      updated: 0,
      failed: 2
    })
    expect(strict.tenant.user('auth0|linus')?.user_metadata).not.toHaveProperty('note')
  })
})

describe('an export', () => {
  test('is one JSON object per line, compressed, of the fields that were asked for', async () => {
    const fields = [
      { name: 'user_id' },
      { name: 'user_metadata.hobby', export_as: 'hobby' },
      { name: 'app_metadata' }
    ]
    const text = await exportUsers({ connection_id: database, fields })
    const lines = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines).toContainEqual({ user_id: 'auth0|linus', hobby: 'diving', app_metadata: {} })
    expect((await exportUsers({ limit: 1 })).trimEnd().split('\n')).toHaveLength(1)
  })

  test('is CSV where it can be', async () => {
    const fields = [{ name: 'email' }, { name: 'identities[0].connection', export_as: 'connection' }]
    const text = await exportUsers({ format: 'csv', fields })
    expect(text).toMatch(/^email,connection\n/)
    expect(text).toContain('linus@acme.example,Username-Password-Authentication\n')
    const refused = (body: object) =>
      api.call('jobs/users-exports', { method: 'POST', body: { format: 'csv', ...body } })
    expect((await refused({ fields: [{ name: 'app_metadata' }] })).status).toBe(400)
    expect((await refused({ fields: Array(31).fill({ name: 'email' }) })).status).toBe(400)
    expect((await refused({ connection_id: 'none' })).status).toBe(404)
  })

  test('has a link that works for a minute, and another with each look at the job', async () => {
    const { body } = await api.call('jobs/users-exports', { method: 'POST', body: {} })
    const { location } = await finished(body.id)
    expect((await fetch(location)).status).toBe(200)
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ['Date'] })
    expect((await fetch(location)).status).toBe(403)
    const { body: again } = await api.call(`jobs/${body.id}`)
    expect((await fetch(again.location)).status).toBe(200)
  })

  test('needs read:users, and is forgotten after a day', async () => {
    const token = await api.tokenFor('read:connections')
    const call = (path: string, method = 'GET') => api.call(path, { method, token })
    expect((await call('jobs/users-exports', 'POST')).status).toBe(403)
    expect((await call('jobs/job_x')).status).toBe(403)
    const { body } = await api.call('jobs/users-exports', { method: 'POST', body: {} })
    expect((await api.call(`jobs/${body.id}`)).status).toBe(200)
    vi.useFakeTimers({ now: Date.now() + 86_390_000, toFake: ['Date'] })
    // The other tokens live for a day too.
    const late = await api.tokenFor('read:users')
    expect((await api.call(`jobs/${body.id}`, { token: late })).status).toBe(200)
    vi.setSystemTime(Date.now() + 20_000)
    expect((await api.call(`jobs/${body.id}`, { token: late })).status).toBe(404)
  })
})
