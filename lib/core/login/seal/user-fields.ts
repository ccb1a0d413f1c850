import { isOfType } from '../../claims/copies.js'
import type { ErrorCode } from '../../errors.js'
import type { UserField } from '../../policy/types.js'

const bytesOf = (value: unknown): number =>
  Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value))

/** The code of what is wrong with the size of a value that the user made: a text is measured by itself, anything else as JSON. */
export const wrongSize = (value: unknown, { max }: Pick<UserField, 'max'>): ErrorCode | undefined =>
  bytesOf(value) > max ? 'ERR_COPY_SIZE' : undefined

/** The code of what is wrong with a value that the user made, in its type or size. */
export const wrongField = (value: unknown, field: UserField): ErrorCode | undefined =>
  field.type && !isOfType[field.type](value) ? 'ERR_COPY_TYPE' : wrongSize(value, field)
