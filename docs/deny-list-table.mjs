// Writes the table of what breaks with the deny list alone into the README, between its markers.
import { readFile, writeFile } from 'node:fs/promises'
import { transform } from 'esbuild'

const source = await readFile(new URL('deny-list-table.ts', import.meta.url), 'utf8')
const { code } = await transform(source, { loader: 'ts' })
/** @type {{ withDenyListTable(page: string): string | undefined }} */
const { withDenyListTable } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
const readme = new URL('../README.md', import.meta.url)
const page = withDenyListTable(await readFile(readme, 'utf8'))
if (page === undefined)
  throw new Error('README.md has no <!-- deny-list-table --> … <!-- /deny-list-table -->')
await writeFile(readme, page)
