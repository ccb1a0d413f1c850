import { isPlainObject } from '../../core/auth0/json.js'

/** Messages of reads are cut here: what somebody has to read is short, and the rest is an echo. */
const maxMessageChars = 200

/** By its look a token, a secret or a long id: no word of a sentence. */
const opaque = /\b(?=[a-z_-]*[\dA-Z])[\w-]{20,}/g

/** What Auth0 names a kind of error by, such as `insufficient_scope`. */
const errorCode = /^[a-z_]{1,64}$/

/** Kinds that the status tells of, too. */
const told = ['insufficient_scope', 'invalid_token']

/** The kind of a refusal, where it is told: no secret looks like it. */
const errorCodeOf = (body: unknown): string | undefined => {
  const code = isPlainObject(body) ? body.errorCode : undefined
  return typeof code === 'string' && errorCode.test(code) ? code : undefined
}

/** What a tenant says of a read that it refuses, as far as it may be shown. */
const readMessage = (body: unknown): string | undefined => {
  const message = isPlainObject(body) ? body.message : undefined
  if (typeof message !== 'string') return undefined
  const shown = message.replace(opaque, '[withheld]')
  return shown.length > maxMessageChars ? `${shown.slice(0, maxMessageChars)}…` : shown
}

/** What to do about a write that was refused. */
const writeSteps: Readonly<Record<number, string>> = {
  404: 'it is not there: run this again',
  409: 'there is such a one already, or somebody writes it too: run this again',
  413: 'it is too large',
  429: 'too many requests: run this again later'
}

const writeStep = (status: number): string => {
  if (status >= 500) return 'the tenant failed: run this again'
  return (
    writeSteps[status] ??
    "the tenant's log says why, in an entry of type fapi: an answer to a write may quote secrets, and is not shown"
  )
}

const neededScopes = (scopes: readonly string[], code: string | undefined): string =>
  `the token needs ${scopes.join(' and ')}${code ? ", or the tenant's plan or settings forbid it" : ''}`

/**
 * Why a tenant refused, and what to do. Of a write, nothing of the answer's text is passed on: it can quote what was sent, in any
 * spelling and any part of it, and that has keys and the secrets of connections in it.
 */
export const describeRefusal = (
  status: number,
  body: unknown,
  { what, scopes }: { what: string; scopes: readonly string[] }
): string => {
  const code = told.includes(errorCodeOf(body) ?? '') ? undefined : errorCodeOf(body)
  const isRead = what.startsWith('GET ')
  const reasons: Readonly<Record<number, string>> = {
    401: 'the token is not valid',
    403: neededScopes(scopes, code)
  }
  const reason = reasons[status] ?? (isRead ? readMessage(body) : writeStep(status))
  return `${what}: ${status}${code ? ` (${code})` : ''}${reason ? `, ${reason}` : ''}`
}
