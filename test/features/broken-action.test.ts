import { expect, it } from 'vitest'
import { callApi, tokenFor } from '../tenant/management/api.js'
import { useTenants } from '../tenant/setup.js'

const start = useTenants()
const code = 'exports.onExecutePostLogin = async (event: any, api: any) => {}'

it('an Action that does not parse fails its build and is not deployed', async () => {
  const tenant = await start({ seed: { settings: { actionBuildMs: 0 } } })
  const token = await tokenFor(tenant)
  const body = { name: 'typed', supported_triggers: [{ id: 'post-login', version: 'v3' }], code }
  const created = await callApi(tenant, 'actions/actions', { method: 'POST', body, token })
  const path = `actions/actions/${created.body.id}`
  expect((await callApi(tenant, path, { token })).body).toMatchObject({ status: 'failed' })
  expect((await callApi(tenant, `${path}/deploy`, { method: 'POST', token })).status).toBe(400)
  const at = { ...body, name: 'at-once', deploy: true }
  const atOnce = await callApi(tenant, 'actions/actions', { method: 'POST', body: at, token })
  expect(atOnce.body).toMatchObject({ status: 'failed' })
  expect(atOnce.body).not.toHaveProperty('deployed_version')
  const mended = { code: 'exports.onExecutePostLogin = async () => {}' }
  await callApi(tenant, path, { method: 'PATCH', body: mended, token })
  expect((await callApi(tenant, `${path}/deploy`, { method: 'POST', token })).status).toBeLessThan(300)
})

it('nor does a tenant start with one', async () => {
  await expect(start({ actions: [{ name: 'typed', code, secrets: {} }] })).rejects.toThrow('does not parse')
})
