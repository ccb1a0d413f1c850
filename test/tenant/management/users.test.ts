import { beforeAll, describe, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { ada } from '../action.js'
import { useApi } from './api.js'

const database = 'Username-Password-Authentication'
const api = useApi()
beforeAll(() => login(api.tenant, { client_id: 'hr-web', persona: ada }))
const path = (id: string) => `users/${encodeURIComponent(id)}`
const create = (body: object) =>
  api.call('users', { method: 'POST', body: { connection: database, password: 'first-password', ...body } })
const patch = (id: string, body: unknown, token?: string) =>
  api.call(path(id), { method: 'PATCH', body, ...(token !== undefined && { token }) })
const message = async (answer: Promise<{ status: number; body: { message: string } }>) => {
  const { status, body } = await answer
  expect(status).toBe(400)
  return body.message
}
const signIn = (username: string, password: string) =>
  login(api.tenant, { client_id: 'hr-web', username, password })

describe('a user is created', () => {
  test('in a database connection, and can log in', async () => {
    const { status, body } = await create({
      email: 'new@acme.example',
      user_metadata: { hobby: 'go' },
      app_metadata: { plan: 'x' }
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      user_id: expect.stringMatching(/^auth0\|[0-9a-f]{24}$/),
      email: 'new@acme.example',
      email_verified: false,
      name: 'new@acme.example',
      nickname: 'new',
      identities: [{ connection: database, provider: 'auth0', isSocial: false }],
      user_metadata: { hobby: 'go' },
      app_metadata: { plan: 'x' },
      logins_count: 0
    })
    expect(JSON.stringify(body)).not.toContain('first-password')
    expect((await signIn('new@acme.example', 'first-password')).claims?.sub).toBe(body.user_id)
  })

  test('who is blocked, and does not get in until that ends', async () => {
    const { body } = await create({ email: 'blocked@acme.example', blocked: true })
    expect(body.blocked).toBe(true)
    const refused = await signIn('blocked@acme.example', 'first-password')
    expect(refused.callback.get('error_description')).toBe('user is blocked')
    await patch(body.user_id, { blocked: false })
    expect((await signIn('blocked@acme.example', 'first-password')).claims?.sub).toBe(body.user_id)
  })

  test('and the log says that no mail is sent', async () => {
    const { body } = await create({ email: 'mail@acme.example', verify_email: true })
    expect(api.tenant.logs()).toContainEqual(
      expect.objectContaining({
        type: 'w',
        user_id: body.user_id,
        description: expect.stringMatching('e-mail')
      })
    )
  })

  test('under an id of choice, once', async () => {
    const { body } = await create({ email: 'chosen@acme.example', user_id: 'chosen' })
    expect(body.user_id).toBe('auth0|chosen')
    const conflict = { status: 409, body: { errorCode: 'auth0_idp_error' } }
    expect(await create({ email: 'other@acme.example', user_id: 'chosen' })).toMatchObject(conflict)
    expect(await create({ email: 'CHOSEN@acme.example' })).toMatchObject(conflict)
  })

  test('nowhere else, and not without a password or a name', async () => {
    expect(await message(create({ connection: 'acme-idp', email: 'x@acme.example' }))).toContain('connection')
    expect((await create({ connection: 'nowhere', email: 'x@acme.example' })).status).toBe(404)
    expect(await message(create({ email: 'x@acme.example', password: undefined }))).toContain('password')
    expect(await message(create({}))).toContain('email')
    expect(await message(create({ email: 'x' }))).toContain('on property email')
    expect(await message(create({ email: 'x@acme.example', gender: 'f' }))).toContain(
      'Additional properties not allowed: gender'
    )
  })
})

describe('the Actions of the registration', () => {
  test('run for a user the API creates, and can refuse or add to it', async () => {
    const body = {
      name: 'guard',
      supported_triggers: [{ id: 'pre-user-registration' }],
      code: `exports.onExecutePreUserRegistration = async (event, api) => {
        if (event.user.email.startsWith('no-')) return api.access.deny('not you', 'Sorry')
        api.user.setAppMetadata('guarded', true)
      }`,
      deploy: true
    }
    const { id } = (await api.call('actions/actions', { method: 'POST', body })).body
    const bindings = [{ ref: { type: 'action_id', value: id } }]
    const triggers = 'actions/triggers/pre-user-registration/bindings'
    await api.call(triggers, { method: 'PATCH', body: { bindings } })
    expect((await create({ email: 'yes@acme.example' })).body.app_metadata).toEqual({ guarded: true })
    expect((await create({ email: 'no-one@acme.example' })).status).toBe(400)
    expect((await api.call('users-by-email?email=no-one@acme.example')).body).toEqual([])
    await api.call(`actions/actions/${id}?force=true`, { method: 'DELETE' })
  })
})

describe('a PATCH of a user', () => {
  test('merges metadata at the first level; null deletes, an empty object empties', async () => {
    const { body } = await create({ email: 'merge@acme.example' })
    const id = body.user_id
    await patch(id, { app_metadata: { a: { x: 1, y: 2 }, b: 1, c: 1 }, user_metadata: { u: 1 } })
    const merged = (await patch(id, { app_metadata: { a: { x: 3 }, b: null } })).body
    expect(merged).toMatchObject({ app_metadata: { a: { x: 3 }, c: 1 }, user_metadata: { u: 1 } })
    expect(merged.app_metadata.a).toEqual({ x: 3 })
    expect(merged.app_metadata).not.toHaveProperty('b')
    expect((await patch(id, { app_metadata: {} })).body.app_metadata).toEqual({})
    expect((await api.call(path(id))).body).toMatchObject({ app_metadata: {}, user_metadata: { u: 1 } })
  })

  test('refuses metadata names that Auth0 refuses', async () => {
    const names = ['a.b', '$a', 'email', 'blocked', 'identities']
    for (const name of names) {
      expect(await message(patch(ada, { app_metadata: { [name]: 1 } }))).toContain('on property app_metadata')
    }
    expect(await message(patch(ada, { user_metadata: { a: { 'b.c': 1 } } }))).toContain('user_metadata')
    expect((await patch(ada, { user_metadata: { email: 'allowed here' } })).status).toBe(200)
    expect((await patch(ada, { user_metadata: { email: null } })).status).toBe(200)
  })

  test('replaces root fields of a database user, and null unsets them', async () => {
    const { body } = await create({ email: 'root@acme.example', given_name: 'Root', username: 'root' })
    const id = body.user_id
    const patched = (await patch(id, { name: 'Rooted', given_name: null, email_verified: true })).body
    expect(patched).toMatchObject({ name: 'Rooted', email_verified: true })
    expect(patched).not.toHaveProperty('given_name')
    const moved = (await patch(id, { email: 'moved@acme.example' })).body
    expect(moved).toMatchObject({ email: 'moved@acme.example', email_verified: false })
    await patch(id, { password: 'second-password' })
    expect((await signIn('moved@acme.example', 'second-password')).claims?.sub).toBe(id)
    await expect(signIn('moved@acme.example', 'first-password')).rejects.toThrow('/u/login')
    expect(await message(patch(id, { email: 'linus@acme.example' }))).toBe(
      'The specified new email already exists'
    )
  })

  test('sets or removes no custom root attribute', async () => {
    for (const value of ['x', null]) {
      expect(await message(patch(ada, { gender: value }))).toContain(
        'Additional properties not allowed: gender'
      )
    }
    expect(await message(patch(ada, { user_id: 'x' }))).toContain(
      'Additional properties not allowed: user_id'
    )
  })

  test('leaves what the IdP feeds to the IdP', async () => {
    expect(await patch(ada, { nickname: 'a' })).toMatchObject({
      status: 400,
      body: { errorCode: 'operation_not_supported' }
    })
    expect(await patch(ada, { email: 'x@acme.example' })).toMatchObject({
      status: 400,
      body: { errorCode: 'operation_not_supported' }
    })
    const [{ id }] = (await api.call('connections?name=acme-idp')).body
    const { options } = (await api.call(`connections/${id}`)).body
    const change = (set_user_root_attributes?: string) =>
      api.call(`connections/${id}`, {
        method: 'PATCH',
        body: { options: { ...options, ...(set_user_root_attributes && { set_user_root_attributes }) } }
      })
    await change('on_first_login')
    expect((await patch(ada, { nickname: 'a' })).body.nickname).toBe('a')
    await change()
    expect(await message(patch(ada, { connection: 'other', blocked: true }))).toContain('identity')
  })

  test('needs a scope for what it writes', async () => {
    const appOnly = await api.tokenFor('update:users_app_metadata')
    expect((await patch(ada, { app_metadata: { a: 1 } }, appOnly)).status).toBe(200)
    expect((await patch(ada, { user_metadata: { a: 1 } }, appOnly)).status).toBe(403)
    expect((await patch(ada, { blocked: true }, appOnly)).status).toBe(403)
    const reader = await api.tokenFor('read:users')
    expect((await patch(ada, { app_metadata: { a: 1 } }, reader)).status).toBe(403)
  })

  test('of nobody is 404', async () => {
    expect(await patch('auth0|nobody', {})).toMatchObject({
      status: 404,
      body: { errorCode: 'inexistent_user' }
    })
  })
})

describe('the password policy of a connection', () => {
  const withOptions = async (options: object) => {
    const [{ id }] = (await api.call(`connections?name=${database}`)).body
    await api.call(`connections/${id}`, { method: 'PATCH', body: { options } })
  }

  test('is held by the API, for new users and new passwords', async () => {
    await withOptions({ passwordPolicy: 'good' })
    const weak = message(create({ email: 'weak@acme.example', password: 'only-letters' }))
    expect(await weak).toBe('PasswordStrengthError: Password is too weak')
    expect(await message(create({ email: 'weak@acme.example', password: 'Sh0rt' }))).toContain('8 characters')
    const { body } = await create({ email: 'weak@acme.example', password: 'Long-enough-1' })
    expect(await message(patch(body.user_id, { password: 'letters-only' }))).toContain('too weak')
    expect((await signIn('weak@acme.example', 'Long-enough-1')).claims?.sub).toBe(body.user_id)
    await withOptions({})
  })
})
