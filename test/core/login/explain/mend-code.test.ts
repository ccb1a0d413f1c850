import { expect, test } from 'vitest'
import { severity } from '../../../../lib/core/errors.js'
import { mendOfCode } from '../../../../lib/core/login/explain/mend-code.js'

test('each code that a login logs has what mends it, and a command that is named is one', () => {
  for (const code of severity) {
    const mend = mendOfCode(code, { policy: undefined })
    expect(mend.length, code).toBeGreaterThan(10)
    for (const [, command] of mend.matchAll(/npx a0seal ([a-z]+)/g))
      expect(['build', 'keys']).toContain(command)
  }
  expect(mendOfCode('ERR_NO_KEYS', { policy: undefined })).toBe('npx a0seal keys generate --out keys.json')
  expect(mendOfCode('ERR_UNKNOWN_KEY', { policy: undefined })).toBe('npx a0seal keys inspect keys.json')
  expect(mendOfCode('ERR_TAG', { policy: undefined })).toBe('see ERR_TAG in the table of codes in the README')
})
