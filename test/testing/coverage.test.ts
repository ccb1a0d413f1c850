import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { apiCoverage, coveragePage } from '../../lib/testing/coverage.js'

describe('the coverage of documented methods', () => {
  it('is complete in the kit', () => {
    const documented = apiCoverage().filter(({ isDocumented }) => isDocumented)
    expect(documented).toHaveLength(133)
    expect(documented.filter(({ inKit }) => !inKit)).toEqual([])
  })

  it('would show a gap', () => {
    const [row] = apiCoverage()
    const page = coveragePage(row ? [{ ...row, inKit: false }] : [])
    expect(page).toContain('**0 of 1**')
    expect(page).toContain('| `access.deny` | no  | yes    |')
  })

  it('is what docs/api-coverage.md says; node docs/api-coverage.mjs writes it', async () => {
    expect(await readFile('docs/api-coverage.md', 'utf8')).toBe(coveragePage())
  })
})
