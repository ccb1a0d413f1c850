import type { JsonObject } from '../../../core/auth0/json.js'
import {
  transactionKeyMaxChars,
  transactionMaxBytes,
  transactionValueMaxBytes
} from '../../../core/auth0/limits.js'
import { jsonBytes } from '../../json.js'
import { type UrlOptions, urlWith } from '../arguments.js'
import type { ActionContext } from '../context.js'

const assertValue = (key: string, value: unknown): void => {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new Error(`The value of transaction metadata "${key}" must be a string, a number or a boolean.`)
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new Error(`The number in transaction metadata "${key}" must be a safe integer.`)
  }
  if (Buffer.byteLength(String(value)) > transactionValueMaxBytes) {
    throw new Error(`The value of transaction metadata "${key}" exceeds ${transactionValueMaxBytes} bytes.`)
  }
}

/**
 * `api.transaction`. A value is in `event.transaction.metadata` at once; `null` removes it.
 * @see https://auth0.com/docs/customize/actions/transaction-metadata
 */
export const createTransaction = ({ event, state }: Pick<ActionContext, 'event' | 'state'>) => ({
  setMetadata(key: string, value: string | number | boolean | null): void {
    if (typeof key !== 'string' || key === '' || key.length > transactionKeyMaxChars) {
      throw new Error(`A key of transaction metadata must have 1 to ${transactionKeyMaxChars} characters.`)
    }
    if (value !== null) assertValue(key, value)
    const { [key]: _previous, ...others } = state.transactionMetadata
    const metadata: JsonObject = value === null ? others : { ...others, [key]: value }
    if (jsonBytes(metadata) > transactionMaxBytes) {
      throw new Error(`Transaction metadata exceeds ${transactionMaxBytes} bytes.`)
    }
    state.transactionMetadata = metadata
    event.transaction ??= {}
    event.transaction.metadata = { ...metadata }
  }
})

/** `api.transaction` of a password reset. */
export const createResetTransaction = ({ state }: Pick<ActionContext, 'state'>) => ({
  /** Where the user goes after the reset. */
  setResultUrl(url: string, options?: UrlOptions | null): void {
    state.resultUrl = urlWith(url, options)
  }
})
