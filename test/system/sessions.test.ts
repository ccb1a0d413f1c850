import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browse, login, visit } from '../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../lib/tenant/start.js'
import { issuedTokens } from '../fixtures/tokens.js'
import { ada, callback } from '../tenant/action.js'

let tenant: Tenant
beforeAll(async () => {
  tenant = await startTenant({ httpsPort: false })
})
afterAll(() => tenant.stop())

describe('session', () => {
  test('logs in silently, and says login_required without a session', async () => {
    const first = await login(tenant, { client_id: 'hr-web', persona: ada })
    const silent = { client_id: 'spa', parameters: { prompt: 'none' } }
    const second = await login(tenant, { ...silent, jar: first.jar })
    expect(second.visited).toEqual(['/authorize'])
    expect(second.claims?.sid).toBe(first.claims?.sid)
    const third = await login(tenant, silent)
    expect(third.callback.get('error')).toBe('login_required')
    expect(tenant.logs().at(-1)?.type).toBe('fsa')
  })

  test('answers a frame by web_message', async () => {
    const { jar } = await login(tenant, { client_id: 'spa', persona: ada })
    const url = new URL(`${tenant.issuer}authorize`)
    url.search = new URLSearchParams({
      response_type: 'code',
      response_mode: 'web_message',
      prompt: 'none',
      client_id: 'spa',
      redirect_uri: 'http://localhost:4200',
      scope: 'openid',
      state: 's',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256'
    }).toString()
    const response = await visit(jar, url)
    expect(await response.text()).toContain('"code":')
    expect(response.status).toBe(200)
  })

  test('lets somebody else log in in the same browser', async () => {
    const first = await login(tenant, { client_id: 'hr-web', persona: ada })
    const second = await login(tenant, {
      client_id: 'hr-web',
      persona: 'oidc|acme-idp|grace',
      jar: first.jar,
      parameters: { prompt: 'login' }
    })
    expect(second.claims?.sub).toBe('oidc|acme-idp|grace')
    expect(second.claims?.sid).not.toBe(first.claims?.sid)
  })

  test.each([
    ['/v2/logout', (issuer: string) => `${issuer}v2/logout?client_id=hr-web&returnTo=${callback}`],
    [
      '/oidc/logout',
      (issuer: string, idToken: string) =>
        `${issuer}oidc/logout?id_token_hint=${idToken}&post_logout_redirect_uri=${callback}`
    ]
  ])('ends with %s', async (_name, urlOf) => {
    const { jar, tokens } = await login(tenant, { client_id: 'hr-web', persona: ada })
    await browse(tenant, new URL(urlOf(tenant.issuer, tokens?.id_token ?? '')), { jar, callback })
    const after = await login(tenant, { client_id: 'hr-web', jar, parameters: { prompt: 'none' } })
    expect(after.callback.get('error')).toBe('login_required')
  })

  test('is not ended by a link or form of another site, nor does a logout lead anywhere', async () => {
    const { jar } = await login(tenant, { client_id: 'hr-web', persona: ada })
    const page = await fetch(`${tenant.issuer}oidc/logout`)
    expect(await page.text()).toContain('Log out?')
    const posted = await fetch(`${tenant.issuer}oidc/logout`, {
      method: 'POST',
      headers: { cookie: jar.header(new URL(tenant.issuer)), 'sec-fetch-site': 'cross-site' }
    })
    expect(await posted.text()).toContain('Log out?')
    const away = await fetch(`${tenant.issuer}v2/logout?returnTo=https://evil.example/`, {
      redirect: 'manual'
    })
    expect(away.headers.get('location')).toBeNull()
    const after = await login(tenant, { client_id: 'hr-web', jar, parameters: { prompt: 'none' } })
    expect(after.tokens).toEqual(issuedTokens)
  })

  test.each([
    'https://evil.example/',
    '//evil.example/',
    'http://localhost@evil.example/',
    'http://localhost.evil.example/',
    'https://evil.example/?http://localhost/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://allowed.example/other',
    '/relative'
  ])('is not left for %s by any of the two logouts', async target => {
    const seed = {
      clients: [
        { client_id: 'app', app_type: 'spa' as const, allowed_logout_urls: ['https://allowed.example/'] }
      ]
    }
    const own = await startTenant({ httpsPort: false, seed })
    try {
      const { jar, tokens } = await login(own, { client_id: 'app', persona: ada })
      const v2 = new URL('v2/logout', own.issuer)
      v2.search = new URLSearchParams({ client_id: 'app', returnTo: target }).toString()
      const oidc = new URL('oidc/logout', own.issuer)
      oidc.search = new URLSearchParams({
        id_token_hint: tokens?.id_token ?? '',
        post_logout_redirect_uri: target
      }).toString()
      for (const url of [oidc, v2]) {
        expect((await visit(jar, url)).headers.get('location')).toBeNull()
      }
      oidc.searchParams.set('post_logout_redirect_uri', 'https://allowed.example/')
      oidc.searchParams.set('state', 's')
      expect((await visit(jar, oidc)).headers.get('location')).toBe('https://allowed.example/?state=s')
      v2.searchParams.set('returnTo', 'https://allowed.example/')
      expect((await visit(jar, v2)).headers.get('location')).toBe('https://allowed.example/')
      v2.searchParams.delete('client_id')
      expect((await visit(jar, v2)).headers.get('location')).toBeNull()
    } finally {
      await own.stop()
    }
  })

  test('has cookies that no page script reads and no form of another site sends', async () => {
    const url = new URL(`${tenant.issuer}authorize`)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: 'hr-web',
      redirect_uri: callback,
      scope: 'openid',
      state: 's'
    }).toString()
    const cookies = (await fetch(url, { redirect: 'manual' })).headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) expect(cookie.toLowerCase()).toMatch(/^(?=.*httponly)(?=.*samesite=lax)/)
  })
})
