import type { Clock } from './clock.js'
import { type Call, request, TenantError } from './tenant-error.js'

/** How often a write that met the rate limit is tried. */
const maxTries = 5
const minWaitMs = 1000
const maxWaitMs = 60_000

/** True where nobody knows whether it was done: a broken connection, or a 5xx. */
const isUnknown = ({ status }: TenantError): boolean =>
  status === undefined || status === 408 || status >= 500

export interface WriteOptions {
  clock: Clock
  /** Asked where the answer does not tell whether it was done: what stands there tells. */
  isDone(): Promise<boolean>
}

/**
 * Writes once. What met the rate limit was not done, and is tried again; of what came to no answer, the tenant is asked what
 * stands there.
 *
 * @throws TenantError where it was not done
 */
export const writeOnce = async (
  call: Call,
  send: () => PromiseLike<unknown>,
  { clock, isDone }: WriteOptions
): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    try {
      await request(call, send)
      return
    } catch (error) {
      if (!(error instanceof TenantError)) throw error
      if (error.status === 429 && tries < maxTries) {
        await clock.sleep(Math.min(Math.max((error.retryAtMs ?? 0) - clock.now(), minWaitMs), maxWaitMs))
        continue
      }
      if (isUnknown(error) && (await isDone())) return
      throw error
    }
  }
}
