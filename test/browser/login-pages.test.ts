import { expect, test } from 'vitest'
import { startTenant } from '../../lib/tenant/start.js'
import { describeInBrowser } from './chromium.js'
import { axeFindings, layoutFaults } from './layout.js'

describeInBrowser('the pages of a login', pages => {
  test.each(['light', 'dark'] as const)('can be read and used by anybody, %s', async colorScheme => {
    const seed = { settings: { mfa: 'policy' as const, signupFields: ['national_id'] } }
    const tenant = await startTenant({ httpsPort: false, seed })
    try {
      const { page } = await pages.open({ colorScheme, viewport: { width: 390, height: 800 } })
      const isSound = async () => {
        expect(await layoutFaults(page)).toEqual([])
        expect(await axeFindings(page)).toEqual([])
      }
      const authorize = new URL('authorize', tenant.issuer)
      const redirect_uri = 'http://localhost:9/callback'
      authorize.search = new URLSearchParams({
        response_type: 'code',
        client_id: 'hr-web',
        redirect_uri
      }).toString()
      await page.goto(authorize.href)
      await isSound()
      await page.getByLabel('E-mail or username').fill('linus@acme.example')
      await page.getByLabel('Password').fill('wrong')
      await page.getByRole('button', { name: 'Continue' }).click()
      const password = page.getByRole('textbox', { name: 'Password' })
      await page.getByText('Wrong email or password.').waitFor()
      expect(await page.getByLabel('E-mail or username').inputValue()).toBe('linus@acme.example')
      expect(await password.inputValue()).toBe('')
      await isSound()
      // A field that can be written in is no darker than the page.
      const lightness = await page.evaluate(
        `[document.querySelector('#field-username'), document.body].map(element =>
          getComputedStyle(element).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0))`
      )
      const [field = 0, paper = 0] = lightness as number[]
      expect(field).toBeGreaterThanOrEqual(paper)
      await page.getByRole('link', { name: 'Sign up' }).click()
      await isSound()
      await page.getByRole('link', { name: 'Log in' }).click()
      await page.getByRole('button', { name: 'Ada Fictional' }).click()
      await page.getByLabel('One-time code').waitFor()
      await isSound()
    } finally {
      await tenant.stop()
    }
  })
})
