import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTenant, type Tenant } from '../../lib/tenant/index.js'
import { describeInBrowser } from '../browser/chromium.js'
import type { Site } from '../browser/site.js'
import { read, startPage } from './page.js'
import { domainOf } from './tenant.js'

/** The sample of Auth0's page "Metadata with Lock": what it shows is `profile.user_metadata.hobby`. */
const script = (domain: string) => `
import { Auth0Lock } from 'auth0-lock'
const lock = new Auth0Lock('spa', '${domain}', {
  auth: { redirectUrl: location.origin, responseType: 'token id_token', params: { scope: 'openid profile email' } }
})
button('Log in', () => lock.show())
lock.on('authenticated', authResult => {
  lock.getUserInfo(authResult.accessToken, (error, profile) => {
    show('hobby', error ?? profile.user_metadata.hobby)
  })
})
lock.on('authorization_error', error => show('hobby', error))
`

describeInBrowser('a page with Lock, at a tenant with the policy of this repository', pages => {
  let tenant: Tenant
  let site: Site
  beforeAll(async () => {
    tenant = await startTenant({ config: 'a0seal.config.ts' })
    // One React for all that Lock uses, as in a project without the React of the other clients.
    const ofLock = (name: string) => join(import.meta.dirname, 'node_modules/auth0-lock/node_modules', name)
    const alias = { react: ofLock('react'), 'react-dom': ofLock('react-dom') }
    site = await startPage(script(domainOf(tenant)), { alias })
  })
  afterAll(async () => {
    await site?.stop()
    await tenant?.stop()
  })

  test('reads profile.user_metadata.hobby after a login in its own box', async () => {
    const { page } = await pages.openInProfile('allowed', { ignoreHTTPSErrors: true })
    await page.goto(site.url)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.locator('input[name=email]').fill('linus@acme.example')
    await page.locator('input[name=password]').fill('development-password')
    await page.locator('button.auth0-lock-submit').click()
    await page.locator('#hobby').waitFor()
    expect(await read(page, 'hobby')).toBe('diving')
  })
})
