// Writes the tables of both APIs into docs/local-tenant.md, from what a tenant answers. Needs `npm run compile`.
import { readFile, writeFile } from 'node:fs/promises'
import { managementTable, withTable } from '../build/tenant/management/coverage.js'
import { authenticationTable } from '../build/tenant/server/coverage.js'
import { startTenant } from '../build/tenant/start.js'

const tenant = await startTenant({ httpsPort: false })
const token = await fetch(`${tenant.issuer}oauth/token`, {
  method: 'POST',
  body: new URLSearchParams({ grant_type: 'client_credentials', ...tenant.management })
})
const { access_token } = await token.json()
const answer = await fetch(`${tenant.issuer}api/v2/nothing`, {
  headers: { authorization: `Bearer ${access_token}` }
})
const { has } = await answer.json()
const authentication = await (await fetch(`${tenant.issuer}tokeninfo`)).json()
await tenant.stop()
const file = new URL('local-tenant.md', import.meta.url)
let page = await readFile(file, 'utf8')
const tables = {
  'management-api': managementTable(has),
  'authentication-api': authenticationTable(authentication.has)
}
for (const [name, table] of Object.entries(tables)) {
  const written = withTable(page, name, table)
  if (written === undefined) throw new Error(`docs/local-tenant.md has no markers of ${name}`)
  page = written
}
await writeFile(file, page)
