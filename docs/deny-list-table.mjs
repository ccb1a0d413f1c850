// Writes the table of what breaks with the deny list alone into the README, between its markers. Needs `npm run compile`.
import { readFile, writeFile } from 'node:fs/promises'

const built = new URL('../build/tenant/deny-list-table.js', import.meta.url)
/** @type {{ withDenyListTable(page: string): string | undefined }} */
const { withDenyListTable } = await import(built.href)
const readme = new URL('../README.md', import.meta.url)
const page = withDenyListTable(await readFile(readme, 'utf8'))
if (page === undefined)
  throw new Error('README.md has no <!-- deny-list-table --> … <!-- /deny-list-table -->')
await writeFile(readme, page)
