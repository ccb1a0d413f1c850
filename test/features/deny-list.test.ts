import { describe, expect, test } from 'vitest'
import { browse, createCookieJar, login, refresh, userinfo } from '../../lib/tenant/client/login.js'
import { builtInSeed } from '../../lib/tenant/seed/built-in.js'
import type { Seed } from '../../lib/tenant/seed/schema.js'
import type { Tenant, TenantOptions } from '../../lib/tenant/start.js'
import { action, ada, callback, copyDenied, seen } from '../tenant/action.js'
import { useTenants } from '../tenant/setup.js'

const startTenant = useTenants()
let tenant: Tenant
const start = async (options: TenantOptions) => {
  tenant = await startTenant(options)
}

const all = {
  gender: 'gender-of-ada',
  ethnicity: 'ethnicity-of-ada',
  token: 'temporary-idtoken-of-ada',
  dotted: null
}
const none = { gender: null, ethnicity: null, token: null, dotted: null }
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' }

const withOptions = (options: Record<string, string | string[]>): Seed => {
  const [idp, database] = builtInSeed.connections
  if (!idp || !database) throw new Error('the built-in seed has two connections')
  return { connections: [{ ...idp, options }, database] }
}

describe('a denied attribute', () => {
  test('reaches the Actions and tokens of the login that brings it', async () => {
    await start({ actions: [copyDenied] })
    expect((await login(tenant, hr)).claims?.[seen]).toEqual(all)
    expect((await login(tenant, hr)).claims?.[seen]).toEqual(all)
  })

  test('is absent from single sign-on, silent authentication and refresh', async () => {
    await start({ actions: [copyDenied] })
    const first = await login(tenant, hr)
    const sso = await login(tenant, { ...hr, client_id: 'crm-web', jar: first.jar })
    expect(sso.visited).toEqual(['/authorize'])
    expect(sso.claims?.[seen]).toEqual(none)
    const silent = await login(tenant, {
      ...hr,
      client_id: 'spa',
      jar: first.jar,
      parameters: { prompt: 'none' }
    })
    expect(silent.claims?.[seen]).toEqual(none)
    const { access_token } = await refresh(tenant, {
      client_id: 'hr-web',
      refresh_token: first.tokens?.refresh_token ?? ''
    })
    expect((await userinfo(tenant, access_token))[seen]).toEqual(none)
  })

  test('is absent after a challenge and after a redirect', async () => {
    const leave = action('leave', `api.redirect.sendUserTo('https://terms.acme.example/')`, '')
    const challenge = action('challenge', `api.authentication.challengeWith({ type: 'otp' })`)
    await start({ actions: [leave, copyDenied] })
    const onRedirect = (url: URL) =>
      new URL(`${tenant.issuer}continue?state=${url.searchParams.get('state')}`)
    expect((await login(tenant, { ...hr, onRedirect })).claims?.[seen]).toEqual(none)
    await tenant.stop()
    await start({ actions: [challenge, copyDenied] })
    expect((await login(tenant, hr)).claims?.[seen]).toEqual(none)
    await tenant.stop()
    await start({ actions: [action('first', ''), copyDenied], seed: { settings: { mfa: 'challenge' } } })
    const result = await login(tenant, hr)
    expect(result.visited).toContain('/u/mfa')
    expect(result.claims?.[seen]).toEqual(none)
  })

  test('is in no profile, session or log', async () => {
    await start({ actions: [] })
    await login(tenant, hr)
    const nowhere = { profiles: 0, sessions: 0, transactions: 0, records: 0, logs: 0 }
    for (const value of ['gender-of-ada', 'ethnicity-of-ada', 'temporary-idtoken-of-ada']) {
      expect(tenant.search(value)).toEqual(nowhere)
    }
    expect(tenant.search('Ada Fictional')).toMatchObject({ profiles: 1, sessions: 0, logs: 0 })
    expect(tenant.user(ada)?.identities[0]?.profileData).not.toHaveProperty('gender')
  })

  test('is kept by Auth0 all the same where an Action puts it on the ID token or logs it', async () => {
    await start({ actions: [copyDenied, action('chatty', 'console.log(event.user.gender)')] })
    await login(tenant, hr)
    expect(tenant.search('gender-of-ada')).toEqual({
      profiles: 0,
      sessions: 0,
      transactions: 0,
      records: 1,
      logs: 1
    })
  })

  test('waits with the code where an Action put it into claims, and goes with it', async () => {
    await start({ actions: [copyDenied] })
    const url = new URL(`${tenant.issuer}authorize?response_type=code&client_id=hr-web&scope=openid&state=1`)
    url.searchParams.set('redirect_uri', callback)
    await browse(tenant, url, { callback, jar: createCookieJar(), persona: ada })
    expect(tenant.search('gender-of-ada')).toEqual({
      profiles: 0,
      sessions: 0,
      transactions: 1,
      records: 0,
      logs: 0
    })
  })
})

describe('without a deny list', () => {
  test('the attributes are stored, twice, before any Action runs', async () => {
    await start({ actions: [copyDenied], seed: withOptions({}) })
    const first = await login(tenant, hr)
    const sso = await login(tenant, { ...hr, client_id: 'crm-web', jar: first.jar })
    expect(sso.claims?.[seen]).toEqual(all)
    expect(tenant.user(ada)).toMatchObject({
      gender: 'gender-of-ada',
      identities: [{ profileData: { gender: 'gender-of-ada' } }]
    })
    expect(tenant.search('gender-of-ada').profiles).toBe(1)
  })

  test('an Action that throws leaves what was written before it ran', async () => {
    await start({ actions: [action('broken', `throw new Error('no')`)], seed: withOptions({}) })
    const { tokens } = await login(tenant, hr)
    expect(tokens).toBeUndefined()
    expect(tenant.search('gender-of-ada').profiles).toBe(1)
  })
})

describe('dotted names', () => {
  const name = 'https://acme.com/temporary_idtoken'

  test('are stored with colons and denied as the IdP sends them', async () => {
    await start({ seed: withOptions({}) })
    await login(tenant, hr)
    expect(tenant.user(ada)).toHaveProperty(['https://acme:com/temporary_idtoken'])
    await tenant.stop()
    await start({ seed: withOptions({ non_persistent_attrs: [name] }) })
    await login(tenant, hr)
    expect(tenant.user(ada)).not.toHaveProperty(['https://acme:com/temporary_idtoken'])
    expect(tenant.search('temporary-idtoken-of-ada').profiles).toBe(0)
  })

  test('are not denied by the name they are stored under', async () => {
    await start({ seed: withOptions({ non_persistent_attrs: ['https://acme:com/temporary_idtoken'] }) })
    await login(tenant, hr)
    expect(tenant.search('temporary-idtoken-of-ada').profiles).toBe(1)
  })

  test('can be kept as sent', async () => {
    await start({ actions: [copyDenied], seed: { settings: { dottedNames: 'as-sent' } } })
    const { claims } = await login(tenant, hr)
    expect(claims?.[seen]).toMatchObject({ dotted: 'temporary-idtoken-of-ada', token: null })
  })
})

describe('a denied standard attribute', () => {
  test('misses from the tokens too', async () => {
    await start({ seed: withOptions({ non_persistent_attrs: ['name', 'email'] }) })
    const { claims, tokens } = await login(tenant, { ...hr, scope: 'openid profile email' })
    expect(claims).toMatchObject({ given_name: 'Ada' })
    expect(claims).not.toHaveProperty('name')
    expect(await userinfo(tenant, tokens?.access_token ?? '')).not.toHaveProperty('email')
  })
})
