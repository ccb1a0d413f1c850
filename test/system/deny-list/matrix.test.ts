import { readFile } from 'node:fs/promises'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { denyListRows, withDenyListTable } from '../../../docs/deny-list-table.js'
import { createFolders } from '../../fixtures/folder.js'
import { buildActions, scenarios, stopTenants } from './scenarios.js'

const createFolder = createFolders()
beforeAll(async () => buildActions(await createFolder()))
afterEach(() => stopTenants())

describe('the deny list table', () => {
  test('has a scenario for each row, and a row for each scenario', () => {
    expect(Object.keys(scenarios).sort()).toEqual(denyListRows.map(({ id }) => id).sort())
  })

  const cells = denyListRows.flatMap(({ id, alone, sealed }) => [
    { id, side: 'alone' as const, outcome: alone },
    { id, side: 'sealed' as const, outcome: sealed }
  ])

  test.each(cells)('$id, $side: $outcome', async ({ id, side, outcome }) => {
    expect(await scenarios[id]?.(side)).toBe(outcome)
  })

  test('names the page of each row, and says what is not settled', () => {
    for (const { page, sentence, here } of denyListRows) {
      expect(page).toMatch(/^https:\/\/(auth0|community\.auth0)\.com\//)
      expect(sentence.length * here.length).toBeGreaterThan(0)
    }
  })

  test('is what the README shows', async () => {
    const readme = await readFile('README.md', 'utf8')
    expect(withDenyListTable(readme)).toBe(readme)
  })

  test('goes between the markers, and nowhere else', () => {
    const around = (text: string) => `before\n<!-- deny-list-table -->${text}<!-- /deny-list-table -->\nafter`
    const page = withDenyListTable(around(' old '))
    expect(page).toContain('| Situation |')
    expect(page?.startsWith('before\n<!-- deny-list-table -->')).toBe(true)
    expect(page?.endsWith('<!-- /deny-list-table -->\nafter')).toBe(true)
    expect(withDenyListTable(page ?? '')).toBe(page)
    expect(withDenyListTable('no markers')).toBeUndefined()
  })
})
