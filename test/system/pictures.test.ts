import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { type LoadedPolicy, loadActions } from '../../lib/tenant/development/load-actions.js'
import { laneOf, textOf } from '../tenant/inspector/lanes.js'
import { scenarios } from '../tenant/inspector/scenarios.js'
import { useTenants } from '../tenant/setup.js'

const config = fileURLToPath(new URL('../fixtures/policies/picture.policy.ts', import.meta.url))
const startTenant = useTenants()
let loaded: LoadedPolicy
beforeAll(async () => {
  loaded = await loadActions({ config })
})

const start = (options: ReturnType<NonNullable<(typeof scenarios)[number]['options']>> = {}) =>
  startTenant({
    actions: loaded.actions,
    ...(loaded.policy && { policy: loaded.policy }),
    ...(loaded.seed && { seed: loaded.seed }),
    ...options
  })

describe('the picture says the right sentence of', () => {
  test.each(scenarios.map(scenario => [scenario.name, scenario] as const))('%s', async (_, scenario) => {
    const tenant = await start(scenario.options?.(loaded))
    await scenario.run(tenant)
    const html = await (await fetch(tenant.inspector)).text()
    for (const [attribute, stations] of Object.entries(scenario.says)) {
      const lane = laneOf(html, attribute)
      for (const [station, text] of Object.entries(stations)) expect(lane[station], attribute).toContain(text)
    }
    const findings = [...html.matchAll(/<li class="(?:bad|warn)">(.*?)<\/li>/gs)].map(([, text]) =>
      textOf(text ?? '')
    )
    for (const text of scenario.mends ?? []) expect(findings).toContain(text)
    if (!scenario.mends) expect(findings).toEqual([])
  })
})
