import { A0sealError } from '../../core/errors.js'
import { isPlainKid } from '../../core/format/first-line.js'
import { type Header, typAtRest, typReleased, typSignup } from '../../core/format/header.js'
import { splitJWE } from '../../core/format/jwe.js'
import { pointOf } from '../../core/format/point.js'
import { isWriteOnlyValue } from '../../core/format/write-only.js'
import { decodeHeader } from '../../core/jwe/header.js'

const kinds = {
  [typAtRest]: 'at rest',
  [typReleased]: 'released',
  [typSignup]: 'of a sign-up'
} as const

export type ValueKind = (typeof kinds)[keyof typeof kinds]

/** What can be told of a value without any key. */
export interface Inspected {
  kind: ValueKind
  /** Of a value at rest. */
  mode?: 'readable' | 'write-only'
  alg: Header['alg']
  /** Absent where it cannot be shown: a key from elsewhere may have any. */
  kid?: string
  /** Of the JWE. */
  characters: number
}

/** The JWE of a value: a write-only one is stored with a tag beside it. */
export const jweOf = (value: unknown): unknown => (isWriteOnlyValue(value) ? value.v : value)

/** @throws ERR_FORMAT for what is no value of ours */
export const headerOf = (jwe: unknown): Header => {
  const [encoded = ''] = splitJWE(jwe) ?? []
  for (const typ of Object.keys(kinds)) {
    const header = decodeHeader(encoded, typ, pointOf)
    if (header) return header
  }
  throw new A0sealError(
    'ERR_FORMAT',
    'this is no value of ours: a compact JWE, or the stored object of a write-only slot'
  )
}

/** @throws ERR_FORMAT for what is no value of ours */
export const inspectValue = (value: unknown): Inspected => {
  const jwe = jweOf(value)
  const { alg, kid, typ } = headerOf(jwe)
  return {
    kind: kinds[typ as keyof typeof kinds],
    ...(typ === typAtRest && { mode: alg === 'ECDH-ES' ? 'write-only' : 'readable' }),
    alg,
    ...(isPlainKid(kid) && { kid }),
    characters: String(jwe).length
  }
}
