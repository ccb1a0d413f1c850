import { expect, test } from 'vitest'
import { login, refresh } from '../../../lib/tenant/client/login.js'
import { ada } from '../action.js'
import { useApi } from './api.js'

const api = useApi()
const user = `users/${encodeURIComponent(ada)}`
const enter = () => login(api.tenant, { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' })
const remove = (path: string) => api.call(path, { method: 'DELETE' })

test('sessions of a user are listed, and one that is deleted logs nobody in', async () => {
  const { jar } = await enter()
  const [session] = (await api.call(`${user}/sessions`)).body
  expect(session).toMatchObject({ user_id: ada, clients: [{ client_id: 'hr-web' }] })
  expect((await api.call(`sessions/${session.id}`)).body).toEqual(session)
  expect((await remove(`sessions/${session.id}`)).status).toBe(202)
  expect((await api.call(`sessions/${session.id}`)).status).toBe(404)
  expect((await api.call(`${user}/sessions`)).body).toEqual([])
  const silent = await login(api.tenant, { client_id: 'hr-web', jar, parameters: { prompt: 'none' } })
  expect(silent.callback.get('error')).toBe('login_required')
  await enter()
  await remove(`${user}/sessions`)
  expect((await api.call(`${user}/sessions`)).body).toEqual([])
})

test('refresh tokens of a user are listed, and one that is deleted is refused', async () => {
  await remove(`${user}/refresh-tokens`)
  const { tokens } = await enter()
  const listed = (await api.call(`${user}/refresh-tokens`)).body
  expect(listed).toMatchObject([{ user_id: ada, client_id: 'hr-web', session_id: expect.any(String) }])
  expect(JSON.stringify(listed)).not.toContain(tokens?.refresh_token)
  const use = () => refresh(api.tenant, { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' })
  await use()
  const [{ id }] = listed
  expect((await api.call(`refresh-tokens/${id}`)).body).toMatchObject({ id })
  expect((await remove(`refresh-tokens/${id}`)).status).toBe(202)
  expect((await api.call(`refresh-tokens/${id}`)).status).toBe(404)
  await expect(use()).rejects.toThrow('invalid_grant')
})

test('a session that is revoked takes its refresh tokens with it', async () => {
  await remove(`${user}/sessions`)
  const { tokens } = await enter()
  const [{ id }] = (await api.call(`${user}/sessions`)).body
  expect((await api.call(`sessions/${id}/revoke`, { method: 'POST' })).status).toBe(202)
  const again = refresh(api.tenant, { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' })
  await expect(again).rejects.toThrow('invalid_grant')
})
