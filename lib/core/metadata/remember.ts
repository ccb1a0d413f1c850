import { isPlainObject, type Json } from '../auth0/json.js'
import { type OnceOptions, recorded, recordKey } from './once.js'

export interface RememberOptions extends Omit<OnceOptions, 'container'> {
  /** How old a remembered value may be, seconds. */
  maxAgeSeconds: number
  /** Return a value that is too old where `load` throws. Default false: the error is thrown. */
  staleIfError?: boolean
  /** What the keys in `app_metadata` start with. Default `remembered`. */
  container?: string
}

/** A value and when it was loaded, seconds since 1970. */
const parse = (record: unknown): { value: Json; at: number } | undefined =>
  isPlainObject(record) && typeof record.at === 'number' && 'value' in record
    ? { value: record.value as Json, at: record.at }
    : undefined

/**
 * The result of `load`, kept with the user in `app_metadata.remembered_<name>` (`{ value, at }`) and loaded anew when it is
 * older than `maxAgeSeconds`. It is stored in clear: nothing that must not be is to be remembered.
 *
 * The type of a remembered value is the caller's promise: whoever may write `app_metadata` can have changed it.
 *
 * @param name not empty, without `.` and `$`
 * @param load what it returns must be JSON
 * @throws TypeError for a name Auth0 would refuse; whatever `load` throws, unless a stale value may stand in
 * @see https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data
 */
export const remember = async <Value extends Json>(
  name: string,
  load: () => Value | Promise<Value>,
  { event, api, now, maxAgeSeconds, staleIfError = false, container = 'remembered' }: RememberOptions
): Promise<Value> => {
  const key = recordKey(container, name)
  const nowSeconds = Math.floor(now / 1000)
  const known = parse(recorded(event, key))
  const ageSeconds = known && nowSeconds - known.at
  if (known && ageSeconds !== undefined && ageSeconds >= 0 && ageSeconds <= maxAgeSeconds) {
    return known.value as Value
  }
  let value: Value
  try {
    value = await load()
  } catch (error) {
    if (known && staleIfError) return known.value as Value
    throw error
  }
  api.user.setAppMetadata(key, { value, at: nowSeconds })
  return value
}
