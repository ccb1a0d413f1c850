import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { createCookieJar, login } from '../../../lib/tenant/client/login.js'
import { bound, jsonOf, post, secretOf, useTenants } from '../setup.js'

const startTenant = useTenants()
const claim = 'https://acme.example/asked'
const says = bound(
  'post-login',
  'onExecutePostLogin',
  `api.idToken.setCustomClaim('${claim}', event.transaction.requested_scopes)`
)
const scope = 'openid gender:read'

test('Actions see the scopes that were asked for, without an audience whose API has them too', async () => {
  const tenant = await startTenant({ actions: [says] })
  const visit = { client_id: 'hr-web', persona: tenant.personas[0]?.user_id ?? '', jar: createCookieJar() }
  const { claims, tokens } = await login(tenant, { ...visit, scope })
  expect(claims?.[claim]).toEqual(['openid', 'gender:read'])
  expect(tokens?.scope).toBe('openid')
  const again = await login(tenant, { ...visit, scope: 'gender:read openid', parameters: { prompt: 'none' } })
  expect(again.claims?.[claim]).toEqual(['gender:read', 'openid'])
})

test('they see them after a challenge, and with a password too', async () => {
  const challenge = bound(
    'post-login',
    'onExecutePostLogin',
    "api.authentication.challengeWith({ type: 'otp' })"
  )
  const tenant = await startTenant({ actions: [{ ...challenge, name: 'challenge' }, says] })
  const persona = tenant.personas[0]?.user_id ?? ''
  const { claims, visited } = await login(tenant, { client_id: 'hr-web', persona, scope })
  expect(visited.some(path => path.startsWith('/u/mfa'))).toBe(true)
  expect(claims?.[claim]).toEqual(['openid', 'gender:read'])

  const plain = await startTenant({ actions: [says] })
  const answer = await jsonOf(
    await post(plain, 'oauth/token', {
      grant_type: 'password',
      client_id: 'hr-web',
      client_secret: secretOf(plain, 'hr-web'),
      username: 'linus@acme.example',
      password: 'development-password',
      scope
    })
  )
  expect(decodeJwt(String(answer.id_token))[claim]).toEqual(['openid', 'gender:read'])
})
