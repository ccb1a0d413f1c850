import { describe, expect, it } from 'vitest'
import { createManagementClient } from '../../lib/admin/client.js'
import {
  connectionLimitations,
  elsewhereLimitations,
  tenantLimitations
} from '../../lib/admin/limitations.js'
import { readLoginFacts } from '../../lib/admin/login-facts.js'
import { createFakeTenant, type FakeTenant, json, sealBound } from './fake-tenant.js'

const codesFor = (names: string[], { strategy = 'oidc', options = {} } = {}) =>
  connectionLimitations({ id: 'con_1', name: 'acme', strategy, options }, names).map(
    ({ code, attributes }) => (attributes ? `${code} ${attributes}` : code)
  )

describe('limitations of a connection', () => {
  it.each([
    ['gender', []],
    ['https://acme.com/temporary_idtoken', []],
    ['http://schemas.acme.com/claims/x.y', []],
    ['urn:oid:1.2.840', []],
    ['address.street', ['root-fields-only address.street']],
    ['user_metadata.hobby', ['root-fields-only user_metadata.hobby']],
    ['app_metadata', ['root-fields-only app_metadata']],
    ['name', ['name name']],
    ['nickname', ['name nickname']],
    ['email', ['email email']],
    ['email_alias', []]
  ])('for the name %s: %j', (name, codes) => {
    expect(codesFor([name])).toEqual(codes)
  })

  it.each([
    ['samlp', { debug: true }, ['saml-debug']],
    ['samlp', { debug: false }, []],
    ['oidc', { debug: true }, []],
    ['oidc', { set_user_root_attributes: 'on_each_login' }, []],
    ['oidc', { set_user_root_attributes: 'on_first_login' }, ['not-synced']],
    ['oidc', { set_user_root_attributes: 'never_on_login' }, ['not-synced']],
    ['auth0', {}, ['database']]
  ])('for %s with %j: %j', (strategy, options, codes) => {
    expect(codesFor(['gender'], { strategy, options })).toEqual(codes)
    expect(codesFor([], { strategy, options })).toEqual([])
  })
})

describe('what the policy takes from other connections', () => {
  it('is one limitation with all names, and none without', () => {
    expect(elsewhereLimitations(['iban', 'bic'])).toMatchObject([
      { code: 'other-connections', attributes: ['iban', 'bic'] }
    ])
    expect(elsewhereLimitations([])).toEqual([])
  })
})

describe('limitations of a tenant', () => {
  const codesWith = async (change: (tenant: FakeTenant) => void) => {
    const tenant = createFakeTenant([])
    change(tenant)
    return tenantLimitations(await readLoginFacts(tenant.client)).map(({ code }) => code)
  }
  const bind = (code: string) => (tenant: FakeTenant) => {
    tenant.bound.push({ id: 'act_other', name: 'other', code })
  }

  it('are none where nothing of the kind is there', async () => {
    expect(await codesWith(() => {})).toEqual([])
  })

  it('are MFA by policy', async () => {
    expect(await codesWith(({ mfaPolicies }) => mfaPolicies.push('all-applications'))).toEqual(['mfa-policy'])
  })

  it.each([
    "api.multifactor.enable('any')",
    'api.multifactor?.enable("any")',
    'api . multifactor\n.enable("any")',
    'api.authentication.challengeWith({ type: "otp" })',
    'api.authentication.challengeWithAny([])',
    'const { enrollWithAny } = api.authentication'
  ])('are MFA by an Action: %s', async code => {
    expect(await codesWith(bind(code))).toEqual(['mfa-action'])
  })

  it('are redirects by an Action', async () => {
    expect(await codesWith(bind('api.redirect.sendUserTo(url)'))).toEqual(['redirect-action'])
  })

  it('are not those of a draft', async () => {
    expect(await codesWith(bind('exports.x = 1'))).toEqual([])
  })

  it('are that nothing seals', async () => {
    expect(await codesWith(tenant => tenant.bound.splice(0))).toEqual(['not-sealed'])
  })

  it('are what the token may not read', async () => {
    const limitations = async (...scopes: string[]) =>
      codesWith(tenant => {
        for (const scope of scopes) tenant.scopes.delete(scope)
      })
    expect(await limitations('read:mfa_policies')).toEqual(['not-checked'])
    expect(await limitations('read:actions', 'read:mfa_policies')).toEqual(['not-checked'])
  })

  it('are what the plan is without, and no scope is named for it', async () => {
    const tenant = createFakeTenant([])
    const body = { errorCode: 'insufficient_entitlement', message: 'Please upgrade your subscription' }
    tenant.intercept = ({ path }) => (path === '/guardian/policies' ? json(body, 403) : undefined)
    const [limitation] = tenantLimitations(await readLoginFacts(tenant.client))
    expect(limitation?.code).toBe('not-checked')
    expect(limitation?.message).toMatch(/^not all could be checked: GET \/guardian\/policies: 403, .*plan/)
    expect(limitation?.message).not.toContain('read:')
  })

  it('are not told where the token is refused', async () => {
    const fetchFake: typeof fetch = async () => json({ error: 'access_denied' }, 403)
    const access = { domain: 'tenant.test', clientId: 'app', clientSecret: 'TEST-SECRET' }
    const client = createManagementClient(access, { fetch: fetchFake })
    await expect(readLoginFacts(client)).rejects.toMatchObject({ status: 403 })
  })

  it('are not told where the tenant fails', async () => {
    const tenant = createFakeTenant([])
    tenant.bound = [sealBound, { id: 'act_gone', name: 'gone', code: '' }]
    tenant.intercept = ({ path }) =>
      path.endsWith('act_gone') ? new Response('', { status: 404 }) : undefined
    await expect(readLoginFacts(tenant.client)).rejects.toMatchObject({ status: 404 })
  })
})
