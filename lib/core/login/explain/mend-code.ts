import type { ErrorCode } from '../../errors.js'

const inspectKeys = 'npx a0seal keys inspect KEYS.json'
const changeField = 'change its type or size in the policy, then npx a0seal build'
const changeSlot = 'keep less in one slot of the policy, then npx a0seal build'

const mends: Readonly<Partial<Record<ErrorCode, string>>> = {
  ERR_NO_KEYS: 'npx a0seal keys generate --out KEYS.json',
  ERR_KEY_SET: inspectKeys,
  ERR_KEY_MODE: inspectKeys,
  ERR_PRIVATE_KEY: inspectKeys,
  ERR_UNKNOWN_KEY: inspectKeys,
  ERR_DECRYPT: inspectKeys,
  ERR_MOVED_ASIDE: inspectKeys,
  ERR_LOST_OCCUPIED: inspectKeys,
  ERR_COPY_TYPE: changeField,
  ERR_COPY_SIZE: changeField,
  ERR_TOO_LARGE: changeSlot,
  ERR_LARGE_VALUE: changeSlot,
  ERR_SLOT_FILLED: 'say userMayChange in the policy if users may, then npx a0seal build',
  ERR_SHADOWED: 'remove the key of that name from app_metadata',
  ERR_STALE: 'log in at the identity provider again, which seals it',
  ERR_LINKED: 'unlink all accounts of this connection but one'
}

/** The command that mends what a code of a login tells of, or what to do where no command does. */
export const mendOfCode = (code: ErrorCode): string =>
  mends[code] ?? `see ${code} in the table of codes in the README`
