import { describe, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { ada } from '../action.js'
import { useApi } from './api.js'

const api = useApi({ seed: { settings: { tenant: { flags: { enable_legacy_profile: true } } } } })
const send = (method: string, path: string, body?: unknown) =>
  api.call(path, { method, ...(body !== undefined && { body }) })

describe('Rules', () => {
  test('are created in order, read, changed and deleted', async () => {
    const script = 'function (user, context, callback) { callback(null, user, context) }'
    const first = await send('POST', 'rules', { name: 'First Rule', script })
    expect(first).toMatchObject({
      status: 201,
      body: { id: expect.stringMatching(/^rul_/), order: 1, enabled: true, stage: 'login_success' }
    })
    await send('POST', 'rules', { name: 'second', script, order: 5, enabled: false })
    expect((await send('GET', 'rules?enabled=true')).body).toEqual([first.body])
    expect((await send('GET', 'rules?include_totals=true&page=3')).body).toMatchObject({
      total: 2,
      rules: []
    })
    for (const body of [
      { name: 'second', script },
      { name: 'third', script, order: 5 }
    ]) {
      expect((await send('POST', 'rules', body)).status).toBe(409)
    }
    for (const body of [
      { name: '-x', script },
      { name: 'a_b', script },
      { name: 'x' },
      { name: 'x', script, id: 1 }
    ]) {
      expect((await send('POST', 'rules', body)).status).toBe(400)
    }
    const { id } = first.body
    expect((await send('PATCH', `rules/${id}`, { enabled: false })).body).toEqual({
      ...first.body,
      enabled: false
    })
    expect((await send('PATCH', `rules/${id}`, { order: 5 })).status).toBe(409)
    expect((await send('DELETE', `rules/${id}`)).status).toBe(204)
    expect((await send('GET', `rules/${id}`)).status).toBe(404)
  })

  test('have a configuration whose values are not returned', async () => {
    const put = await send('PUT', 'rules-configs/KEY', { value: 'rule-secret' })
    expect(put).toMatchObject({ status: 200, body: { key: 'KEY' } })
    const all = await send('GET', 'rules-configs')
    expect(all.body).toEqual([{ key: 'KEY' }])
    expect(JSON.stringify([put.body, all.body])).not.toContain('rule-secret')
    expect((await send('PUT', 'rules-configs/a%20b', { value: 'x' })).status).toBe(400)
    expect((await send('PUT', 'rules-configs/KEY', {})).status).toBe(400)
    expect((await send('DELETE', 'rules-configs/KEY')).status).toBe(204)
    expect((await send('GET', 'rules-configs')).body).toEqual([])
  })
})

describe('tenant settings', () => {
  test('are those of the seed, and a PATCH merges flags', async () => {
    expect((await send('GET', 'tenants/settings')).body).toMatchObject({
      customize_mfa_in_postlogin_action: false,
      flags: { enable_legacy_profile: true, enable_sso: true }
    })
    const body = { flags: { enable_sso: false }, customize_mfa_in_postlogin_action: true }
    expect((await send('PATCH', 'tenants/settings', body)).body).toMatchObject({
      customize_mfa_in_postlogin_action: true,
      flags: { enable_legacy_profile: true, enable_sso: false }
    })
    expect((await send('GET', 'tenants/settings?fields=flags')).body).toHaveProperty(
      'flags.enable_sso',
      false
    )
    expect((await send('PATCH', 'tenants/settings', { flags: { enable_sso: 'no' } })).status).toBe(400)
    const token = await api.tokenFor('read:tenant_settings')
    expect((await api.call('tenants/settings', { method: 'PATCH', body, token })).status).toBe(403)
  })
})

describe('Guardian', () => {
  test('says whether MFA is on, and turning it on asks for it at the next login', async () => {
    expect((await send('GET', 'guardian/policies')).body).toEqual([])
    expect((await send('PUT', 'guardian/policies', ['all-applications'])).body).toEqual(['all-applications'])
    const { visited } = await login(api.tenant, { client_id: 'hr-web', persona: ada })
    expect(visited).toContain('/u/mfa')
    expect((await send('PUT', 'guardian/policies', [])).body).toEqual([])
    const without = await login(api.tenant, { client_id: 'hr-web', persona: ada })
    expect(without.visited).not.toContain('/u/mfa')
    expect((await send('PUT', 'guardian/policies', ['sometimes'])).status).toBe(400)
  })

  test('has factors', async () => {
    expect((await send('GET', 'guardian/factors')).body).toContainEqual({
      name: 'otp',
      enabled: false,
      trial_expired: false
    })
    expect((await send('PUT', 'guardian/factors/otp', { enabled: true })).body).toEqual({ enabled: true })
    expect((await send('GET', 'guardian/factors')).body).toContainEqual(
      expect.objectContaining({ name: 'otp', enabled: true })
    )
    expect((await send('PUT', 'guardian/factors/smoke-signals', { enabled: true })).status).toBe(404)
  })
})
