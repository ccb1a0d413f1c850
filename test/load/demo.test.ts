import { expect, it } from 'vitest'
import { runCli } from '../cli/run.js'

it('a0seal demo checks every line and ends with their number', async () => {
  const { code, stdout, stderr } = await runCli(['demo'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const checked = stdout.split('\n').filter(line => line.endsWith(' ok'))
  expect(stdout).toContain(`\n${checked.length} checks, all ok.`)
  expect(checked.length).toBeGreaterThan(15)
  expect(stdout).not.toContain('FAILED')
})

it('a0seal demo --json prints one JSON document', async () => {
  const { code, stdout } = await runCli(['demo', '--json'])
  const { sections, checks, failed } = JSON.parse(stdout)
  expect({ code, failed }).toEqual({ code: 0, failed: 0 })
  const titles = sections.map(({ title }: { title: string }) => title)
  expect(titles.slice(0, 5).map((title: string) => title[0])).toEqual(['1', '2', '3', '4', '5'])
  expect(checks).toBeGreaterThan(15)
})
