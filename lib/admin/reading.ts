import { TenantError } from './tenant-error.js'

/** What was read, or the scopes without which it could not be. What could not be read is unknown, and never fine. */
export type Reading<T> = { value: T } | { missingScopes: readonly string[] }

/** @throws TenantError for anything but a missing scope */
export const attempt = async <T>(read: Promise<T>): Promise<Reading<T>> => {
  try {
    return { value: await read }
  } catch (error) {
    if (!(error instanceof TenantError) || error.scopes.length === 0) throw error
    return { missingScopes: error.scopes }
  }
}

/** The value, or undefined where it could not be read. */
export const known = <T>(reading: Reading<T>): T | undefined =>
  'value' in reading ? reading.value : undefined
