import { isAuth0Namespace, restrictedClaims } from '../auth0/reserved.js'
import { codeOf } from '../errors.js'
import { parseRecipientKeys } from '../seal/released.js'
import { fail } from './shape.js'
import type { KeySource } from './types.js'

/** Fails for a name that Auth0 would drop without a word. */
export const checkClaim = (path: string, claim: string): void => {
  if (claim === '__proto__') fail(path, 'is no name of a claim')
  if (restrictedClaims.has(claim)) fail(path, `the claim "${claim}" is restricted by Auth0`)
  if (isAuth0Namespace(claim)) fail(path, 'is a name of Auth0, which drops such claims')
}

/** Fails for a key in the policy that no value could be released to. */
export const checkKey = (path: string, key: KeySource | undefined): void => {
  if (!key || 'secret' in key) return
  try {
    parseRecipientKeys(JSON.stringify(key))
  } catch (error) {
    fail(path, `is not a public key of one recipient (${codeOf(error)})`)
  }
}
