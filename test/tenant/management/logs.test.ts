import { expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { ada } from '../action.js'
import { useApi } from './api.js'

const api = useApi()
const ids = (body: { log_id: string }[]) => body.map(({ log_id }) => log_id)

test('log entries are searched, sorted, and read on from one that is known', async () => {
  await login(api.tenant, { client_id: 'hr-web', persona: ada })
  const { body: logins } = await api.call('logs?q=type:s')
  expect(logins).toMatchObject([{ type: 's', user_id: ada }])
  expect((await api.call('logs?search=type:"s"')).body).toEqual(logins)
  expect((await api.call('logs?q=details:x')).status).toBe(400)
  const { body: oldestFirst } = await api.call('logs?sort=date:1&per_page=100')
  const [first, second] = ids(oldestFirst)
  const { body: after } = await api.call(`logs?from=${first}&take=1`)
  expect(ids(after)).toEqual([second])
  expect((await api.call('logs?from=nowhere')).status).toBe(404)
  expect((await api.call(`users/${encodeURIComponent(ada)}/logs`)).body).toContainEqual(logins[0])
  const token = await api.tokenFor('read:users')
  expect((await api.call('logs', { token })).status).toBe(403)
})
