import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeJwt } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { build } from '../../lib/builder/build.js'
import { login, refresh, userinfo } from '../../lib/tenant/client/login.js'
import type { Seed } from '../../lib/tenant/seed/schema.js'
import type { TenantOptions } from '../../lib/tenant/start.js'
import { secrets, tenantId, userId } from '../fixtures/event.js'
import { createFolders } from '../fixtures/folder.js'
import { keyPair } from '../fixtures/keys.js'
import { contentOf } from '../fixtures/login.js'
import { openAs } from '../fixtures/release.js'
import { issuedTokens } from '../fixtures/tokens.js'
import { action, ada } from '../tenant/action.js'
import { callApi, tokenFor } from '../tenant/management/api.js'
import { jsonOf, post, secretOf, useTenants } from '../tenant/setup.js'

const start = useTenants()
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid profile offline_access' }
const claim = (name: string) => `https://acme.example/${name}`

/** A Rule with this body, which goes on unless the body answers otherwise. */
const rule = (name: string, body: string, rest: { order?: number; enabled?: boolean } = {}) => ({
  name,
  script: `async function (user, context, callback) { ${body}; callback(null, user, context) }`,
  ...rest
})
const startWith = (rules: Seed['rules'], { seed, ...options }: TenantOptions = {}) =>
  start({ ...options, seed: { ...seed, ...(rules && { rules }) } })

const note = (name: string) =>
  `context.idToken['${claim('ran')}'] = [...(context.idToken['${claim('ran')}'] || []), '${name}']`

