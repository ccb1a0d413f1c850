import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { useApi } from '../management/api.js'

const api = useApi({ seed: { settings: { actionBuildMs: 300 } } })

test('a draft is deployed only once it is built, after each change', async () => {
  const deploy = (id: string) => api.call(`actions/actions/${id}/deploy`, { method: 'POST' })
  const body = { name: 'built', code: '//', supported_triggers: [{ id: 'post-login' }] }
  const { id, status } = (await api.call('actions/actions', { method: 'POST', body })).body
  expect(status).toBe('pending')
  const early = await deploy(id)
  expect(early.status).toBe(400)
  // The words auth0-deploy-cli waits for.
  expect(early.body.message).toContain("must be in the 'built' state")
  await wait(350)
  expect((await api.call(`actions/actions/${id}`)).body.status).toBe('built')
  expect((await deploy(id)).status).toBe(202)
  await api.call(`actions/actions/${id}`, { method: 'PATCH', body: { code: '// other' } })
  expect((await deploy(id)).status).toBe(400)
  const { body: same } = await api.call(`actions/actions/${id}`, {
    method: 'PATCH',
    body: { code: '// other' }
  })
  expect(same.status).toBe('pending')
})
