import type { Clock } from './clock.js'
import { type Interruption, uninterrupted } from './interruption.js'
import { type Call, request, TenantError } from './tenant-error.js'

/** How often a write that met the rate limit is tried. */
export const maxTries = 5
const minWaitMs = 1000
const maxWaitMs = 60_000

/** True where nobody knows whether it was done: a broken connection, or a 5xx. */
export const isUnknown = ({ status }: TenantError): boolean =>
  status === undefined || status === 408 || status >= 500

/** Waits until a write that met the rate limit may pass. @throws Interrupted */
export const waitForLimit = async (
  { retryAtMs = 0 }: TenantError,
  { clock, interruption: { signal } }: { clock: Clock; interruption: Interruption }
): Promise<void> => {
  await clock.sleep(Math.min(Math.max(retryAtMs - clock.now(), minWaitMs), maxWaitMs), signal)
  signal.throwIfAborted()
}

export interface WriteOptions {
  clock: Clock
  /** Ends the wait for a rate limit; what was sent is seen to the end. */
  interruption?: Interruption | undefined
  /** Asked where the answer does not tell whether it was done: what stands there tells. */
  isDone(): Promise<boolean>
}

/** @returns the rate limit's refusal, where that is why it was not done */
const tryOnce = async (
  call: Call,
  send: () => PromiseLike<unknown>,
  { isDone }: Pick<WriteOptions, 'isDone'>
): Promise<TenantError | undefined> => {
  try {
    await request(call, send)
    return undefined
  } catch (error) {
    if (!(error instanceof TenantError)) throw error
    if (error.status === 429) return error
    if (isUnknown(error) && (await isDone())) return undefined
    throw error
  }
}

/**
 * Writes once. What met the rate limit was not done, and is tried again; of what came to no answer, the tenant is asked what
 * stands there.
 *
 * @throws TenantError where it was not done, Interrupted
 */
export const writeOnce = async (
  call: Call,
  send: () => PromiseLike<unknown>,
  { clock, interruption = uninterrupted, isDone }: WriteOptions
): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    const refusal = await interruption.finish(() => tryOnce(call, send, { isDone }))
    if (!refusal) return
    if (tries === maxTries) throw refusal
    await waitForLimit(refusal, { clock, interruption })
  }
}
