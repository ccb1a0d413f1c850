import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { doctorPage } from '../../docs/doctor-page.js'
import { scopesOf } from '../../lib/admin/doctor/facts.js'
import { table } from '../../lib/admin/doctor/table.js'

test('docs/doctor.md is what npm run docs makes of the checks', async () => {
  expect(await readFile('docs/doctor.md', 'utf8')).toBe(doctorPage(table, scopesOf))
})
