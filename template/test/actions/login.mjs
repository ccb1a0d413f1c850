import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createReader } from 'a0seal/reader'
import { login, startTenant } from 'a0seal/tenant'

/** @type {import('a0seal/tenant').DevelopmentTenant} */
let tenant
before(async () => {
  tenant = await startTenant({ httpsPort: false })
})
after(() => tenant?.stop())

const logIn = async () => {
  const persona = tenant.personas.find(({ hasPassword }) => !hasPassword)
  assert.ok(persona, 'an identity provider sends somebody')
  const { claims, callback } = await login(tenant, { client_id: 'hr-web', persona: persona.user_id })
  const refusal = `${callback.get('error')}: ${callback.get('error_description')}`
  assert.ok(claims, `the login gave no ID token: ${refusal}`)
  return { claims, userId: persona.user_id }
}

test('the Action of our own set its claim', async () => {
  const { claims } = await logIn()
  assert.equal(typeof claims['https://acme.example/email_domain'], 'string')
})

test('what is sensitive is stored sealed, and the application opens it', async () => {
  const { claims, userId } = await logIn()
  const profile = tenant.user(userId)
  assert.equal(profile?.gender, undefined)
  assert.ok(profile?.app_metadata.sealed_demographics)

  const keys = tenant.privateKeys.A0SEAL_HR_WEB_KEY
  assert.ok(keys)
  const reader = createReader({ keys, tenant: tenant.tenant, recipient: 'hr-web' })
  const { data } = await reader.open(claims['https://acme.example/demographics'], { token: claims })
  assert.deepEqual(Object.keys(data).sort(), ['ethnicity', 'gender'])
})
