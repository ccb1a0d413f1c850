import { ManagementError, ManagementTimeoutError } from 'auth0'
import { parseJson } from '../core/auth0/json.js'
import { isQuoted } from './withhold.js'

/** The Management API refused, or could not be reached. The message holds no part of a connection, and no token. */
export class TenantError extends Error {
  override readonly name = 'TenantError'
  readonly code = 'ERR_TENANT'
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined
  /** Of a 403: what the token lacks, all or some of it. */
  readonly scopes: readonly string[]
  /** When the rate limit lets requests through again, milliseconds since the epoch. */
  readonly retryAtMs: number | undefined

  constructor(
    message: string,
    {
      status,
      scopes = [],
      retryAtMs
    }: { status?: number; scopes?: readonly string[]; retryAtMs?: number } = {}
  ) {
    super(message)
    this.status = status
    this.scopes = scopes
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

const messageOf = (body: unknown, { sent, secrets = [] }: Call): string | undefined => {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined
  const isPlain =
    typeof message === 'string' && ![...textsOf(sent), ...secrets].some(text => isQuoted(message, text))
  return isPlain ? message : undefined
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
  const { what, scopes } = call
  const status = error instanceof ManagementError ? error.statusCode : undefined
  if (!(error instanceof ManagementError) || status === undefined) {
    const reason = error instanceof ManagementTimeoutError ? 'no answer in time' : reasonOf(error)
    return new TenantError(`${what}: the tenant could not be reached${reason ? ` (${reason})` : ''}`)
  }
  // The SDK's own error for its token request says so in its message, and carries OAuth's error in its body.
  if (error.message.includes('token request')) {
    return new TenantError(`the tenant gave no token for these credentials (${status})`, { status })
  }
  const reasons: Readonly<Record<number, string>> = {
    401: 'the token is not valid',
    403: `the token needs ${scopes.join(' and ')}`
  }
  const reason = reasons[status] ?? messageOf(error.body, call)
  const retryAt = retryAtMs(error.rawResponse?.headers)
  return new TenantError(`${what}: ${status}${reason ? `, ${reason}` : ''}`, {
    status,
    scopes: status === 403 ? scopes : [],
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
