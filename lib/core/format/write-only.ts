import { isPlainObject } from '../auth0/json.js'

/**
 * A value that Auth0 can store, pass on and compare, but not open. ECDH-ES does not authenticate who sealed `v`: whoever
 * has the public key could. Hence `tag` beside it for the tenant, and a MAC inside it for the reader.
 */
export interface WriteOnlyValue {
  /** Compact JWE. */
  v: string
  /** Of the tenant, over everything here and what it is bound to. */
  tag: string
  /** Of the data, to notice that it did not change. Whoever has the fingerprint key can test guesses with it. */
  fp?: string
}

/** Whether something stored has just these members. */
export const isWriteOnlyValue = (stored: unknown): stored is WriteOnlyValue => {
  if (!isPlainObject(stored)) return false
  const { v, tag, fp, ...others } = stored
  return (
    typeof v === 'string' &&
    typeof tag === 'string' &&
    (fp === undefined || (typeof fp === 'string' && fp !== '')) &&
    Object.keys(others).length === 0
  )
}
