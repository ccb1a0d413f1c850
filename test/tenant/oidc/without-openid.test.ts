import { afterEach, expect, test, vi } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { action, ada } from '../action.js'
import { useTenants } from '../setup.js'

const start = useTenants()
afterEach(() => vi.useRealTimers())
const audience = 'https://api.acme.example/'

test('a request for an access token alone may bring what is for ID tokens', async () => {
  const show = `api.accessToken.setCustomClaim('https://acme.example/event', [event.request.query.nonce, event.transaction.acr_values])`
  const tenant = await start({ actions: [action('show', show)] })
  const options = { client_id: 'hr-web', persona: ada, audience, scope: 'read:a' }
  const first = await login(tenant, { ...options, parameters: { nonce: 'n-1', acr_values: 'one' } })
  expect(first.tokens).not.toHaveProperty('id_token')
  const [, payload = ''] = first.tokens?.access_token.split('.') ?? []
  expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
    scope: 'read:a',
    'https://acme.example/event': ['n-1', ['one']]
  })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 })
  // It is not only taken: a login that is too old is asked for again.
  const again = await login(tenant, {
    ...options,
    jar: first.jar,
    parameters: { max_age: '60', prompt: 'none' }
  })
  expect(again.callback.get('error')).toBe('login_required')
})
