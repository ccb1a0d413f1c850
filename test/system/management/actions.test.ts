import { describe, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { action, ada } from '../../tenant/action.js'
import { useApi } from '../../tenant/management/api.js'

const api = useApi({
  actions: [
    action('seeded', `api.idToken.setCustomClaim('https://acme.example/seeded', event.secrets.KEY ?? 'none')`)
  ],
  seed: { settings: { actionBuildMs: 0 } }
})
const trigger = { id: 'post-login', version: 'v3' }
const codeWith = (claim: string, value = "'yes'") =>
  `exports.onExecutePostLogin = async (event, api) => {
    api.idToken.setCustomClaim('https://acme.example/${claim}', ${value})
  }`
const create = (body: object) =>
  api.call('actions/actions', { method: 'POST', body: { supported_triggers: [trigger], ...body } })
const createOne = async (name: string, body: object = {}): Promise<string> =>
  (await create({ name, code: codeWith(name), ...body })).body.id
const send = (method: string, path: string, body?: unknown) =>
  api.call(path, { method, ...(body !== undefined && { body }) })
const deploy = (id: string) => send('POST', `actions/actions/${id}/deploy`)
const bind = (bindings: unknown[], to = 'post-login') =>
  send('PATCH', `actions/triggers/${to}/bindings`, { bindings })
const byName = (value: string) => ({ ref: { type: 'action_name', value }, display_name: value })
const claims = async () => (await login(api.tenant, { client_id: 'hr-web', persona: ada })).claims

describe('an Action', () => {
  test('shows secrets by name, and its draft and deployed states', async () => {
    const { status, body } = await create({
      name: 'shown',
      code: codeWith('shown'),
      secrets: [{ name: 'KEY', value: 'the-secret-value' }]
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      name: 'shown',
      supported_triggers: [trigger],
      runtime: 'node22',
      dependencies: [],
      secrets: [{ name: 'KEY', updated_at: expect.any(String) }],
      all_changes_deployed: false
    })
    expect(body).not.toHaveProperty('deployed_version')
    const deployed = await deploy(body.id)
    expect(deployed).toMatchObject({ status: 202, body: { number: 1, deployed: true, action_id: body.id } })
    const { body: after } = await api.call(`actions/actions/${body.id}`)
    expect(after).toMatchObject({
      all_changes_deployed: true,
      deployed_version: { number: 1 },
      status: 'built'
    })
    expect(JSON.stringify([deployed.body, after])).not.toContain('the-secret-value')
  })

  test('is changed by PATCH, which replaces its secrets', async () => {
    const id = await createOne('patched', {
      secrets: [
        { name: 'A', value: 'a' },
        { name: 'B', value: 'b' }
      ]
    })
    const names = async (secrets: object[]) => {
      const { status, body } = await send('PATCH', `actions/actions/${id}`, { secrets })
      return status === 200 ? body.secrets.map(({ name }: { name: string }) => name) : body.message
    }
    expect(await names([{ name: 'B' }, { name: 'C', value: 'c' }])).toEqual(['B', 'C'])
    expect(await names([{ name: 'D' }])).toContain('value')
    const { body } = await send('PATCH', `actions/actions/${id}`, { name: 'renamed' })
    expect(body).toMatchObject({ name: 'renamed', code: codeWith('patched') })
  })

  test('is refused above the limits', async () => {
    const secret = (number: number) => ({ name: `S${number}`, value: 'x' })
    const many = (count: number) => Array.from({ length: count }, (_, number) => secret(number))
    const bad = [
      { code: `//${'x'.repeat(99_999)}` },
      { secrets: many(31) },
      { secrets: [{ name: 'x'.repeat(129), value: 'x' }] },
      { secrets: [{ name: 'x', value: 'x'.repeat(4097) }] },
      { secrets: [secret(1), secret(1)] },
      { supported_triggers: [trigger, trigger] },
      { supported_triggers: [] },
      { supported_triggers: [{ id: 'post-login', version: 'v4' }] },
      { supported_triggers: [{ id: 'no-such' }] },
      { runtime: 'node99' },
      { dependencies: many(11).map(({ name }) => ({ name, version: '1' })) },
      { modules: [{ module_id: 'none', module_version_id: 'none' }] },
      { secret: [] }
    ]
    for (const body of bad) {
      const { status } = await create({ name: 'too-much', code: '', ...body })
      expect([Object.keys(body), status]).toEqual([Object.keys(body), 400])
    }
    const largest = {
      code: `//${'x'.repeat(99_998)}`,
      secrets: [{ name: 'x'.repeat(128), value: 'x'.repeat(4096) }, ...many(29)]
    }
    expect((await create({ name: 'largest', ...largest })).status).toBe(201)
    expect((await create({ name: 'largest' })).status).toBe(400)
  })

  test('keeps its trigger', async () => {
    const id = await createOne('stays')
    const body = { supported_triggers: [{ id: 'credentials-exchange', version: 'v2' }] }
    expect((await send('PATCH', `actions/actions/${id}`, body)).status).toBe(400)
  })

  test('that is bound is deleted by force only, and its binding with it', async () => {
    const id = await createOne('doomed', { deploy: true })
    const before = (await api.call('actions/triggers/post-login/bindings')).body.bindings
    const kept = before.map(({ id: value }: { id: string }) => ({ ref: { type: 'binding_id', value } }))
    await bind([...kept, byName('doomed')])
    expect((await send('DELETE', `actions/actions/${id}`)).status).toBe(400)
    expect((await send('DELETE', `actions/actions/${id}?force=true`)).status).toBe(204)
    expect((await api.call(`actions/actions/${id}`)).status).toBe(404)
    expect((await api.call('actions/triggers/post-login/bindings')).body.bindings).toEqual(before)
  })
})

describe('the list of Actions', () => {
  test('has the tenant its Actions, honest totals, and nothing on a page that is not there', async () => {
    const { body } = await api.call('actions/actions?per_page=1')
    expect(body).toMatchObject({
      page: 0,
      per_page: 1,
      actions: [{ name: 'seeded', all_changes_deployed: true }]
    })
    expect(body.total).toBeGreaterThan(1)
    const far = (await api.call('actions/actions?per_page=1&page=99')).body
    expect(far).toEqual({ total: body.total, page: 99, per_page: 1, actions: [] })
    expect((await api.call('actions/actions')).body.per_page).toBe(20)
  })

  test('is filtered', async () => {
    const names = async (query: string) =>
      (await api.call(`actions/actions?${query}`)).body.actions.map(({ name }: { name: string }) => name)
    expect(await names('actionName=seeded')).toEqual(['seeded'])
    expect(await names('triggerId=credentials-exchange')).toEqual([])
    expect(await names('deployed=true')).toContain('seeded')
    expect(await names('deployed=false')).not.toContain('seeded')
    expect(await names('installed=true')).toEqual([])
  })
})

describe('a tenant', () => {
  test('has a hundred Actions at most', async () => {
    const { total } = (await api.call('actions/actions')).body
    const names = Array.from({ length: 100 - total }, (_, number) => `filler-${number}`)
    for (const name of names) expect((await create({ name })).status).toBe(201)
    expect(await create({ name: 'one-more' })).toMatchObject({
      status: 403,
      body: { errorCode: 'too_many_entities' }
    })
    const { actions } = (await api.call('actions/actions?per_page=100')).body
    for (const { id, name } of actions) {
      if (names.includes(name)) await send('DELETE', `actions/actions/${id}`)
    }
  })
})

describe('versions', () => {
  test('are made by each deploy, newest first, and can be deployed again', async () => {
    const id = await createOne('versioned')
    await deploy(id)
    await send('PATCH', `actions/actions/${id}`, { code: codeWith('versioned', "'second'") })
    await deploy(id)
    const { body } = await api.call(`actions/actions/${id}/versions`)
    expect(body).toMatchObject({
      total: 2,
      versions: [
        { number: 2, deployed: true },
        { number: 1, deployed: false }
      ]
    })
    const first = body.versions[1]
    const back = await send('POST', `actions/actions/${id}/versions/${first.id}/deploy`, {})
    expect(back).toMatchObject({ status: 202, body: { number: 3, deployed: true, code: first.code } })
    expect((await api.call(`actions/actions/${id}/versions/${first.id}`)).body.code).toBe(first.code)
    expect((await api.call(`actions/actions/${id}/versions/none`)).status).toBe(404)
    expect((await api.call(`actions/actions/${id}`)).body.code).toContain('second')
    await send('POST', `actions/actions/${id}/versions/${first.id}/deploy`, { update_draft: true })
    expect((await api.call(`actions/actions/${id}`)).body.code).toBe(first.code)
  })

  test('are fifty at most', async () => {
    const id = await createOne('often')
    for (let count = 0; count < 52; count += 1) await deploy(id)
    const { total, versions } = (await api.call(`actions/actions/${id}/versions?per_page=100`)).body
    expect([total, versions[0].number, versions.at(-1).number]).toEqual([50, 52, 3])
  })
})

describe('bindings', () => {
  test('replace the whole list, and the next login runs them in order', async () => {
    expect(await claims()).toMatchObject({ 'https://acme.example/seeded': 'none' })
    await createOne('first', { deploy: true })
    const second = await createOne('second', {
      code: codeWith('second', 'event.secrets.KEY'),
      secrets: [{ name: 'KEY', value: 'from-a-secret' }]
    })
    await deploy(second)
    const { status, body } = await bind([{ ref: { type: 'action_id', value: second } }, byName('first')])
    expect(status).toBe(200)
    expect(body.bindings.map(({ display_name }: { display_name: string }) => display_name)).toEqual([
      'second',
      'first'
    ])
    const after = await claims()
    expect(after).toMatchObject({
      'https://acme.example/first': 'yes',
      'https://acme.example/second': 'from-a-secret'
    })
    expect(after).not.toHaveProperty('https://acme.example/seeded')
    expect((await api.call('actions/triggers/post-login/bindings?page=5')).body).toMatchObject({
      total: 2,
      bindings: []
    })

    await send('PATCH', `actions/actions/${second}`, { secrets: [{ name: 'KEY', value: 'not-yet' }] })
    expect(await claims()).toMatchObject({ 'https://acme.example/second': 'from-a-secret' })
    await deploy(second)
    expect(await claims()).toMatchObject({ 'https://acme.example/second': 'not-yet' })
    const { secrets } = (await send('PATCH', `actions/actions/${second}`, { secrets: [{ name: 'KEY' }] }))
      .body
    expect((await api.call(`actions/actions/${second}`)).body).toMatchObject({
      secrets,
      all_changes_deployed: true
    })
    await deploy(second)
    expect(await claims()).toMatchObject({ 'https://acme.example/second': 'not-yet' })

    await bind([byName('seeded')])
    expect(await claims()).not.toHaveProperty('https://acme.example/second')
    await bind([])
    expect(await claims()).not.toHaveProperty('https://acme.example/seeded')
  })

  test('keep their id while they stay', async () => {
    const [first] = (await bind([byName('seeded')])).body.bindings
    const [again] = (await bind([{ ref: { type: 'binding_id', value: first.id } }])).body.bindings
    expect(again).toEqual(first)
  })

  test('are of deployed Actions of that trigger, each once, twenty at most', async () => {
    await createOne('draft')
    await createOne('machine', {
      supported_triggers: [{ id: 'credentials-exchange', version: 'v2' }],
      deploy: true
    })
    const refused = async (bindings: unknown[]) => {
      const { status, body } = await bind(bindings)
      expect(status).toBe(400)
      return body.message
    }
    expect(await refused([byName('draft')])).toContain('deployed')
    expect(await refused([byName('machine')])).toContain('post-login')
    expect(await refused([byName('nobody')])).toContain('does not exist')
    expect(await refused([byName('seeded'), byName('seeded')])).toContain('twice')
    expect(await refused(Array(21).fill(byName('seeded')))).toContain('on property bindings')
    expect((await bind([byName('machine')], 'credentials-exchange')).status).toBe(200)
    expect((await bind([], 'credentials-exchange')).status).toBe(200)
    expect((await bind([], 'no-such-trigger')).status).toBe(404)
    expect((await bind([], 'custom-email-provider')).status).toBe(400)
  })

  test('belong to triggers with runtimes and a current version', async () => {
    const { triggers } = (await api.call('actions/triggers')).body
    expect(triggers).toContainEqual(
      expect.objectContaining({
        id: 'post-login',
        version: 'v3',
        status: 'CURRENT',
        default_runtime: 'node22'
      })
    )
  })

  test('need the scopes Auth0 asks for: deploy is create:actions', async () => {
    const id = await createOne('scoped')
    const token = await api.tokenFor('read:actions update:actions')
    const post = (path: string) => api.call(path, { method: 'POST', token })
    expect((await post(`actions/actions/${id}/deploy`)).status).toBe(403)
    expect((await post('actions/actions')).status).toBe(403)
    expect((await api.call(`actions/actions/${id}`, { method: 'DELETE', token })).status).toBe(403)
    const creator = await api.tokenFor('create:actions')
    const change = { method: 'PATCH', body: { bindings: [] }, token: creator }
    expect((await api.call('actions/triggers/post-login/bindings', change)).status).toBe(403)
    expect((await api.call('actions/actions', { token: creator })).status).toBe(403)
  })
})