describe('Rules', () => {
  test('run by their order, those that are enabled, before the Actions', async () => {
    const tenant = await startWith(
      [
        rule('last', note('last'), { order: 9 }),
        rule('disabled', note('disabled'), { order: 5, enabled: false }),
        rule('first', note('first'), { order: 1 })
      ],
      { actions: [action('after', `api.idToken.setCustomClaim('${claim('after')}', true)`)] }
    )
    const { claims } = await login(tenant, hr)
    expect(claims).toMatchObject({ [claim('ran')]: ['first', 'last'], [claim('after')]: true })
    expect(tenant.executions()).toMatchObject([
      { outcome: 'completed', rules: [{ name: 'first' }, { name: 'last' }], actions: [{ name: 'after' }] }
    ])
  })

  test('run at single sign-on, silently, at a refresh and at a password grant', async () => {
    const tenant = await startWith([
      rule('show', `context.idToken['${claim('run')}'] = [context.protocol, context.stats.loginsCount]`)
    ])
    const first = await login(tenant, hr)
    const sso = await login(tenant, { client_id: 'crm-web', jar: first.jar })
    const silent = await login(tenant, { client_id: 'spa', jar: first.jar, parameters: { prompt: 'none' } })
    for (const { claims } of [first, sso, silent]) {
      expect(claims?.[claim('run')]).toEqual(['oidc-basic-profile', 1])
    }
    const refresh_token = first.tokens?.refresh_token ?? ''
    const { id_token = '' } = await refresh(tenant, { client_id: 'hr-web', refresh_token })
    expect(decodeJwt(id_token)[claim('run')]).toEqual(['oauth2-refresh-token', 1])
    const fields = {
      grant_type: 'password',
      client_id: 'hr-web',
      client_secret: secretOf(tenant, 'hr-web'),
      username: 'linus@acme.example',
      password: 'development-password',
      scope: 'openid'
    }
    const granted = await jsonOf(await post(tenant, 'oauth/token', new URLSearchParams(fields)))
    expect(decodeJwt(String(granted.id_token))[claim('run')]).toEqual(['oauth2-password', 1])
  })

  test('do not run again where the browser comes back from a redirect, and their claims stay', async () => {
    const tenant = await startWith([rule('count', note('once'))], {
      actions: [action('leave', `api.redirect.sendUserTo('https://consent.example/')`, '')]
    })
    const { claims } = await login(tenant, {
      ...hr,
      onRedirect: url => new URL(`continue?state=${url.searchParams.get('state')}`, tenant.issuer)
    })
    expect(claims?.[claim('ran')]).toEqual(['once'])
    expect(tenant.executions().map(({ rules }) => rules?.length)).toEqual([1, undefined])
  })

  test('set claims of ID token, access token and /userinfo, but none that Auth0 keeps for itself', async () => {
    const tenant = await startWith([
      rule(
        'claims',
        `for (const token of [context.idToken, context.accessToken]) {
           token['${claim('plan')}'] = configuration.PLAN; token.sub = 'mallory'; token.email = 'x@acme.example'
         }`
      )
    ])
    const api = await tokenFor(tenant)
    await callApi(tenant, 'rules-configs/PLAN', { method: 'PUT', body: { value: 'gold' }, token: api })
    const { claims, tokens } = await login(tenant, { ...hr, audience: 'https://api.acme.example' })
    const accessToken = tokens?.access_token ?? ''
    for (const found of [claims, decodeJwt(accessToken), await userinfo(tenant, accessToken)]) {
      expect(found).toMatchObject({ [claim('plan')]: 'gold', sub: ada })
      expect(found).not.toHaveProperty('email')
    }
    expect(tenant.executions()[0]?.dropped).toMatchObject([
      { token: 'id_token', claim: 'sub', action: 'rules' },
      { token: 'access_token', claim: 'sub', action: 'rules' }
    ])
  })

  test('store metadata at once, which the Actions after them see', async () => {
    const tenant = await startWith(
      [
        rule(
          'write',
          `await auth0.users.updateAppMetadata(user.user_id, { a: { x: configuration.X }, gone: null })
           await auth0.users.updateUserMetadata(user.user_id, { hobby: 'sailing', newsletter: null })`
        )
      ],
      {
        seed: { rulesConfigs: { X: 'set' } },
        actions: [
          action(
            'see',
            `api.idToken.setCustomClaim('${claim('seen')}', [event.user.a, event.user.user_metadata])`
          )
        ]
      }
    )
    const { claims } = await login(tenant, hr)
    const user_metadata = { favorite_color: 'teal', hobby: 'sailing' }
    expect(claims?.[claim('seen')]).toEqual([{ x: 'set' }, user_metadata])
    expect(tenant.user(ada)).toMatchObject({ app_metadata: { a: { x: 'set' } }, user_metadata })
    expect(tenant.user(ada)?.user_metadata).toEqual(user_metadata)
    expect(tenant.profileWrites(ada)).toBe(2)
  })

  test.each([
    ['callback(new UnauthorizedError("not today"))', 'unauthorized'],
    ['callback(new Error("not today"))', 'access_denied'],
    ['throw new Error("not today")', 'access_denied']
  ])('refuse by %s: no tokens, and no Action runs', async (body, error) => {
    const tenant = await startWith(
      [rule('refuse', `if (context.clientID === 'hr-web') { ${body}; return }`)],
      {
        actions: [action('after', `api.user.setAppMetadata('ran', true)`)]
      }
    )
    const { callback, tokens } = await login(tenant, hr)
    expect(tokens).toBeUndefined()
    expect(Object.fromEntries(callback)).toMatchObject({ error, error_description: 'not today' })
    expect(tenant.user(ada)?.app_metadata).toEqual({})
    expect(tenant.executions()).toMatchObject([{ outcome: 'denied', actions: [] }])
    const fields = {
      grant_type: 'password',
      client_id: 'hr-web',
      client_secret: secretOf(tenant, 'hr-web'),
      username: 'linus@acme.example',
      password: 'development-password'
    }
    const response = await post(tenant, 'oauth/token', new URLSearchParams(fields))
    expect(response.status).toBe(403)
    expect(await jsonOf(response)).toMatchObject({ error, error_description: 'not today' })
  })

  test('grant the scopes of a text', async () => {
    const audience = 'https://api.acme.example'
    const tenant = await startWith([rule('scopes', `context.accessToken.scope = 'openid read:x'`)], {
      seed: { apis: [{ identifier: audience, scopes: ['read:x', 'read:y'] }] }
    })
    const { tokens } = await login(tenant, { ...hr, audience, scope: 'openid profile read:y' })
    expect(tokens?.scope?.split(' ').sort()).toEqual(['openid', 'read:x'])
  })

  test.each([
    ['call process.exit', 'process.exit(3)', /exited/],
    ['leave a claim in a circle', 'context.idToken.x = context', /JSON/]
  ])('that %s refuse the login, and the tenant lives', async (_what, body, message) => {
    const tenant = await startWith([rule('bad', `if (context.clientID === 'hr-web') { ${body} }`)])
    const { callback } = await login(tenant, hr)
    expect(callback.get('error_description')).toMatch(message)
    expect((await login(tenant, { client_id: 'spa', persona: ada })).tokens?.scope).toContain('openid')
  })

  test('do not see the environment of the tenant, and are told where its Management API is', async () => {
    const show = `context.idToken['${claim('seen')}'] = [process.env, auth0.domain, auth0.baseUrl]`
    const tenant = await startWith([rule('show', show)])
    const { claims } = await login(tenant, hr)
    const { host } = new URL(tenant.issuer)
    expect(claims?.[claim('seen')]).toEqual([{}, host, `${tenant.issuer}api/v2`])
  })

  test('reach the Management API with the token they are given, for users only', async () => {
    const call = (path: string) =>
      `(await fetch(auth0.baseUrl + '${path}', { headers: { authorization: 'Bearer ' + auth0.accessToken } })).status`
    const show = `context.idToken['${claim('seen')}'] = [
      ${call('/users')}, ${call('/connections')}, ${call('/users/none')}]`
    const { claims } = await login(await startWith([rule('call', show)]), hr)
    expect(claims?.[claim('seen')]).toEqual([200, 403, 404])
  })

  test('ask for a challenge', async () => {
    const tenant = await startWith([rule('mfa', `context.multifactor = { provider: 'any' }`)])
    const { visited, tokens } = await login(tenant, hr)
    expect(visited).toContain('/u/mfa')
    expect(tokens).toEqual(issuedTokens)
  })

  test('cannot send the browser away: that is refused, and logged', async () => {
    const tenant = await startWith([rule('leave', `context.redirect = { url: 'https://consent.example/' }`)])
    const { callback, tokens } = await login(tenant, hr)
    expect(tokens).toBeUndefined()
    expect(callback.get('error_description')).toContain('context.redirect')
    expect(
      tenant.logs().some(({ type, description }) => type === 'w' && /redirect/.test(description ?? ''))
    ).toBe(true)
  })

  test('of the Management API run from the next login on, and are known to Actions', async () => {
    const tenant = await start({
      actions: [
        action(
          'known',
          `api.idToken.setCustomClaim('${claim('known')}', api.rules.wasExecuted(event.request.query.rule || 'rul_none'))`
        )
      ]
    })
    const token = await tokenFor(tenant)
    const created = await callApi(tenant, 'rules', { method: 'POST', body: rule('api', note('api')), token })
    expect(created.status).toBe(201)
    const asking = { ...hr, parameters: { rule: created.body.id } }
    expect((await login(tenant, asking)).claims).toMatchObject({
      [claim('ran')]: ['api'],
      [claim('known')]: true
    })
    await callApi(tenant, `rules/${created.body.id}`, { method: 'PATCH', body: { enabled: false }, token })
    const { claims } = await login(tenant, asking)
    expect(claims).not.toHaveProperty([claim('ran')])
    expect(claims).toHaveProperty([claim('known')], false)
  })

  test('change nothing where there are none', async () => {
    const tenant = await start({ actions: [action('nothing', '')] })
    expect((await login(tenant, hr)).tokens).toEqual(issuedTokens)
    expect(tenant.profileWrites()).toBe(0)
    expect(tenant.executions()[0]).not.toHaveProperty('rules')
  })

  test('are there once in a seed', async () => {
    await expect(startWith([rule('one', ''), rule('one', '')])).rejects.toThrow('seed.rules: name')
  })
})

