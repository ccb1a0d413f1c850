import { isOfType } from '../claims/copies.js'
import type { ErrorCode } from '../errors.js'
import type { CopyType } from '../policy/types.js'

/** A field of `user_metadata` in a slot: its name, or with what its values may be. */
export type UserFieldEntry = string | { name: string; type?: CopyType; max?: number }

/** Bytes of UTF-8 of one value, where the policy says nothing: as much as a sign-up takes. */
const fieldMaxBytes = 500

const bytesOf = (value: unknown): number =>
  Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value))

export const nameOf = (entry: UserFieldEntry): string => (typeof entry === 'string' ? entry : entry.name)

/** The code of what is wrong with a value that the user made: a text is measured by itself, anything else as JSON. */
export const wrongSize = (value: unknown, entry: UserFieldEntry): ErrorCode | undefined => {
  const max = typeof entry === 'string' ? fieldMaxBytes : (entry.max ?? fieldMaxBytes)
  return bytesOf(value) > max ? 'ERR_COPY_SIZE' : undefined
}

/** The code of what is wrong with a value that the user made, where its field may have one type only. */
export const wrongType = (value: unknown, entry: UserFieldEntry): ErrorCode | undefined => {
  const type = typeof entry === 'string' ? undefined : entry.type
  return type && !isOfType[type](value) ? 'ERR_COPY_TYPE' : undefined
}
