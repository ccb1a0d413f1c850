// Writes docs/doctor.md from the table of checks. Needs `npm run compile`.
import { readFile, writeFile } from 'node:fs/promises'
import { transform } from 'esbuild'
import { scopesOf } from '../build/admin/doctor/facts.js'
import { table } from '../build/admin/doctor/table.js'

const source = await readFile(new URL('doctor-page.ts', import.meta.url), 'utf8')
const { code } = await transform(source, { loader: 'ts' })
/** @type {{ doctorPage(rows: object, scopes: object): string }} */
const { doctorPage } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
await writeFile(new URL('doctor.md', import.meta.url), doctorPage(table, scopesOf))
