import { z } from 'zod'

const maxEntries = 10
const maxChars = 255

const name = z
  .string()
  .min(1)
  .max(maxChars)
  .regex(/^[\w \t:,\-+=*?"/\\()<>@]*$/, 'expected letters, digits and :,-+=_*?"/\\()<>@ only')
/** Printable ASCII. */
const value = z
  .string()
  .max(maxChars)
  .regex(/^[\t\x20-\x7e]*$/, 'expected no special characters')

/**
 * `client_metadata` of an application, within Auth0's limits.
 * @see https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data
 */
export const clientMetadata = z
  .record(name, value)
  .refine(metadata => Object.keys(metadata).length <= maxEntries, `expected at most ${maxEntries} entries`)
