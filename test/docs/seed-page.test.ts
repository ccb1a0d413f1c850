import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type Schema, seedPage } from '../../docs/seed-page.js'
import { seedSchema } from '../../lib/tenant/seed/schema.js'

const schema = z.toJSONSchema(seedSchema, { io: 'input' }) as Schema

test('docs/seed.md is what npm run docs makes of the schema', async () => {
  expect(await readFile('docs/seed.md', 'utf8')).toBe(seedPage(schema))
})

test('the page has a row for each key, with its path', () => {
  const page = seedPage(schema)
  for (const path of [
    'connections[].options.non_persistent_attrs',
    'clients[].refresh_token.rotation_type',
    'personas[].profile.user_id',
    'users[].identities[].provider',
    'settings.denyList.redirectHides',
    'settings.faults.requests[].at',
    'organizations[].members'
  ])
    expect(page).toContain(`| \`${path}\` |`)
})
