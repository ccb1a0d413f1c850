import { ManagementError, ManagementTimeoutError } from 'auth0'
import { isPlainObject, parseJson } from '../core/auth0/json.js'
import { isQuoted } from './withhold.js'

/** The Management API refused, or could not be reached. The message holds no part of a connection, and no token. */
export class TenantError extends Error {
  override readonly name = 'TenantError'
  readonly code = 'ERR_TENANT'
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined
  /** Of a 403: what the token lacks, all or some of it. */
  readonly scopes: readonly string[]
  /** Of a 403 that no scope mends: the tenant's plan or settings are without it, or it refuses for another reason. */
  readonly isBeyondScopes: boolean
  /** When the rate limit lets requests through again, milliseconds since the epoch. */
  readonly retryAtMs: number | undefined

  constructor(
    message: string,
    {
      status,
      scopes = [],
      isBeyondScopes = false,
      retryAtMs
    }: { status?: number; scopes?: readonly string[]; isBeyondScopes?: boolean; retryAtMs?: number } = {}
  ) {
    super(message)
    this.status = status
    this.scopes = scopes
    this.isBeyondScopes = isBeyondScopes
    this.retryAtMs = retryAtMs
  }
}

export interface Call {
  /** Method and path, for the message. */
  what: string
  /** Scopes the token needs for it. */
  scopes: readonly string[]
  /** What was sent. A message of Auth0 that quotes a text of it is not passed on: options hold secrets. */
  sent?: unknown
  /** Texts of any length that no message may quote. */
  secrets?: readonly string[]
}

/** Shorter texts are words such as `oidc` that messages use too. */
const quotedMinChars = 6

/** All texts of it, and those in a text that is JSON: a key of a key set may be quoted without the set. */
const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string')
    return value.length < quotedMinChars ? [] : [value, ...textsOf(parseJson(value))]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

/** A text of an error's body, where it quotes nothing that was sent. */
const saidIn = (
  body: unknown,
  member: 'message' | 'errorCode',
  { sent, secrets = [] }: Call
): string | undefined => {
  const said = isPlainObject(body) ? body[member] : undefined
  const isPlain =
    typeof said === 'string' && ![...textsOf(sent), ...secrets].some(text => isQuoted(said, text))
  return isPlain ? said : undefined
}

/** What Auth0 says of what a plan has not got, what is off, and what an account cannot have. */
const notOffered = ['insufficient_entitlement', 'feature_not_enabled', 'operation_not_supported']

/** Why a request was refused, in words, and by what a 403 could be mended. */
const refusalOf = (
  { statusCode, body }: ManagementError,
  call: Call
): { reason?: string | undefined; scopes?: readonly string[]; isBeyondScopes?: boolean } => {
  const message = saidIn(body, 'message', call)
  if (statusCode === 401) return { reason: 'the token is not valid' }
  if (statusCode !== 403) return { reason: message }
  const code = saidIn(body, 'errorCode', call)
  if (code === undefined || code === 'insufficient_scope')
    return { reason: `the token needs ${call.scopes.join(' and ')}`, scopes: call.scopes }
  const why = notOffered.includes(code)
    ? "the tenant's plan or settings do not offer it"
    : 'the tenant refuses it, and no scope helps'
  return { reason: `${why} (${code})${message === undefined ? '' : `: ${message}`}`, isBeyondScopes: true }
}

/** Why a connection failed, such as ECONNREFUSED, which fetch hides behind `cause`. */
export const reasonOf = (error: unknown): string | undefined => {
  const { name, code, cause } = (error ?? {}) as { name?: unknown; code?: unknown; cause?: unknown }
  if (name === 'TimeoutError') return 'no answer in time'
  if (typeof code === 'string') return code
  return cause === undefined ? undefined : reasonOf(cause)
}

const retryAtMs = (headers: Headers | undefined): number | undefined => {
  const seconds = Number(headers?.get('x-ratelimit-reset') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : undefined
}

const describe = (error: unknown, call: Call): TenantError => {
  const { what } = call
  const status = error instanceof ManagementError ? error.statusCode : undefined
  if (!(error instanceof ManagementError) || status === undefined) {
    const reason = error instanceof ManagementTimeoutError ? 'no answer in time' : reasonOf(error)
    return new TenantError(`${what}: the tenant could not be reached${reason ? ` (${reason})` : ''}`)
  }
  // The SDK's own error for its token request says so in its message, and carries OAuth's error in its body.
  if (error.message.includes('token request')) {
    return new TenantError(`the tenant gave no token for these credentials (${status})`, { status })
  }
  const { reason, ...refusal } = refusalOf(error, call)
  const retryAt = retryAtMs(error.rawResponse?.headers)
  return new TenantError(`${what}: ${status}${reason ? `, ${reason}` : ''}`, {
    status,
    ...refusal,
    ...(retryAt !== undefined && { retryAtMs: retryAt })
  })
}

/** The result of a request. @throws TenantError for whatever the SDK throws */
export const request = async <T>(call: Call, run: () => PromiseLike<T>): Promise<T> => {
  try {
    return await run()
  } catch (error) {
    throw error instanceof TenantError ? error : describe(error, call)
  }
}
