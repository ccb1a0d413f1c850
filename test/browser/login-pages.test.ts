import { expect, test } from 'vitest'
import type { Seed } from '../../lib/tenant/index.js'
import { builtInSeed } from '../../lib/tenant/seed/built-in.js'
import { startTenant } from '../../lib/tenant/start.js'
import { describeInBrowser } from './chromium.js'
import { pageFaults } from './layout.js'

describeInBrowser('the pages of a login', pages => {
  test('can be read and used by anybody, in both schemes and at both widths', async () => {
    const [idp, database] = builtInSeed.connections
    const seed = {
      connections: [idp, { ...database, options: { passwordPolicy: 'good' } }] as Seed['connections'],
      settings: { mfa: 'policy' as const, signupFields: ['national_id'] }
    }
    const tenant = await startTenant({ httpsPort: false, seed })
    try {
      const { page } = await pages.open()
      const isSound = async () => expect(await pageFaults(page), page.url()).toEqual([])
      const authorize = new URL('authorize', tenant.issuer)
      const redirect_uri = 'http://localhost:9/callback'
      authorize.search = new URLSearchParams({
        response_type: 'code',
        client_id: 'hr-web',
        redirect_uri
      }).toString()
      await page.goto(authorize.href)
      await page.getByText('For development: linus@acme.example with development-password').waitFor()
      await isSound()
      await page.getByLabel('E-mail or username').fill('linus@acme.example')
      await page.getByLabel('Password').fill('wrong')
      await page.getByRole('button', { name: 'Continue' }).click()
      const password = page.getByRole('textbox', { name: 'Password' })
      await page.getByText('Wrong email or password.').waitFor()
      expect(await page.getByLabel('E-mail or username').inputValue()).toBe('linus@acme.example')
      expect(await password.inputValue()).toBe('')
      await isSound()
      // In the dark, too, a field that can be written in is no darker than the page.
      const lightness = await page.evaluate(
        `[document.querySelector('#field-username'), document.body].map(element =>
          getComputedStyle(element).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0))`
      )
      const [field = 0, paper = 0] = lightness as number[]
      expect(field).toBeGreaterThan(paper)

      await page.getByRole('link', { name: 'Sign up' }).click()
      await page
        .locator('#field-password-hint')
        .getByText(/At least 8 characters/)
        .waitFor()
      await isSound()
      await page.getByLabel('E-mail').fill('new@acme.example')
      await page.getByLabel('Password').fill('short')
      await page.getByLabel('national_id').fill('for a test')
      await page.getByRole('button', { name: 'Sign up' }).click()
      await page.locator('#field-password-error').waitFor()
      expect(await page.getByLabel('E-mail').inputValue()).toBe('new@acme.example')
      expect(await page.getByLabel('national_id').inputValue()).toBe('for a test')
      await isSound()

      await page.getByRole('link', { name: 'Log in' }).click()
      await page.getByRole('button', { name: 'Ada Fictional' }).click()
      await page.getByLabel('One-time code').fill('0')
      await isSound()
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByText('That is not the code.').waitFor()
      await isSound()
    } finally {
      await tenant.stop()
    }
  })

  test('say what is wrong where there is no login, and when it is over', async () => {
    const tenant = await startTenant({ httpsPort: false })
    try {
      const { page } = await pages.open()
      for (const path of [
        'u/login?state=over',
        'nothing',
        'v2/logout',
        'oidc/logout',
        'oidc/logout?post_logout_redirect_uri=http://elsewhere.example/',
        'authorize?client_id=nobody&response_type=code'
      ]) {
        await page.goto(`${tenant.issuer}${path}`)
        expect(await pageFaults(page), path).toEqual([])
      }
      await page.goto(tenant.issuer)
      expect(page.url()).toBe(tenant.inspector)
    } finally {
      await tenant.stop()
    }
  })
})
