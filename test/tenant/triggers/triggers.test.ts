import { expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import type { Tenant, TenantOptions } from '../../../lib/tenant/start.js'
import { ada } from '../action.js'
import { bound, post, secretOf, useTenants } from '../setup.js'

const start = useTenants()

const signUp = async (tenant: Tenant) => {
  const user = { client_id: 'hr-web', connection: 'Username-Password-Authentication' }
  await post(tenant, 'dbconnections/signup', {
    ...user,
    email: 'new@acme.example',
    password: 'a-long-password'
  })
}
const askForToken = async (tenant: Tenant) => {
  await post(tenant, 'oauth/token', {
    grant_type: 'client_credentials',
    client_id: 'hr-web',
    client_secret: secretOf(tenant, 'hr-web'),
    audience: 'https://api.acme.example'
  })
}

test.each([
  ['pre-user-registration', 'onExecutePreUserRegistration', signUp],
  ['post-user-registration', 'onExecutePostUserRegistration', signUp],
  ['credentials-exchange', 'onExecuteCredentialsExchange', askForToken]
] as const)(
  'an Action of %s that throws is heard of, with the id of its run',
  async (trigger, handler, run) => {
    const heard: Parameters<NonNullable<TenantOptions['onExecution']>>[0][] = []
    const tenant = await start({
      seed: { apis: [{ identifier: 'https://api.acme.example' }] },
      actions: [bound(trigger, handler, `throw new Error('canary')`)],
      onExecution: execution => heard.push(execution)
    })
    await run(tenant)
    await expect
      .poll(() => heard)
      .toMatchObject([{ trigger, outcome: 'failed', actions: [{ error: 'canary' }] }])
    expect(tenant.executions().map(({ id }) => id)).toEqual(heard.map(({ id }) => id))
  }
)

test('runs of post-login are heard of elsewhere', async () => {
  let isHeard = false
  const tenant = await start({
    actions: [bound('post-login', 'onExecutePostLogin', '')],
    onExecution() {
      isHeard = true
    }
  })
  await login(tenant, { client_id: 'hr-web', persona: ada })
  expect(tenant.executions()).toHaveLength(1)
  expect(isHeard).toBe(false)
})
