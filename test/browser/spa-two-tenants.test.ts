import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTenant, type Tenant } from '../../lib/tenant/start.js'
import { describeInBrowser } from './chromium.js'
import { htmlPage, type Site, startSite } from './site.js'

describeInBrowser('two tenants in one browser', pages => {
  const tenants: Tenant[] = []
  let site: Site
  beforeAll(async () => {
    tenants.push(await startTenant(), await startTenant())
    site = await startSite({
      '/': query => htmlPage(`<p>${query.has('code') ? 'in' : (query.get('error') ?? 'out')}</p>`)
    })
  })
  afterAll(async () => {
    for (const tenant of tenants) await tenant.stop()
    await site?.stop()
  })

  test('each on HTTP and HTTPS: logins at once, single sign-on and logout of one are nothing to the others', async () => {
    const { page } = await pages.open({ ignoreHTTPSErrors: true })
    const context = page.context()
    const issuers = tenants.flatMap(({ issuer, httpsIssuer = '' }) => [issuer, httpsIssuer])
    const authorize = (issuer: string, parameters: Record<string, string> = {}) => {
      const query = {
        response_type: 'code',
        client_id: 'hr-web',
        scope: 'openid',
        redirect_uri: site.url,
        ...parameters
      }
      return `${issuer}authorize?${new URLSearchParams(query)}`
    }
    const silently = async (issuer: string) => {
      await page.goto(authorize(issuer, { prompt: 'none' }))
      return page.locator('p').textContent()
    }

    const tabs = []
    for (const issuer of issuers) {
      const tab = await context.newPage()
      await tab.goto(authorize(issuer))
      tabs.push(tab)
    }
    // All four login pages are open before the first is filled in.
    for (const [at, tab] of tabs.entries()) {
      await tab.getByRole('button', { name: at % 2 === 0 ? 'Ada Fictional' : 'Grace Invented' }).click()
      await tab.getByText('in', { exact: true }).waitFor()
    }
    for (const issuer of issuers) expect(await silently(issuer)).toBe('in')
    await page.goto(`${issuers[0]}v2/logout?returnTo=${encodeURIComponent(site.url)}`)
    const after = []
    for (const issuer of issuers) after.push(await silently(issuer))
    expect(after).toEqual(['login_required', 'in', 'in', 'in'])
  })
})
