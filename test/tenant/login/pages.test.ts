import { describe, expect, test } from 'vitest'
import { createCookieJar, visit } from '../../../lib/tenant/client/login.js'
import type { Seed } from '../../../lib/tenant/seed/schema.js'
import type { Tenant } from '../../../lib/tenant/start.js'
import { useTenants } from '../setup.js'

const startTenant = useTenants()
const script = '"><script>alert(1)</script>'

/** A browser at the login page. */
const atLogin = async (tenant: Tenant, parameters: Record<string, string> = {}) => {
  const jar = createCookieJar()
  const authorize = new URL('authorize', tenant.issuer)
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: 'hr-web',
    redirect_uri: 'http://localhost:3000/callback',
    scope: 'openid',
    ...parameters
  }).toString()
  const location = (await visit(jar, authorize)).headers.get('location') ?? ''
  const url = new URL(location, tenant.issuer)
  const state = url.searchParams.get('state') ?? ''
  const post = async (path: string, form: Record<string, string>) => {
    const body = new URLSearchParams({ state, ...form })
    return (await visit(jar, new URL(path, tenant.issuer), { method: 'POST', body })).text()
  }
  const get = async (path: string) =>
    (await visit(jar, new URL(`${path}?state=${state}`, tenant.issuer))).text()
  return { post, get }
}

/** The markup of a field, from its label to what is said beside it. */
const fieldOf = (html: string, name: string): string =>
  html
    .split('<div>')
    .find(part => part.includes(` name="${name}"`))
    ?.split('</div>')[0] ?? ''

describe('the login page', () => {
  test('keeps what was typed, but for the password, and says beside it what is wrong', async () => {
    const { post } = await atLogin(await startTenant())
    const connection = 'Username-Password-Authentication'
    const html = await post('u/login', { connection, username: script, password: 'secret-of-mine' })
    expect(fieldOf(html, 'username')).toContain('value="&quot;&gt;&lt;script&gt;')
    expect(fieldOf(html, 'password')).toContain('Wrong email or password.')
    expect(fieldOf(html, 'password')).toContain('aria-invalid="true"')
    expect(fieldOf(html, 'password')).toContain('aria-describedby="field-password-hint field-password-error"')
    expect(html).not.toContain('secret-of-mine')
    expect(html).not.toContain('<script')
  })

  test('says whom one can log in as, and a password only where it is made up', async () => {
    const tenant = await startTenant()
    const { get, post } = await atLogin(tenant)
    expect(await get('u/login')).toContain('For development: linus@acme.example with development-password')
    await post('u/signup', { email: 'new@acme.example', password: 'chosen-by-somebody-1' })
    const own: Seed = { personas: [] }
    const without = await atLogin(await startTenant({ seed: own }))
    await without.post('u/signup', { email: 'new@acme.example', password: 'chosen-by-somebody-1' })
    expect(await (await atLogin(tenant)).get('u/login')).not.toContain('chosen-by-somebody')
    expect(await without.get('u/login')).not.toContain('For development:')
  })

  test('offers whom login_hint names', async () => {
    const tenant = await startTenant()
    const { get } = await atLogin(tenant, { login_hint: 'oidc|acme-idp|grace' })
    expect((await get('u/login')).match(/name="persona"/g)).toHaveLength(1)
    const { get: other } = await atLogin(tenant, { login_hint: 'nobody@acme.example' })
    expect((await other('u/login')).match(/name="persona"/g)?.length).toBeGreaterThan(1)
  })

  test('says at its connection that there is no such person', async () => {
    const { post } = await atLogin(await startTenant())
    const html = await post('u/login', { connection: 'acme-idp', persona: 'nobody' })
    expect(html).toMatch(/<h2>Acme Workforce<\/h2>\s*<p class="error" role="alert">There is no such person\./)
  })
})

describe('the sign-up page', () => {
  const seed: Seed = {
    connections: [
      {
        name: 'Username-Password-Authentication',
        strategy: 'auth0',
        options: { passwordPolicy: 'good', password_no_personal_info: { enable: true } }
      }
    ],
    settings: { signupFields: ['national_id'] }
  }

  test('says what a password must be before one is refused, and again beside it', async () => {
    const { get, post } = await atLogin(await startTenant({ seed }))
    const rule =
      'At least 8 characters; three of lower case, upper case, digits and other characters; nothing of your name or address'
    expect(fieldOf(await get('u/signup'), 'password')).toContain(rule)
    const typed = { email: 'new@acme.example', 'user_metadata.national_id': script }
    const html = await post('u/signup', { ...typed, password: 'short' })
    expect(fieldOf(html, 'password')).toContain(rule)
    expect(fieldOf(html, 'password')).toMatch(/class="error"[^>]*>At least 8 characters are needed</)
    expect(fieldOf(html, 'email')).toContain('value="new@acme.example"')
    expect(fieldOf(html, 'user_metadata.national_id')).toContain('value="&quot;&gt;&lt;script&gt;')
    expect(html).not.toContain('value="short"')
  })

  test('says beside a field what is wrong with it', async () => {
    const { post } = await atLogin(await startTenant({ seed }))
    const html = await post('u/signup', {
      email: 'x',
      password: 'a-Good-password-1',
      'user_metadata.national_id': 'x'.repeat(501)
    })
    expect(fieldOf(html, 'email')).toContain('id="field-email-error"')
    expect(html).not.toContain('<p class="error" role="alert">')
  })
})

test('the first page of a tenant leads to its inspector', async () => {
  const { issuer } = await startTenant()
  const answer = await fetch(issuer, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/inspector'])
})
