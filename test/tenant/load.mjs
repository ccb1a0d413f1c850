// Logs in a thousand times in sequence, then 50 at a time, and prints how fast, and what it does to the memory.
// Needs `npm run compile` and `--expose-gc`: node --expose-gc test/tenant/load.mjs [logins]
/** Compiled modules have no types. @param {string} path */
const built = path => import(new URL(`../../${path}`, import.meta.url).href)
const { login } = await built('build/tenant/client/login.js')
const { startTenant } = await built('build/tenant/start.js')

const count = Number(process.argv[2] ?? 1000)
const atOnce = 50
/** By how much the heap may grow once the tenant keeps as much as it ever does. */
const maxGrowthMB = 10
/** How long a page of the inspector's list may take, with all the logins it keeps. */
const maxListMs = 2_000

const action = {
  name: 'hobby',
  secrets: {},
  code: `exports.onExecutePostLogin = async (event, api) => {
    api.idToken.setCustomClaim('https://acme.example/hobby', event.user.user_metadata.hobby)
    api.user.setAppMetadata('logins', event.stats.logins_count)
  }`
}

const tenant = await startTenant({ httpsPort: false, actions: [action, { ...action, name: 'second' }] })
const persona = tenant.personas[0]?.user_id ?? ''

const once = async () => {
  const { claims } = await login(tenant, { client_id: 'hr-web', persona, scope: 'openid offline_access' })
  if (claims?.['https://acme.example/hobby'] !== 'climbing') throw new Error('a login was lost')
}

const memoryMB = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1e6
}

/** @param {number} workers */
const run = async workers => {
  const start = performance.now()
  const cpu = process.cpuUsage()
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let round = 0; round < count / workers; round += 1) await once()
    })
  )
  const perSecond = count / ((performance.now() - start) / 1000)
  const { user, system } = process.cpuUsage(cpu)
  const cpuMs = (user + system) / 1000 / count
  const heap = memoryMB()
  console.log(
    `${count} logins, ${workers} at a time: ${perSecond.toFixed(0)} a second, ` +
      `${cpuMs.toFixed(1)} ms of processor each, client included; heap ${heap.toFixed(0)} MB`
  )
  return heap
}

console.log(`heap ${memoryMB().toFixed(0)} MB`)
await run(1)
for (let round = 0; round < 3; round += 1) await run(atOnce)
const before = await run(atOnce)
await run(atOnce)
const after = await run(1)
const logins = tenant.user(persona)?.logins_count
for (const page of [1, 20]) {
  const start = performance.now()
  const answer = await fetch(`${tenant.inspector}?page=${page}`)
  await answer.text()
  const ms = performance.now() - start
  console.log(`page ${page} of the inspector's list: ${ms.toFixed(0)} ms`)
  if (ms > maxListMs) throw new Error(`the inspector took ${ms.toFixed(0)} ms`)
}
await tenant.stop()
if (logins !== 7 * count) throw new Error(`${logins} logins of ${7 * count}`)
if (after - before > maxGrowthMB) throw new Error(`the heap grew by ${(after - before).toFixed(0)} MB`)
