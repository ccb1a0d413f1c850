import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCookieJar, login } from '../../lib/tenant/client/login.js'
import { startTenant, type Tenant } from '../../lib/tenant/index.js'
import { keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import { describeInBrowser } from './chromium.js'
import { pageFaults } from './layout.js'

const ada = 'oidc|acme-idp|ada'
const hr = { client_id: 'hr-web', persona: ada }
const { publicJWK, privateJWK } = keyPair(1)
const secrets = {
  '*': { A0SEAL_KEYS: keySetText(secretJWK(1)), A0SEAL_HR_WEB_KEY: keySetText(publicJWK) }
}

describeInBrowser('the inspector', pages => {
  let tenant: Tenant
  beforeEach(async () => {
    tenant = await startTenant({ config: 'a0seal.config.ts', httpsPort: false, seed: { secrets } })
  })
  afterEach(() => tenant?.stop())

  const heading = (page: Page) => page.getByRole('heading', { level: 1 })
  const titles = ['Sent', 'Denied', 'Sealed', 'At rest', 'Released', '/userinfo']
  const opened = (page: Page, station: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: 'gender' }) })
      .getByRole('cell')
      .nth(titles.indexOf(station))
      .locator('.opened pre:visible')

  test('shows a login when it happens', async () => {
    const { page, complaints } = await pages.open()
    await page.goto(tenant.inspector)
    expect(await heading(page).textContent()).toBe('Nobody has logged in yet')
    await page.locator('#live[data-state=on]').waitFor()
    await login(tenant, hr)
    await heading(page).getByText('Ada Fictional').waitFor()
    await page.locator('#login .status.done').waitFor()
    await page.getByText('gender-of-ada').first().waitFor()
    await login(tenant, { ...hr, persona: 'oidc|acme-idp|grace' })
    await heading(page).getByText('Grace Invented').waitFor()
    expect(await page.locator('#logins li').count()).toBe(2)
    expect(complaints).toEqual([])
  })

  test('stays at the login somebody chose, and still lists new ones', async () => {
    await login(tenant, hr)
    const { page } = await pages.open()
    await page.goto(tenant.inspector)
    await page.locator('#logins a').click()
    await page.locator('#live[data-state=on]').waitFor()
    await login(tenant, { ...hr, persona: 'oidc|acme-idp|grace' })
    await page.locator('#logins li').nth(1).waitFor()
    expect(await heading(page).textContent()).toBe('Ada Fictional')
  })

  test('opens sealed values with a pasted key, which goes nowhere', async () => {
    await login(tenant, hr)
    const { page, complaints } = await pages.open()
    await page.goto(tenant.inspector)
    await page.locator('#live[data-state=on]').waitFor()
    const sent: string[] = []
    page.on('request', request =>
      sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ''}`)
    )
    await page.getByText('Open sealed values').click()
    const field = page.getByLabel('Key')

    await field.fill(JSON.stringify(privateJWK))
    await opened(page, 'Released').first().waitFor()
    expect(JSON.parse((await opened(page, 'Released').first().textContent()) ?? '')).toEqual({
      gender: 'gender-of-ada',
      ethnicity: 'ethnicity-of-ada'
    })
    expect(await opened(page, 'At rest').count()).toBe(0)

    await field.fill(keySetText(secretJWK(1)))
    await opened(page, 'At rest').waitFor()
    expect(await opened(page, 'At rest').textContent()).toContain('gender-of-ada')
    expect(await opened(page, 'Released').count()).toBe(0)

    await field.fill('not a key')
    await page.getByText('There is no key in that.').waitFor()
    expect(await opened(page, 'At rest').count()).toBe(0)

    // Opening asks nobody, and what comes later is opened as well.
    expect(sent).toEqual([])
    await field.fill(keySetText(secretJWK(1)))
    await login(tenant, { ...hr, persona: 'oidc|acme-idp|grace' })
    await heading(page).getByText('Grace Invented').waitFor()
    await opened(page, 'At rest').getByText('gender-of-grace').waitFor()
    expect(sent.every(line => line === `GET ${tenant.inspector} `)).toBe(true)
    expect(complaints).toEqual([])
  })

  test('can be read without JavaScript', async () => {
    await login(tenant, { ...hr, jar: createCookieJar() })
    const { page } = await pages.open({ javaScriptEnabled: false })
    await page.goto(tenant.inspector)
    expect(await heading(page).textContent()).toBe('Ada Fictional')
    await page.locator('.lanes .seal').first().click()
    expect(await page.locator('.jwe').first().isVisible()).toBe(true)
    expect(await page.locator('noscript').boundingBox()).not.toBeNull()
  })

  test('is light and dark as the reader has it', async () => {
    const paper = async (colorScheme: 'light' | 'dark') => {
      const { page } = await pages.open({ colorScheme })
      await page.goto(tenant.inspector)
      return page.evaluate('getComputedStyle(document.body).backgroundColor')
    }
    expect(await paper('light')).toBe('rgb(246, 246, 244)')
    expect(await paper('dark')).toBe('rgb(19, 20, 25)')
  })

  test('stands in for an application to try a login', async () => {
    const { page, complaints } = await pages.open()
    await page.goto(tenant.inspector)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Ada Fictional' }).click()
    await heading(page).getByText('Ada Fictional').waitFor()
    expect(page.url()).toBe(tenant.inspector)
    await page.getByText('in the ID token as https://acme.example/hobby').first().waitFor()
    await page.getByRole('button', { name: 'Single sign-on' }).click()
    await page.getByText('was signed in already').waitFor()
    expect(complaints).toEqual([])
  })

  test('tries a login with a redirect, then a refresh, all from its page', async () => {
    const { page, complaints } = await pages.open()
    await page.goto(tenant.inspector)
    await page.getByText('as, with, by').click()
    await page.getByLabel('Persona').selectOption({ label: 'Grace Invented (acme-idp)' })
    await page.getByLabel('After the first Action').selectOption('redirect')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Grace Invented' }).click()
    await page.getByRole('button', { name: 'Go back' }).click()
    await heading(page).getByText('Grace Invented').waitFor()
    await page.getByText('The browser leaves for').waitFor()
    await page.getByRole('button', { name: 'Refresh its token' }).click()
    await page.getByText('had a token refreshed by').waitFor()
    await page.getByRole('button', { name: 'Refresh its token' }).waitFor()
    await page.getByRole('button', { name: 'Silent' }).click()
    await page.getByText('was looked up without a page').waitFor()
    expect(complaints).toEqual([])
  })

  test('uses the development keys by one click, on the next page too, and copies what is raw', async () => {
    await tenant.stop()
    tenant = await startTenant({ config: 'a0seal.config.ts', httpsPort: false })
    await login(tenant, hr)
    const { page, complaints } = await pages.open({ permissions: ['clipboard-read', 'clipboard-write'] })
    await page.goto(tenant.inspector)
    await page.getByText('Open sealed values').click()
    await page.getByRole('button', { name: 'Use the development keys' }).click()
    await opened(page, 'At rest').getByText('gender-of-ada').waitFor()
    await opened(page, 'Released').getByText('gender-of-ada').waitFor()
    await page.locator('#logins a').first().click()
    await opened(page, 'At rest').getByText('gender-of-ada').waitFor()

    await page.getByText('Stored profile').click()
    await page.getByRole('button', { name: 'Copy as JSON' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const copied = JSON.parse((await page.evaluate('navigator.clipboard.readText()')) as string)
    expect(copied).toEqual(tenant.user(ada))
    expect(complaints).toEqual([])
  })

  test('can be read and used by anybody with all that is folded open', async () => {
    await login(tenant, { ...hr, audience: 'https://api.acme.example' })
    const { page, complaints } = await pages.open()
    await page.goto(tenant.inspector)
    for (const summary of await page.locator('summary:visible').all()) await summary.click()
    await page.getByLabel('Key').fill(keySetText(secretJWK(1)))
    await opened(page, 'At rest').waitFor()
    expect(await pageFaults(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('puts two logins side by side', async () => {
    await login(tenant, hr)
    await login(tenant, { ...hr, client_id: 'crm-web' })
    const { page } = await pages.open()
    await page.goto(tenant.inspector)
    await page.getByRole('button', { name: 'What changed?' }).click()
    await page.getByRole('heading', { name: 'What changed' }).waitFor()
    const row = page.locator('.changes tr', { hasText: 'gender Released' })
    expect(await row.innerText()).toContain('no rule names this application')
    expect(await pageFaults(page)).toEqual([])
  })

  test('can be read and used by anybody where there is no login, or no such one, and away from the tenant', async () => {
    const { page } = await pages.open()
    for (const path of ['', '/no-such-login', '/away?state=x']) {
      await page.goto(`${tenant.inspector}${path}`)
      for (const summary of await page.locator('summary').all()) await summary.click()
      expect(await pageFaults(page), path).toEqual([])
    }
  })
})
