// A tenant in a process of its own, for tests that kill it. Arguments: data file, port. Needs `npm run compile`.
/** Compiled modules have no types. @param {string} path */
const built = path => import(new URL(`../../../${path}`, import.meta.url).href)
const { startTenant } = await built('build/tenant/start.js')

const [data, port] = process.argv.slice(2)
const { issuer, clients, personas, management } = await startTenant({
  data,
  port: Number(port),
  httpsPort: false
})
process.send?.({ issuer, clients, personas, management })
