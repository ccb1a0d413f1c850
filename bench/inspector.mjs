// Measures the inspector of the local tenant with as many logins as it keeps, and prints the numbers as JSON: a process of its own,
// for the memory. Needs `npm run compile`: node --expose-gc bench/inspector.mjs
import { fileURLToPath } from 'node:url'
import { median } from './measure.mjs'

/** @typedef {{ logins: number, firstMs: number, againMs: number, lastPageMs: number, inspectorMB: number, tenantMB: number }} InspectorRow */

/** @type {typeof import('../lib/tenant/index.js')} */
const { login, refresh, startTenant } = await import(
  new URL('../build/tenant/index.js', import.meta.url).href
)

const logins = 1_000
const workers = 10
const rounds = 7
/** A part of them tells what the tenant itself keeps. */
const sample = 4

const config = fileURLToPath(new URL('login.policy.ts', import.meta.url))
const tenant = await startTenant({ config, httpsPort: false })
const persona = tenant.personas[0]?.user_id ?? ''

const heapMB = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1e6
}

/** Refreshes in chains: they run the Actions of a login, and pass no page. */
const chains = await Promise.all(
  Array.from({ length: workers }, async () => {
    const { tokens } = await login(tenant, { client_id: 'hr-web', persona, scope: 'openid offline_access' })
    return tokens?.refresh_token ?? ''
  })
)

/** @returns MB they leave behind */
const logIn = async (/** @type {number} */ count) => {
  const before = heapMB()
  await Promise.all(
    chains.map(async (_, chain) => {
      for (let index = 0; index < count / workers; index++) {
        const { refresh_token = '' } = await refresh(tenant, {
          client_id: 'hr-web',
          refresh_token: chains[chain] ?? ''
        })
        chains[chain] = refresh_token || (chains[chain] ?? '')
      }
    })
  )
  return heapMB() - before
}

const timeOf = async (/** @type {string} */ query) => {
  const start = performance.now()
  const answer = await fetch(`${tenant.inspector}${query}`)
  if (!(await answer.text()).includes(`of ${logins / 50}`)) throw new Error('not all logins are listed')
  return performance.now() - start
}

const again = async (/** @type {string} */ query) => {
  const times = []
  for (let round = 0; round < rounds; round++) times.push(await timeOf(query))
  return median(times)
}

await logIn(workers)
const filling = await logIn(logins)
const firstMs = await timeOf('')
const againMs = await again('')
const lastPageMs = await again(`?page=${logins / 50}`)
// The inspector is full: what grows from here on is the tenant's own.
const tenantMB = (await logIn(logins / sample)) * sample
await tenant.stop()
/** @type {InspectorRow} */
const row = { logins, firstMs, againMs, lastPageMs, inspectorMB: filling - tenantMB, tenantMB }
process.stdout.write(JSON.stringify(row))
