import { isPlainObject } from '../../core/auth0/json.js'

/** Messages of reads are cut here: what somebody has to read is short, and the rest is an echo. */
const maxMessageChars = 200

/** By its look a token, a secret or a long id: no word of a sentence. */
const opaque = /\b(?=[a-z_-]*[\dA-Z])[\w-]{20,}/g

/** What Auth0 names a kind of error by, such as `insufficient_scope`. */
const errorCode = /^[a-z_]{1,64}$/

/** The kind of a refusal, where it is told: no secret looks like it. */
const errorCodeOf = (body: unknown): string | undefined => {
  const code = isPlainObject(body) ? body.errorCode : undefined
  return typeof code === 'string' && errorCode.test(code) ? code : undefined
}

/** What a tenant says of a refusal, as far as it may be shown. */
const messageOf = (body: unknown): string | undefined => {
  const message = isPlainObject(body) ? body.message : undefined
  if (typeof message !== 'string') return undefined
  const shown = message.replace(opaque, '[withheld]')
  return shown.length > maxMessageChars ? `${shown.slice(0, maxMessageChars)}…` : shown
}

/** What a request was refused with. */
export interface Refusal {
  status: number
  code?: string | undefined
  /** Of a read. */
  message?: string | undefined
  /** Of a 403: what the token lacks, all or some of it. */
  scopes: readonly string[]
  /** Of a 403 that no scope mends. */
  isBeyondScopes: boolean
  /** True where it has a message: that of a proxy has none, and says nothing of the tenant. */
  isExplained: boolean
}

interface Refused {
  what: string
  scopes: readonly string[]
}

/**
 * What there is of a refusal. Of a write, nothing of its text: it can quote what was sent, in any spelling and any part of it, and
 * that has keys and the secrets of connections in it.
 */
export const readRefusal = (status: number, body: unknown, { what, scopes }: Refused): Refusal => {
  const code = errorCodeOf(body)
  const message = messageOf(body)
  const isOfScopes = status === 403 && (code === undefined || code === 'insufficient_scope')
  return {
    status,
    code,
    message: what.startsWith('GET ') ? message : undefined,
    scopes: isOfScopes ? scopes : [],
    isBeyondScopes: status === 403 && !isOfScopes,
    isExplained: message !== undefined
  }
}

/** What Auth0 says of what a plan has not got, what is off, and what an account cannot have. */
const notOffered = ['insufficient_entitlement', 'feature_not_enabled', 'operation_not_supported']

const describeForbidden = ({ code = '', message, scopes, isBeyondScopes }: Refusal): string => {
  if (!isBeyondScopes) return `the token needs ${scopes.join(' and ')}`
  const why = notOffered.includes(code)
    ? "the tenant's plan or settings do not offer it"
    : 'the tenant refuses it, and no scope helps'
  return `${why} (${code})${message === undefined ? '' : `: ${message}`}`
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

/** Why a tenant refused, and of a write what to do. */
export const describeRefusal = (refusal: Refusal, { what }: Refused): string => {
  const { status, code, message } = refusal
  if (status === 401) return `${what}: 401, the token is not valid`
  if (status === 403) return `${what}: 403, ${describeForbidden(refusal)}`
  const reason = what.startsWith('GET ') ? message : writeStep(status)
  return `${what}: ${status}${code ? ` (${code})` : ''}${reason ? `, ${reason}` : ''}`
}
