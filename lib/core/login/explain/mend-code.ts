import type { ErrorCode } from '../../errors.js'
import { inspectCommand, noKeysCommand, type Stored } from './key-commands.js'

const changeField = 'change its type or size in the policy, then npx a0seal build'
const changeSlot = 'keep less in one slot of the policy, then npx a0seal build'

const mends: Readonly<Partial<Record<ErrorCode, string>>> = {
  ERR_KEY_SET: inspectCommand,
  ERR_KEY_MODE: inspectCommand,
  ERR_PRIVATE_KEY: inspectCommand,
  ERR_UNKNOWN_KEY: inspectCommand,
  ERR_DECRYPT: inspectCommand,
  ERR_MOVED_ASIDE: inspectCommand,
  ERR_LOST_OCCUPIED: inspectCommand,
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
export const mendOfCode = (code: ErrorCode, stored: Stored): string =>
  code === 'ERR_NO_KEYS'
    ? noKeysCommand(stored)
    : (mends[code] ?? `see ${code} in the table of codes in the README`)
