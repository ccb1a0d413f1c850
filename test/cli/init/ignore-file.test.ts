import { expect, it } from 'vitest'
import { missingLines, withLines } from '../../../lib/cli/init/ignore-file.js'

it('finds what a .gitignore lacks, however the rest is written', () => {
  expect(missingLines('/dist\r\nnode_modules\n', ['node_modules/', 'dist/', '.env'])).toEqual(['.env'])
  expect(missingLines('', ['dist/'])).toEqual(['dist/'])
})

it('puts it behind what is there, on lines of its own', () => {
  expect(withLines('dist', ['.env', '*.pem'])).toBe('dist\n.env\n*.pem\n')
  expect(withLines('dist\n', ['.env'])).toBe('dist\n.env\n')
  expect(withLines('', ['.env'])).toBe('.env\n')
})