describe('the built Rules and the built Actions', () => {
  const createFolder = createFolders()
  let out: string
  let names: string[]
  beforeAll(async () => {
    out = await createFolder()
    const config = fileURLToPath(new URL('../rules/parity.policy.ts', import.meta.url))
    const { manifest } = await build({ config, out, rules: true })
    names = manifest.rules?.map(({ name }) => name) ?? []
  })

  const seed: Seed = {
    tenant: tenantId,
    connections: [
      {
        name: 'acme-idp',
        strategy: 'oidc',
        options: { non_persistent_attrs: ['gender', 'org.ethnicity', 'iban', 'id_hint'] }
      }
    ],
    personas: [
      {
        connection: 'acme-idp',
        profile: { user_id: userId, gender: 'g', 'org.ethnicity': 'e', iban: 'i', id_hint: 'h' },
        user_metadata: { national_id: '1', hobby: 'chess', age: 40, tags: ['a'] },
        app_metadata: { plan: 'gold' }
      }
    ]
  }

  const opened = (metadata: Record<string, unknown> = {}) =>
    Object.fromEntries(
      Object.entries(metadata).map(([name, value]) => {
        const slot = /^sealed_(.+)$/.exec(name)?.[1]
        return [name, slot ? contentOf(value, { slot }).data : value]
      })
    )

  const ofTheToken = new Set('iss sub aud azp iat exp jti nonce sid at_hash auth_time scope'.split(' '))
  const openedClaims = async (token = '') => {
    const added = Object.entries(decodeJwt(token)).filter(([name]) => !ofTheToken.has(name))
    const claims = added.map(async ([name, value]) => {
      if (typeof value !== 'string' || value.split('.').length !== 5) return [name, value]
      const {
        iat: _iat,
        exp: _exp,
        nbf: _nbf,
        jti: _jti,
        ...content
      } = await openAs(value, keyPair(1).privateJWK, 'hr-web')
      return [name, content]
    })
    return Object.fromEntries(await Promise.all(claims)) as Record<string, unknown>
  }

  const left = async (options: TenantOptions) => {
    const tenant = await start(options)
    const request = {
      client_id: 'hr-web',
      persona: userId,
      scope: 'openid read:identity',
      audience: 'https://api.acme.example'
    }
    const first = await login(tenant, request)
    const stages = []
    for (const { tokens } of [first, await login(tenant, { ...request, jar: first.jar })]) {
      stages.push({
        idToken: await openedClaims(tokens?.id_token),
        accessToken: await openedClaims(tokens?.access_token)
      })
    }
    const { app_metadata, user_metadata } = tenant.user(userId) ?? {}
    return { stages, appMetadata: opened(app_metadata), userMetadata: opened(user_metadata) }
  }

  test('leave the same profile and the same claims, at a login and at single sign-on', async () => {
    const rules = await Promise.all(
      names.map(async name => ({ name, script: await readFile(join(out, 'rules', `${name}.js`), 'utf8') }))
    )
    const actions = await Promise.all(
      names.map(async name => ({
        name,
        secrets,
        code: await readFile(join(out, 'actions', name, 'code.js'), 'utf8')
      }))
    )
    const byRules = await left({ seed: { ...seed, rules, rulesConfigs: secrets } })
    expect(byRules).toEqual(await left({ seed, actions }))
    expect(byRules.appMetadata).toMatchObject({
      plan: 'gold',
      sealed_demographics: { gender: 'g', ethnicity: 'e' }
    })
    expect(byRules.userMetadata).not.toHaveProperty('national_id')
    for (const { idToken } of byRules.stages) expect(Object.keys(idToken).length).toBeGreaterThan(1)
  })
})
