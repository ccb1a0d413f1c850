import { expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { useTenants } from '../setup.js'

const start = useTenants()

test('stored profiles of a seed are there before anybody has logged in, and take part in logins', async () => {
  const user_id = 'oidc|acme-idp|ada'
  const linus = { user_id: 'auth0|linus', email: 'linus@acme.example', logins_count: 7 }
  const tenant = await start({
    seed: { users: [{ user_id, gender: 'stored-in-clear', app_metadata: { plan: 'gold' } }, linus] }
  })
  expect(tenant.user(user_id)).toMatchObject({
    gender: 'stored-in-clear',
    logins_count: 0,
    user_metadata: {}
  })
  await login(tenant, { client_id: 'hr-web', persona: user_id })
  // The attribute is on the deny list: this login takes it off the root.
  expect(tenant.user(user_id)).not.toHaveProperty('gender')
  expect(tenant.user(user_id)).toMatchObject({ logins_count: 1, app_metadata: { plan: 'gold' } })
  expect(tenant.user('auth0|linus')).toMatchObject({ logins_count: 7, user_metadata: {} })
  await login(tenant, {
    client_id: 'hr-web',
    username: 'linus@acme.example',
    password: 'development-password'
  })
  expect(tenant.user('auth0|linus')).toMatchObject({ logins_count: 8 })
})
