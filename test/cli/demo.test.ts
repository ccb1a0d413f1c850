import { describe, expect, it } from 'vitest'
import { runCli } from './run.js'

describe('a0seal demo', () => {
  it('checks every line and ends with their number', async () => {
    const { code, stdout, stderr } = await runCli(['demo'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const checked = stdout.split('\n').filter(line => line.endsWith(' ok'))
    expect(stdout).toContain(`\n${checked.length} checks, all ok.`)
    expect(checked.length).toBeGreaterThan(15)
    expect(stdout).not.toContain('FAILED')
  })
})
