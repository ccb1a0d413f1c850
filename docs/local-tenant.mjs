// Writes the table of the Management API into docs/local-tenant.md, from what a tenant answers. Needs `npm run compile`.
import { readFile, writeFile } from 'node:fs/promises'
import { withManagementTable } from '../build/tenant/management/coverage.js'
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
await tenant.stop()
const file = new URL('local-tenant.md', import.meta.url)
const page = withManagementTable(await readFile(file, 'utf8'), has)
if (page === undefined) throw new Error('docs/local-tenant.md has no markers of the table')
await writeFile(file, page)
