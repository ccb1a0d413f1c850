// Writes docs/seed.md from the schema of a seed. Needs `npm run compile`.
import { readFile, writeFile } from 'node:fs/promises'
import { transform } from 'esbuild'
import { z } from 'zod'
import { seedSchema } from '../build/tenant/seed/schema.js'

const source = await readFile(new URL('seed-page.ts', import.meta.url), 'utf8')
const { code } = await transform(source, { loader: 'ts' })
/** @type {{ seedPage(schema: object): string }} */
const { seedPage } = await import(`data:text/javascript,${encodeURIComponent(code)}`)
await writeFile(new URL('seed.md', import.meta.url), seedPage(z.toJSONSchema(seedSchema, { io: 'input' })))
