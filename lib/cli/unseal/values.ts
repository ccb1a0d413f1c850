import { text } from 'node:stream/consumers'
import type { ManagementClient } from 'auth0'
import { type Inspected, inspectValue } from '../../admin/unseal/inspect.js'
import { type OpenedValue, type Opening, openValue } from '../../admin/unseal/open.js'
import { readStored, type StoredValue } from '../../admin/unseal/stored.js'
import { isPlainObject, parseJson } from '../../core/auth0/json.js'
import { A0sealError } from '../../core/errors.js'
import type { Policy } from '../../core/policy/types.js'
import type { Unsealed } from './report.js'

/** What is to be opened: one value that was handed over, or what is stored of a user. */
export type Source = { value: string } | { id: string } | { email: string }

/** A JWE as it is, or as JSON, or the JSON of a stored object. */
const parseValue = (given: string): unknown => {
  const trimmed = given.trim()
  const parsed = parseJson(trimmed)
  return typeof parsed === 'string' || isPlainObject(parsed) ? parsed : trimmed
}

export interface Read {
  /** Whose values they are; absent for a value that was handed over. */
  user?: string
  values: (Partial<StoredValue> & { value: unknown })[]
}

/** A value as it was handed over. */
export const readGiven = async (
  { value }: { value: string },
  { stdin }: { stdin: NodeJS.ReadableStream }
): Promise<Read> => ({ values: [{ value: parseValue(value === '-' ? await text(stdin) : value) }] })

/** What is stored of a user. @throws TenantError, ERR_USAGE */
export const readUser = async (
  client: ManagementClient,
  who: { id: string } | { email: string },
  { policy, slot }: { policy: Pick<Policy, 'container' | 'slots'>; slot: string | undefined }
): Promise<Read> => {
  const { user, values } = await readStored(client, who, policy)
  return { user, values: values.filter(one => slot === undefined || one.slot === slot) }
}

type Result = { opened: OpenedValue } | { inspected: Inspected }

/** What comes of each value: one that does not open says why, and leaves the others. */
const each = ({ values }: Read, work: (value: unknown, slot: string | undefined) => Result): Unsealed[] =>
  values.map(({ slot, place, value }) => {
    const where = { ...(slot !== undefined && { slot }), ...(place !== undefined && { place }) }
    try {
      return { ...where, ...work(value, slot) }
    } catch (error) {
      if (!(error instanceof A0sealError)) throw error
      // Wrong use, or keys that are none, are no matter of this one value.
      if (error.code === 'ERR_USAGE' || error.code === 'ERR_KEY_SET') throw error
      return { ...where, code: error.code, message: error.message }
    }
  })

export const inspectAll = (read: Read): Unsealed[] =>
  each(read, value => ({ inspected: inspectValue(value) }))

/** @throws ERR_USAGE, ERR_KEY_SET */
export const openAll = (read: Read, opening: Opening): Unsealed[] =>
  each(read, (value, slot = opening.slot) => ({
    opened: openValue(value, { ...opening, slot, user: read.user ?? opening.user })
  }))
