import { afterEach, beforeEach, expect, test } from 'vitest'
import { login } from '../../lib/tenant/client/login.js'
import { startTenant, type Tenant, type TenantOptions } from '../../lib/tenant/start.js'
import { action } from '../tenant/action.js'
import { describeInBrowser } from './chromium.js'
import { htmlPage, type Site, startSite } from './site.js'

describeInBrowser('somebody logs in', pages => {
  let tenant: Tenant
  let site: Site

  /** The application, and a page of the customer's own that a login may pass. */
  beforeEach(async () => {
    site = await startSite({
      '/callback': query => htmlPage(query.has('code') ? '<p>welcome</p>' : '<p>refused</p>'),
      '/terms': query =>
        htmlPage(
          `<form method="post" action="${tenant.issuer}continue?state=${encodeURIComponent(query.get('state') ?? '')}">
             <button>I agree</button>
           </form>`
        )
    })
  })
  afterEach(async () => {
    await tenant?.stop()
    await site?.stop()
  })

  const start = async (options: TenantOptions = {}) => {
    tenant = await startTenant({ httpsPort: false, ...options })
  }

  const authorize = (parameters: Record<string, string> = {}): string => {
    const url = new URL('authorize', tenant.issuer)
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: 'hr-web',
      redirect_uri: `${site.url}/callback`,
      scope: 'openid',
      state: '1',
      ...parameters
    }).toString()
    return url.href
  }

  test('as a person of the identity provider, and is known the next time', async () => {
    await start()
    const { page, complaints } = await pages.open()
    await page.goto(authorize())
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Log in')
    await page.getByRole('button', { name: 'Ada Fictional' }).click()
    await page.getByText('welcome').waitFor()
    await page.goto(authorize({ client_id: 'crm-web' }))
    await page.getByText('welcome').waitFor()
    expect(complaints).toEqual([])
    expect(tenant.user('oidc|acme-idp|ada')?.logins_count).toBe(1)
  })

  test('with a password, after a wrong one', async () => {
    await start()
    const { page } = await pages.open()
    await page.goto(authorize())
    for (const password of ['wrong', 'development-password']) {
      await page.getByLabel('E-mail or username').fill('linus@acme.example')
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Continue' }).click()
      if (password === 'wrong') await page.getByText('Wrong email or password.').waitFor()
    }
    await page.getByText('welcome').waitFor()
  })

  test('with a second factor, whose code the page shows', async () => {
    await start({ seed: { settings: { mfa: 'policy' } } })
    const { page, complaints } = await pages.open()
    await page.goto(authorize())
    await page.getByRole('button', { name: 'Ada Fictional' }).click()
    const code = page.getByLabel('One-time code')
    await code.fill('000000')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('That is not the code.').waitFor()
    await code.fill((await page.locator('code').textContent()) ?? '')
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('welcome').waitFor()
    expect(complaints.filter(text => !text.includes('400'))).toEqual([])
  })

  test('by way of a page of another site, which posts the browser back', async () => {
    const leave = action(
      'leave',
      `if (api.redirect.canRedirect()) api.redirect.sendUserTo(${JSON.stringify(`${site.url}/terms`)})`,
      `if (event.request.method !== 'POST') api.access.deny('not by POST')`
    )
    await start({ actions: [leave] })
    const { page } = await pages.open()
    await page.goto(authorize())
    await page.getByRole('button', { name: 'Ada Fictional' }).click()
    await page.getByRole('button', { name: 'I agree' }).click()
    await page.getByText('welcome').waitFor()
  })

  test('and is refused by an Action', async () => {
    await start({ actions: [action('no', `api.access.deny('no')`)] })
    const { page } = await pages.open()
    await page.goto(authorize())
    await page.getByRole('button', { name: 'Ada Fictional' }).click()
    await page.getByText('refused').waitFor()
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
  })

  test('whose name is markup', async () => {
    const name = '<script>document.title = "taken"</script><img src=x onerror=alert(1)>'
    await start({
      seed: { personas: [{ connection: 'acme-idp', profile: { user_id: 'oidc|acme-idp|markup', name } }] }
    })
    const { page, complaints } = await pages.open()
    await page.goto(authorize())
    expect(await page.locator('img').count()).toBe(0)
    await page.getByRole('button', { name }).click()
    await page.getByText('welcome').waitFor()
    await page.goto(tenant.inspector)
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name)
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).not.toBe('taken')
    expect(complaints).toEqual([])
  })

  test('after signing up', async () => {
    await start()
    const { page, complaints } = await pages.open()
    await page.goto(authorize())
    await page.getByRole('link', { name: /sign up/i }).click()
    await page.getByLabel('E-mail').fill('new@acme.example')
    await page.getByLabel('Password').fill('a-password-of-somebody-new-1')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByText('welcome').waitFor()
    expect(complaints).toEqual([])
    const again = await login(tenant, {
      client_id: 'hr-web',
      username: 'new@acme.example',
      password: 'a-password-of-somebody-new-1'
    })
    expect(again.claims?.email).toBe('new@acme.example')
  })
})
