import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type LoadedPolicy, loadActions } from '../../lib/tenant/development/load-actions.js'
import { startTenant } from '../../lib/tenant/start.js'
import { scenarios } from '../tenant/inspector/scenarios.js'
import { describeInBrowser } from './chromium.js'
import { imageFaults, layoutFaults, pageFaults } from './layout.js'

const config = fileURLToPath(new URL('../fixtures/policies/picture.policy.ts', import.meta.url))

describeInBrowser('the picture of', pages => {
  let loaded: LoadedPolicy
  beforeAll(async () => {
    loaded = await loadActions({ config })
  })

  /** What a station of a lane says, as somebody sees it. */
  const said = async (page: Page, attribute: string, station: string): Promise<string> => {
    const titles = ['Sent', 'Denied', 'Sealed', 'At rest', 'Released', '/userinfo']
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: attribute }) })
    const cell = row.getByRole('cell').nth(titles.indexOf(station))
    return (await cell.innerText()).replace(/\s+/g, ' ')
  }

  test.each(scenarios.map(scenario => [scenario.name, scenario] as const))(
    '%s says what it must, in both schemes and at both widths',
    async (_, { options, run, says }) => {
      const tenant = await startTenant({
        httpsPort: false,
        actions: loaded.actions,
        ...(loaded.policy && { policy: loaded.policy }),
        ...(loaded.seed && { seed: loaded.seed }),
        ...options?.(loaded)
      })
      try {
        await run(tenant)
        const { page, complaints } = await pages.open()
        const asked: string[] = []
        page.on('request', request => asked.push(new URL(request.url()).origin))
        await page.goto(tenant.inspector)
        for (const [attribute, stations] of Object.entries(says))
          for (const [station, text] of Object.entries(stations))
            expect(await said(page, attribute, station)).toContain(text)
        expect(await pageFaults(page)).toEqual([])
        for (const details of await page.locator('details:not(.sealed details) > summary').all())
          await details.click()
        expect(await layoutFaults(page)).toEqual([])
        await page.getByRole('link', { name: 'The picture as an image' }).click()
        expect(await imageFaults(page)).toEqual([])
        expect(new Set(asked)).toEqual(new Set([new URL(tenant.inspector).origin]))
        expect(complaints).toEqual([])
      } finally {
        await tenant.stop()
      }
    }
  )
})
