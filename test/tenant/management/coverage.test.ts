import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { managementTable, withTable } from '../../../lib/tenant/management/coverage.js'
import { useApi } from './api.js'

const api = useApi()

test('the table in docs/local-tenant.md is what the tenant has; npm run docs writes it', async () => {
  const { has } = (await api.call('nothing')).body
  const page = await readFile('docs/local-tenant.md', 'utf8')
  expect(page).toBe(withTable(page, 'management-api', managementTable(has)))
})

test('has one row for each resource, one line for each path', () => {
  const table = managementTable({
    simulated: ['GET /b', 'POST /b', 'GET /b/:id'],
    kept: ['GET /a'],
    empty: []
  })
  expect(table.split('\n').slice(2)).toEqual([
    '| a |  | GET `/a` |  |',
    '| b | GET POST `/b`<br>GET `/b/:id` |  |  |'
  ])
  expect(withTable('no markers', 'management-api', '')).toBeUndefined()
})
