/** Every code a0seal raises or logs. Renaming one is a breaking change; the README's table explains them. */
export type ErrorCode =
  // Keys
  | 'ERR_NO_KEYS'
  | 'ERR_KEY_SET'
  | 'ERR_KEY_MODE'
  | 'ERR_PRIVATE_KEY'
  | 'ERR_UNKNOWN_KEY'
  // Sealed values
  | 'ERR_FORMAT'
  | 'ERR_DECRYPT'
  | 'ERR_BINDING'
  | 'ERR_TAG'
  | 'ERR_MAC'
  | 'ERR_STALE_VALUE'
  | 'ERR_DATA'
  | 'ERR_TOO_LARGE'
  | 'ERR_LARGE_VALUE'
  // Logins
  | 'ERR_EVENT'
  | 'ERR_METADATA'
  | 'ERR_SHADOWED'
  | 'ERR_LINKED'
  | 'ERR_SOURCE'
  | 'ERR_STALE'
  | 'ERR_MOVED_ASIDE'
  | 'ERR_LOST_OCCUPIED'
  | 'ERR_SLOT_FILLED'
  | 'ERR_DELEGATED'
  | 'ERR_COPY_TYPE'
  | 'ERR_COPY_SIZE'
  | 'ERR_SIGNUP'
  | 'ERR_UNEXPECTED'
  // Build and tools
  | 'ERR_POLICY'
  | 'ERR_BUILD'
  | 'ERR_USAGE'
  | 'ERR_TENANT'

/**
 * What a login may log, worst first: an Action's log is short, and what comes first is read. Values that somebody has changed or
 * moved, then keys, then what was not done, then what was only noticed.
 */
export const severity: readonly ErrorCode[] = [
  'ERR_TAG',
  'ERR_DECRYPT',
  'ERR_BINDING',
  'ERR_SOURCE',
  'ERR_FORMAT',
  'ERR_PRIVATE_KEY',
  'ERR_KEY_MODE',
  'ERR_UNKNOWN_KEY',
  'ERR_NO_KEYS',
  'ERR_KEY_SET',
  'ERR_LOST_OCCUPIED',
  'ERR_UNEXPECTED',
  'ERR_EVENT',
  'ERR_METADATA',
  'ERR_SIGNUP',
  'ERR_SHADOWED',
  'ERR_TOO_LARGE',
  'ERR_DATA',
  'ERR_LINKED',
  'ERR_MOVED_ASIDE',
  'ERR_DELEGATED',
  'ERR_COPY_TYPE',
  'ERR_COPY_SIZE',
  'ERR_SLOT_FILLED',
  'ERR_STALE',
  'ERR_LARGE_VALUE'
]

/**
 * The one error class. The message is the code, and a word on what it is about where that helps: a path in the policy, a
 * rule that a key breaks; never a value, a key, a token or user data. Carries no `cause`: a cause of a failed decryption
 * can hold plaintext.
 */
export class A0sealError extends Error {
  // Assigned rather than initialized: a class without fields is made faster, once for each start of an Action.
  declare readonly code: ErrorCode

  constructor(code: ErrorCode, detail?: string) {
    super(detail ? `${code}: ${detail}` : code)
    this.name = 'A0sealError'
    this.code = code
  }
}

/** The code of an error of ours, `ERR_UNEXPECTED` for anything else that was thrown. */
export const codeOf = (error: unknown): ErrorCode =>
  error instanceof A0sealError ? error.code : 'ERR_UNEXPECTED'

/** Throws: an expression, to stand where a value is missing. */
export function fail(code: ErrorCode, detail?: string): never {
  throw new A0sealError(code, detail)
}
