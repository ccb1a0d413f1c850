import { expect, test } from 'vitest'
import { useApi } from './api.js'

const api = useApi()

test('what is not simulated answers 501 with what there is, and what to use instead', async () => {
  const { status, body } = await api.call('stats/daily')
  expect([status, body]).toMatchObject([
    501,
    { statusCode: 501, error: 'Not Implemented', errorCode: 'not_simulated' }
  ])
  expect(body.message).toBe(
    'The local tenant does not simulate GET /stats/daily. GET /logs has what happened.'
  )
  expect(body.has.simulated).toContain('PATCH /users/:id')
  expect(body.has.kept).toContain('GET /branding')
  expect(body.has.empty).toContain('GET /log-streams')
  const job = await api.call('jobs/verification-email', { method: 'POST', body: { user_id: 'auth0|linus' } })
  expect([job.status, job.body.message]).toEqual([
    501,
    expect.stringContaining('/tickets/email-verification')
  ])
  // Nothing that is sent is lost with a success.
  for (const path of ['log-streams', 'custom-domains', 'hooks', 'forms']) {
    expect([path, (await api.call(path, { method: 'POST', body: {} })).status]).toEqual([path, 501])
  }
  const outside = await fetch(`${api.tenant.issuer}api/v2/stats/daily`)
  expect(outside.status).toBe(401)
})

test('lists of what is not simulated are empty, in the shape that was asked for', async () => {
  expect((await api.call('log-streams')).body).toEqual([])
  expect((await api.call('forms?page=0&include_totals=true')).body).toMatchObject({ total: 0, forms: [] })
  expect((await api.call('event-streams?take=5')).body).toEqual({ eventStreams: [] })
  expect((await api.call('organizations/org_x/clients?take=5')).body).toEqual({ clients: [] })
  expect((await api.call('emails/provider')).status).toBe(404)
  const token = await api.tokenFor('read:users')
  expect((await api.call('log-streams', { token })).status).toBe(403)
})

test('settings the tenant does not go by are kept', async () => {
  const branding = { colors: { primary: '#000000' }, logo_url: 'https://acme.example/logo.png' }
  await api.call('branding', { method: 'PATCH', body: branding })
  await api.call('branding', { method: 'PATCH', body: { logo_url: null } })
  expect((await api.call('branding')).body).toEqual({ ...branding, logo_url: null })
  const text = 'prompts/login/custom-text/en'
  expect((await api.call(text)).body).toEqual({})
  await api.call(text, { method: 'PUT', body: { login: { title: 'Hi' } } })
  expect((await api.call(text)).body).toEqual({ login: { title: 'Hi' } })
  expect((await api.call('prompts/login/custom-text/de')).body).toEqual({})
  expect((await api.call('email-templates/verify_email')).status).toBe(404)
  expect((await api.call('branding', { method: 'PATCH', body: [] as unknown as object })).status).toBe(400)
  const token = await api.tokenFor('read:branding')
  expect((await api.call('branding', { method: 'PATCH', body: {}, token })).status).toBe(403)
})
