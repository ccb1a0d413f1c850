import { describe, expect, test } from 'vitest'
import { createCookieJar, login } from '../../../lib/tenant/client/login.js'
import { action, ada, copyDenied, seen } from '../action.js'
import { useTenants } from '../setup.js'

const start = useTenants()
const support = 'auth0|support'
const seed = { settings: { delegation: 'parameter' as const } }
const show = action(
  'show',
  `api.idToken.setCustomClaim('https://acme.example/actors', {
     session: event.session.actor ?? null, transaction: event.transaction.actor ?? null })`
)
const actors = 'https://acme.example/actors'
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' }
const delegated = { ...hr, parameters: { 'ext-actor': support } }
const gone = { gender: null, ethnicity: null, token: null, dotted: null }

describe('a delegated login', () => {
  test('shows Actions who acts, in its single sign-on too, and gives no refresh token', async () => {
    const tenant = await start({ seed, actions: [show, copyDenied] })
    await login(tenant, hr)
    const before = tenant.user(ada)
    const { claims, tokens, jar } = await login(tenant, delegated)
    const actor = { sub: support }
    expect(claims).toMatchObject({ sub: ada, [actors]: { session: actor, transaction: actor }, [seen]: gone })
    expect(tokens?.refresh_token).toBeUndefined()
    expect(tenant.user(ada)).toEqual(before)
    expect(tenant.logs().findLast(({ type }) => type === 's')?.details).toMatchObject({ actor })
    const sso = await login(tenant, { ...hr, client_id: 'crm-web', jar })
    expect(sso.visited).toEqual(['/authorize'])
    expect(sso.claims?.[actors]).toMatchObject({ session: actor })
    expect(sso.tokens?.refresh_token).toBeUndefined()
  })

  test('reads the stored profile, unless the scope is passthrough', async () => {
    const tenant = await start({ seed, actions: [copyDenied] })
    await login(tenant, hr)
    const { claims } = await login(tenant, { ...delegated, scope: 'openid passthrough' })
    expect(claims?.[seen]).toMatchObject({ gender: 'gender-of-ada' })
  })

  test('needs no password of a database user', async () => {
    const tenant = await start({ seed, actions: [show] })
    const { claims } = await login(tenant, { ...delegated, persona: 'auth0|linus' })
    expect(claims).toMatchObject({ sub: 'auth0|linus', [actors]: { session: { sub: support } } })
  })

  test('is refused in a browser that has a session, and for a user who was never there', async () => {
    const tenant = await start({ seed })
    await expect(login(tenant, delegated)).rejects.toThrow('400')
    const jar = createCookieJar()
    await login(tenant, { ...hr, jar })
    const { callback, tokens } = await login(tenant, { ...delegated, jar })
    expect(callback.get('error')).toBe('invalid_request')
    expect(tokens).toBeUndefined()
    const again = { ...delegated, jar, parameters: { ...delegated.parameters, prompt: 'login' } }
    await expect(login(tenant, again)).rejects.toThrow('400')
  })

  test('cannot meet a challenge', async () => {
    for (const options of [
      { seed: { settings: { ...seed.settings, mfa: 'policy' as const } } },
      { seed, actions: [action('challenge', `api.authentication.challengeWith({ type: 'otp' })`)] }
    ]) {
      const tenant = await start(options)
      await login(tenant, hr)
      const { callback } = await login(tenant, delegated)
      expect(callback.get('error')).toBe('interaction_required')
    }
  })

  test('is not to be had unless the settings say so', async () => {
    const tenant = await start({ actions: [show] })
    const { claims } = await login(tenant, delegated)
    expect(claims?.[actors]).toEqual({ session: null, transaction: null })
    await expect(login(tenant, { ...delegated, persona: 'auth0|linus' })).rejects.toThrow('400')
  })
})
