import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { type LoadedPolicy, loadActions } from '../../lib/tenant/development/load-actions.js'
import { startTenant } from '../../lib/tenant/start.js'
import { scenarios } from '../tenant/inspector/scenarios.js'
import { describeInBrowser } from './chromium.js'
import { axeFindings, layoutFaults } from './layout.js'

const config = fileURLToPath(new URL('../fixtures/policies/picture.policy.ts', import.meta.url))

const schemes = ['light', 'dark'] as const
const widths = [390, 1_600]

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
    '%s is right, in both schemes and at both widths',
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
        for (const colorScheme of schemes) {
          const { page, complaints } = await pages.open({ colorScheme })
          const asked: string[] = []
          page.on('request', request => asked.push(new URL(request.url()).origin))
          for (const width of widths) {
            await page.setViewportSize({ width, height: 1_000 })
            await page.goto(tenant.inspector)
            for (const [attribute, stations] of Object.entries(says))
              for (const [station, text] of Object.entries(stations))
                expect(await said(page, attribute, station)).toContain(text)
            expect(await layoutFaults(page)).toEqual([])
          }
          for (const details of await page.locator('main details.raw > summary').all()) await details.click()
          expect(await layoutFaults(page)).toEqual([])
          expect(await axeFindings(page)).toEqual([])
          expect(new Set(asked)).toEqual(new Set([new URL(tenant.inspector).origin]))
          expect(complaints).toEqual([])
        }
      } finally {
        await tenant.stop()
      }
    }
  )
})
