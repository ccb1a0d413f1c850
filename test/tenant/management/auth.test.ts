import { describe, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { ada } from '../action.js'
import { useApi } from './api.js'

const api = useApi()
const path = (id: string) => `users/${encodeURIComponent(id)}`
const patch = (id: string, body: unknown, token: string) =>
  api.call(path(id), { method: 'PATCH', body, token })

describe("a user's own token", () => {
  const own = async (scope: string) => {
    const { tokens } = await login(api.tenant, {
      client_id: 'spa',
      persona: ada,
      audience: api.tenant.management.audience,
      scope: `openid ${scope}`.trim()
    })
    return { token: tokens?.access_token ?? '', scope: tokens?.scope }
  }

  test('reads and writes the user_metadata of that user', async () => {
    const { token } = await own('read:current_user update:current_user_metadata')
    expect((await api.call(path(ada), { token })).body.user_metadata).toMatchObject({ hobby: 'climbing' })
    expect((await patch(ada, { user_metadata: { hobby: 'rowing' } }, token)).body.user_metadata.hobby).toBe(
      'rowing'
    )
  })

  test('reaches nothing else', async () => {
    const { token, scope } = await own(
      'read:current_user update:current_user_metadata read:users update:users'
    )
    expect(scope).not.toContain('users')
    const other = 'auth0|linus'
    expect((await api.call(path(other), { token })).status).toBe(403)
    expect((await patch(other, { user_metadata: { a: 1 } }, token)).status).toBe(403)
    expect((await patch(ada, { app_metadata: { a: 1 } }, token)).status).toBe(403)
    expect((await patch(ada, { user_metadata: {}, name: 'x' }, token)).status).toBe(403)
    expect((await api.call('users', { token })).status).toBe(403)
    expect((await api.call(path(ada), { token, method: 'DELETE' })).status).toBe(403)
    expect((await api.call('connections', { token })).status).toBe(403)
  })

  test('gets no more by an Action that adds scopes', async () => {
    const body = {
      name: 'generous',
      supported_triggers: [{ id: 'post-login' }],
      code: `exports.onExecutePostLogin = async (event, api) => {
        api.accessToken.addScope('read:users')
      }`,
      deploy: true
    }
    const { id } = (await api.call('actions/actions', { method: 'POST', body })).body
    const bindings = [{ ref: { type: 'action_id', value: id } }]
    await api.call('actions/triggers/post-login/bindings', { method: 'PATCH', body: { bindings } })
    const { token } = await own('read:current_user')
    expect((await api.call('users', { token })).status).toBe(403)
    expect((await api.call(path('auth0|linus'), { token })).status).toBe(403)
    await api.call(`actions/actions/${id}?force=true`, { method: 'DELETE' })
  })

  test('needs the scope', async () => {
    const { token } = await own('read:current_user')
    expect((await patch(ada, { user_metadata: { a: 1 } }, token)).status).toBe(403)
    expect((await api.call(path(ada), { token: (await own('')).token })).status).toBe(403)
  })

  test('deletes an MFA provider of that user only', async () => {
    const remove = (id: string, token: string, provider = 'google-authenticator') =>
      api.call(`${path(id)}/multifactor/${provider}`, { method: 'DELETE', token })
    const { token } = await own('delete:current_user_metadata')
    expect((await remove(ada, token)).status).toBe(204)
    expect((await remove('auth0|linus', token)).status).toBe(403)
    const machine = await api.tokenFor('update:users')
    expect((await remove('auth0|linus', machine)).status).toBe(204)
    expect((await remove('auth0|linus', machine, 'carrier-pigeon')).status).toBe(400)
    expect((await remove(ada, await api.tokenFor('read:users'))).status).toBe(403)
  })

  test('is void once the user is gone', async () => {
    const { tokens } = await login(api.tenant, {
      client_id: 'spa',
      persona: 'oidc|acme-idp|grace',
      audience: api.tenant.management.audience,
      scope: 'openid read:current_user'
    })
    await api.call(path('oidc|acme-idp|grace'), { method: 'DELETE' })
    const answer = await api.call(path('oidc|acme-idp|grace'), { token: tokens?.access_token ?? '' })
    expect(answer.status).toBe(401)
  })
})
