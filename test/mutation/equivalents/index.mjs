import { explain } from './explain.mjs'
import { format } from './format.mjs'
import { jwe } from './jwe.mjs'
import { login } from './login.mjs'
import { metadata } from './metadata.mjs'
import { policy } from './policy.mjs'
import { reader } from './reader.mjs'
import { seal } from './seal.mjs'

/** @typedef {{ file: string, line: string, from: string, to: string, because: string }} Equivalent */

/**
 * Changes that make no difference, or none in what is sealed, released, compared or refused: each with its line, and the reason.
 *
 * @type {readonly Equivalent[]}
 */
export const equivalents = [
  ...jwe,
  ...seal,
  ...login,
  ...explain,
  ...policy,
  ...metadata,
  ...format,
  ...reader
]
