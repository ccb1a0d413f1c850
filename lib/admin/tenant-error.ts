import { ManagementError, ManagementTimeoutError } from 'auth0'
import { describeRefusal, type Refusal, readRefusal } from './answer/refusal.js'
import { describeUnreachable, reasonOf } from './answer/unreachable.js'
import { interruptedBy } from './interruption.js'

/** The Management API refused, or could not be reached. The message holds no part of what was sent, and no token. */
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
  /** True where the refusal has a message: that of a proxy has none, and says nothing of the tenant. */
  readonly isExplained: boolean

  constructor(
    message: string,
    {
      status,
      scopes = [],
      isBeyondScopes = false,
      retryAtMs,
      isExplained = false
    }: Partial<Pick<TenantError, 'status' | 'retryAtMs'> & Refusal> = {}
  ) {
    super(message)
    this.status = status
    this.scopes = scopes
    this.isBeyondScopes = isBeyondScopes
    this.retryAtMs = retryAtMs
    this.isExplained = isExplained
  }
}

export interface Call {
  /** Method and path, for the message. What is no GET counts as a write, whose answers may quote what was sent. */
  what: string
  /** Scopes the token needs for it. */
  scopes: readonly string[]
}

/** When a rate limit is reset, milliseconds since the epoch; undefined where the header says no time. */
export const resetAtMs = (headers: Headers | undefined): number | undefined => {
  const seconds = Number(headers?.get('x-ratelimit-reset') ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds * 1000 : undefined
}

const describe = (error: unknown, call: Call): TenantError => {
  const { what } = call
  const status = error instanceof ManagementError ? error.statusCode : undefined
  if (!(error instanceof ManagementError) || status === undefined) {
    const reason = error instanceof ManagementTimeoutError ? 'no answer in time' : reasonOf(error)
    return new TenantError(`${what}: ${describeUnreachable(reason)}`)
  }
  // The SDK's own error for its token request says so in its message, and carries OAuth's error in its body.
  if (error.message.startsWith('ManagementClient: token request')) {
    return new TenantError(`the tenant gave no token for these credentials (${status})`, { status })
  }
  const refusal = readRefusal(status, error.body, call)
  const retryAtMs = resetAtMs(error.rawResponse?.headers)
  return new TenantError(describeRefusal(refusal, call), { ...refusal, retryAtMs })
}

/** The result of a request. @throws TenantError for whatever the SDK throws; Interrupted */
export const request = async <T>(call: Call, run: () => PromiseLike<T>): Promise<T> => {
  try {
    return await run()
  } catch (error) {
    if (error instanceof TenantError) throw error
    throw interruptedBy(error) ?? describe(error, call)
  }
}
