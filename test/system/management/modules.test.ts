import { expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { ada } from '../../tenant/action.js'
import { useApi } from '../../tenant/management/api.js'

const api = useApi({ seed: { settings: { actionBuildMs: 0 } } })
const send = (method: string, path: string, body?: unknown) =>
  api.call(`actions/${path}`, { method, ...(body !== undefined && { body }) })
const module = (text: string) => `exports.say = () => '${text} ' + actions.secrets.KEY`
const claim = 'https://acme.example/said'

test('a module is published, and Actions stay with the version they name', async () => {
  const created = await send('POST', 'modules', {
    name: 'greeter',
    code: module('one'),
    secrets: [{ name: 'KEY', value: 'module-secret' }],
    publish: true
  })
  expect(created).toMatchObject({
    status: 201,
    body: { all_changes_published: true, latest_version_number: 1 }
  })
  expect(JSON.stringify(created.body)).not.toContain('module-secret')
  const { id, latest_version } = created.body

  const action = await send('POST', 'actions', {
    name: 'uses-module',
    supported_triggers: [{ id: 'post-login' }],
    code: `exports.onExecutePostLogin = async (event, api) => {
      api.idToken.setCustomClaim('${claim}', require('actions:greeter').say())
    }`,
    modules: [{ module_id: id, module_version_id: latest_version.id }],
    deploy: true
  })
  expect(action.body.modules).toEqual([
    { module_id: id, module_name: 'greeter', module_version_id: latest_version.id, module_version_number: 1 }
  ])
  await send('PATCH', 'triggers/post-login/bindings', {
    bindings: [{ ref: { type: 'action_name', value: 'uses-module' } }]
  })
  const said = async () => (await login(api.tenant, { client_id: 'hr-web', persona: ada })).claims?.[claim]
  expect(await said()).toBe('one module-secret')

  const patched = await send('PATCH', `modules/${id}`, { code: module('two') })
  expect(patched.body).toMatchObject({ all_changes_published: false, actions_using_module_total: 1 })
  const version = await send('POST', `modules/${id}/versions`)
  expect(version).toMatchObject({ status: 201, body: { version_number: 2, module_id: id } })
  expect(await said()).toBe('one module-secret')

  const pinned = [{ module_id: id, module_version_id: version.body.id }]
  await send('PATCH', `actions/${action.body.id}`, { modules: pinned })
  expect(await said()).toBe('one module-secret')
  await send('POST', `actions/${action.body.id}/deploy`)
  expect(await said()).toBe('two module-secret')

  const rolledBack = await send('POST', `modules/${id}/rollback`, { module_version_id: latest_version.id })
  expect(rolledBack.body).toMatchObject({ code: module('one'), all_changes_published: false })
  expect((await send('GET', `modules/${id}/actions`)).body).toMatchObject({
    total: 1,
    actions: [{ action_name: 'uses-module', module_version_number: 2 }]
  })
  expect((await send('GET', `modules/${id}/versions`)).body).toMatchObject({
    total: 2,
    versions: [{ version_number: 2 }, { version_number: 1 }]
  })
  expect((await send('GET', `modules/${id}/versions?page=3`)).body.versions).toEqual([])
  expect((await send('GET', `modules/${id}/versions/${version.body.id}`)).body.code).toBe(module('two'))
  expect((await send('DELETE', `modules/${id}`)).status).toBe(412)
  await send('DELETE', `actions/${action.body.id}?force=true`)
  expect((await send('DELETE', `modules/${id}`)).status).toBe(204)
  expect((await send('GET', 'modules')).body).toEqual({ total: 0, page: 0, per_page: 20, modules: [] })
})

test('a module has a name of its own, of letters Auth0 takes', async () => {
  expect((await send('POST', 'modules', { name: 'Upper', code: '' })).status).toBe(400)
  expect((await send('POST', 'modules', { name: 'twice', code: '' })).status).toBe(201)
  expect((await send('POST', 'modules', { name: 'twice', code: '' })).status).toBe(409)
  expect((await send('GET', 'modules/none')).status).toBe(404)
})

test('an Action has three modules at most, a tenant a hundred', async () => {
  const modules: { module_id: string; module_version_id: string }[] = []
  const { total } = (await send('GET', 'modules')).body
  for (let number = total; number < 100; number += 1) {
    const { status, body } = await send('POST', 'modules', { name: `m${number}`, code: '', publish: true })
    expect(status).toBe(201)
    modules.push({ module_id: body.id, module_version_id: body.latest_version.id })
  }
  expect((await send('POST', 'modules', { name: 'one-more', code: '' })).status).toBe(403)
  const create = (count: number) =>
    send('POST', 'actions', {
      name: `with-${count}`,
      supported_triggers: [{ id: 'post-login' }],
      modules: modules.slice(0, count)
    })
  expect((await create(3)).status).toBe(201)
  expect((await create(4)).status).toBe(400)
})
