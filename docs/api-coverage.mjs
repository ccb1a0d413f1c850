// Writes docs/api-coverage.md from the table of documented methods and from what the kit has. Needs `npm run compile`.
import { writeFile } from 'node:fs/promises'
import { coveragePage } from '../build/testing/coverage.js'

await writeFile(new URL('api-coverage.md', import.meta.url), coveragePage())
