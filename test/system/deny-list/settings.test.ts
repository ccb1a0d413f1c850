import { describe, expect, test } from 'vitest'
import { login, refresh, userinfo } from '../../../lib/tenant/client/login.js'
import { builtInSeed } from '../../../lib/tenant/seed/built-in.js'
import type { DenyListSettings } from '../../../lib/tenant/seed/deny-list-settings.js'
import type { Seed } from '../../../lib/tenant/seed/schema.js'
import type { Tenant } from '../../../lib/tenant/start.js'
import { action, ada, copyDenied, seen } from '../../tenant/action.js'
import { useTenants } from '../../tenant/setup.js'

const start = useTenants()
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid profile email offline_access' }
const all = { gender: 'gender-of-ada', ethnicity: 'ethnicity-of-ada' }
const none = { gender: null, ethnicity: null }

const settings = (denyList: DenyListSettings, mfa: 'off' | 'policy' | 'challenge' = 'off'): Seed => ({
  settings: { denyList, mfa }
})
const onRedirect = (tenant: Tenant) => (url: URL) =>
  new URL(`${tenant.issuer}continue?state=${url.searchParams.get('state')}`)

/** The built-in upstream connection with another deny list, or as one of SAML. */
const connections = (denyList: readonly string[], more: object = {}, strategy = 'oidc'): Seed => ({
  connections: [
    { name: 'acme-idp', strategy, options: { non_persistent_attrs: [...denyList], ...more } },
    { name: 'Username-Password-Authentication', strategy: 'auth0' }
  ],
  personas: builtInSeed.personas
})

describe('a denied attribute', () => {
  const leave = action('leave', `api.redirect.sendUserTo('https://terms.acme.example/')`, '')

  test.each([
    [undefined, none],
    [true, none],
    [false, all]
  ])('after a challenge, challengeHides %s', async (challengeHides, expected) => {
    const denyList = challengeHides === undefined ? {} : { challengeHides }
    const tenant = await start({
      actions: [action('first', ''), copyDenied],
      seed: settings(denyList, 'challenge')
    })
    expect((await login(tenant, hr)).claims?.[seen]).toMatchObject(expected)
  })

  test.each([
    [undefined, none],
    [true, none],
    [false, all]
  ])('after a redirect, redirectHides %s', async (redirectHides, expected) => {
    const denyList = redirectHides === undefined ? {} : { redirectHides }
    const tenant = await start({ actions: [leave, copyDenied], seed: settings(denyList) })
    const result = await login(tenant, { ...hr, onRedirect: onRedirect(tenant) })
    expect(result.claims?.[seen]).toMatchObject(expected)
  })

  test('is nowhere once a login is over that it outlived a suspension of', async () => {
    const seed = settings({ redirectHides: false })
    const tenant = await start({ actions: [leave], seed })
    await login(tenant, { ...hr, onRedirect: onRedirect(tenant) })
    expect(Object.values(tenant.search('gender-of-ada'))).toEqual([0, 0, 0, 0, 0])
  })

  test.each([
    [undefined, all],
    [false, all],
    [true, none]
  ])('with MFA by policy, mfaPolicyHides %s', async (mfaPolicyHides, expected) => {
    const denyList = mfaPolicyHides === undefined ? {} : { mfaPolicyHides }
    const tenant = await start({ actions: [copyDenied], seed: settings(denyList, 'policy') })
    expect((await login(tenant, hr)).claims?.[seen]).toMatchObject(expected)
  })

  test.each([
    [undefined, none],
    [true, none],
    [false, all]
  ])('in single sign-on, useAuth0ForSso %s', async (useAuth0ForSso, expected) => {
    const denyList = useAuth0ForSso === undefined ? {} : { useAuth0ForSso }
    const tenant = await start({ actions: [copyDenied], seed: settings(denyList) })
    const { jar } = await login(tenant, hr)
    const sso = await login(tenant, { ...hr, client_id: 'crm-web', jar })
    expect(sso.visited).toEqual(['/authorize'])
    expect(sso.claims?.[seen]).toMatchObject(expected)
    const silent = await login(tenant, { ...hr, jar, parameters: { prompt: 'none' } })
    expect(silent.claims?.[seen]).toMatchObject(none)
  })

  test('is denied at the root only', async () => {
    const tenant = await start({ seed: connections(['user_metadata.hobby', 'address.country']) })
    await login(tenant, hr)
    expect(tenant.user(ada)).toMatchObject({ user_metadata: { hobby: 'climbing' }, gender: 'gender-of-ada' })
  })
})

describe('a denied standard attribute', () => {
  const seed = connections(['given_name', 'name', 'nickname', 'email'])

  test('is a claim of the login that brought it, but for name, nickname and email', async () => {
    const tenant = await start({ seed })
    const { claims, tokens, jar } = await login(tenant, hr)
    expect(claims).toMatchObject({ given_name: 'Ada', family_name: 'Fictional' })
    for (const name of ['name', 'nickname', 'email']) expect(claims).not.toHaveProperty(name)
    expect(await userinfo(tenant, tokens?.access_token ?? '')).not.toHaveProperty('given_name')
    const sso = await login(tenant, { ...hr, jar })
    expect(sso.claims).not.toHaveProperty('given_name')
    const narrow = await login(tenant, { ...hr, scope: 'openid' })
    expect(narrow.claims).not.toHaveProperty('given_name')
    expect(tenant.search('Ada').records).toBe(0)
  })

  test('is none after a challenge, nor where the setting says so', async () => {
    const challenged = await start({ seed: { ...seed, settings: { mfa: 'policy' } } })
    expect((await login(challenged, hr)).claims).not.toHaveProperty('given_name')
    const tenant = await start({ seed: { ...seed, settings: { denyList: { standardClaims: false } } } })
    expect((await login(tenant, hr)).claims).not.toHaveProperty('given_name')
  })

  test.each([
    [undefined, null],
    [true, null],
    [false, 'ada@acme.example']
  ])('email is on event.user or not, emailHidden %s', async (emailHidden, expected) => {
    const work = action(
      'work-email',
      `api.idToken.setCustomClaim('https://acme.example/work_email', event.user.email ?? null)
       api.idToken.setCustomClaim('https://acme.example/nick', event.user.nickname)`
    )
    const denyList = emailHidden === undefined ? {} : { emailHidden }
    const tenant = await start({ actions: [work], seed: { ...seed, settings: { denyList } } })
    expect((await login(tenant, hr)).claims).toMatchObject({
      'https://acme.example/work_email': expected,
      'https://acme.example/nick': 'ada'
    })
  })

  test('does not come back on refresh', async () => {
    const tenant = await start({ seed })
    const { tokens } = await login(tenant, hr)
    const { access_token } = await refresh(tenant, {
      client_id: 'hr-web',
      refresh_token: tokens?.refresh_token ?? ''
    })
    expect(await userinfo(tenant, access_token)).not.toHaveProperty('given_name')
  })
})

describe('a SAML connection in debug mode', () => {
  test.each([
    [true, 'samlp', 1],
    [false, 'samlp', 0],
    [true, 'oidc', 0]
  ])('debug %s, strategy %s: attributes in %i log entries', async (debug, strategy, logs) => {
    const tenant = await start({ seed: connections(['gender'], { debug }, strategy) })
    await login(tenant, hr)
    expect(tenant.search('gender-of-ada')).toMatchObject({ profiles: 0, logs })
  })
})
