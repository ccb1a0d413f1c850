import { expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { callApi, tokenFor } from '../management/api.js'
import { useTenants } from '../setup.js'

const start = useTenants()
const linus = 'auth0|linus'

const tenantWith = async (password_history: { enable: boolean; size?: number }) => {
  const tenant = await start({
    seed: {
      connections: [
        { name: 'Username-Password-Authentication', strategy: 'auth0', options: { password_history } },
        { name: 'acme-idp', strategy: 'oidc' }
      ]
    }
  })
  const token = await tokenFor(tenant)
  const change = async (password: string) => {
    const path = `users/${encodeURIComponent(linus)}`
    const { status, body } = await callApi(tenant, path, { method: 'PATCH', body: { password }, token })
    return status === 200 ? 'changed' : body.message
  }
  return { tenant, change }
}

const refused = 'PasswordHistoryError: Password has previously been used'

test('a password cannot be one of the last ones where the database has a history', async () => {
  const { tenant, change } = await tenantWith({ enable: true, size: 2 })
  expect(await change('development-password')).toBe(refused)
  for (const password of ['one', 'two']) expect(await change(password)).toBe('changed')
  for (const password of ['two', 'one', 'development-password']) expect(await change(password)).toBe(refused)
  expect(await change('three')).toBe('changed')
  expect(await change('development-password')).toBe('changed')
  const { claims } = await login(tenant, {
    client_id: 'hr-web',
    username: 'linus@acme.example',
    password: 'development-password'
  })
  expect(claims?.sub).toBe(linus)
})

test('it can where the history is switched off', async () => {
  const { change } = await tenantWith({ enable: false })
  expect(await change('development-password')).toBe('changed')
})
