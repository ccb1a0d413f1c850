import { expect, test } from 'vitest'
import { type ErrorCode, severity } from '../../../../lib/core/errors.js'
import { mendOfCode } from '../../../../lib/core/login/explain/mend-code.js'
import { secretJWK } from '../../../fixtures/keys.js'
import { sealedValue } from '../../../fixtures/login.js'

const inspect = 'npx a0seal keys inspect keys.json'
const field = 'change its type or size in the policy, then npx a0seal build'
const slot = 'keep less in one slot of the policy, then npx a0seal build'
const mends: Partial<Record<ErrorCode, string>> = {
  ERR_NO_KEYS: 'npx a0seal keys generate --out keys.json',
  ERR_KEY_SET: inspect,
  ERR_KEY_MODE: inspect,
  ERR_PRIVATE_KEY: inspect,
  ERR_UNKNOWN_KEY: inspect,
  ERR_DECRYPT: inspect,
  ERR_MOVED_ASIDE: inspect,
  ERR_LOST_OCCUPIED: inspect,
  ERR_COPY_TYPE: field,
  ERR_COPY_SIZE: field,
  ERR_TOO_LARGE: slot,
  ERR_LARGE_VALUE: slot,
  ERR_SLOT_FILLED: 'say userMayChange in the policy if users may, then npx a0seal build',
  ERR_SHADOWED: 'remove the key of that name from app_metadata',
  ERR_STALE: 'log in at the identity provider again, which seals it',
  ERR_LINKED: 'unlink all accounts of this connection but one'
}

test.each(severity)('each code that a login logs has what mends it: %s', code => {
  expect(mendOfCode(code, { policy: undefined })).toBe(
    mends[code] ?? `see ${code} in the table of codes in the README`
  )
})

test('where something is sealed, missing keys are those of it', () => {
  const user = { app_metadata: { sealed_demographics: sealedValue({ gender: 'x' }) } }
  expect(mendOfCode('ERR_NO_KEYS', { policy: undefined, user })).toBe(
    `npx a0seal deploy --keys NAME=FILE, with the key set that has ${secretJWK(1).kid}: what is stored is sealed with it`
  )
})
