import { expect, it } from 'vitest'
import { describeUnsealed } from '../../../lib/cli/unseal/report.js'

it('shows nothing that a terminal would obey, whatever users made', () => {
  const opened = {
    slot: 'identity',
    user: 'auth0|ann',
    kid: 'kid',
    changedAt: '2026-11-01T00:00:00.000Z',
    src: 'user' as const,
    data: { 'a\u001b[2J': 'b\u009b31m\u202e\u007f\n' }
  }
  const text = describeUnsealed([{ opened }], { tenant: 'acme', user: 'x\u001b[2J' })
  expect(text.split('\n').at(-1)).toBe('  "a\\u001b[2J": "b\\u009b31m\\u202e\\u007f\\n"')
  expect(/[^\n -~]/.test(text)).toBe(false)
})
