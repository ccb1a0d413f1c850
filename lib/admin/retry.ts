import { parseJson } from '../core/auth0/json.js'
import type { Clock } from './clock.js'
import { reasonOf } from './tenant-error.js'

const maxTries = 6
const minWaitMs = 500
const maxWaitMs = 30_000

/** For one request, its answer's body included: the SDK's own time limit ends with the headers. */
const timeoutMs = 60_000

/** The longest that all tries of a request and the waits between them can take. */
export const allTriesSeconds = (maxTries * (timeoutMs + maxWaitMs)) / 1000

/** Connections that were cut or timed out: of a name or certificate that is wrong, the next try knows no better. */
const transient = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'no answer in time'
])

const isWorthAnother = (status: number): boolean => status === 408 || status === 429 || status >= 500

/** Only what changes nothing: of a write, what stands there afterwards tells whether it was done. */
const isRead = (input: Parameters<typeof fetch>[0], { method = 'GET' }: RequestInit = {}): boolean =>
  method === 'GET' || String(input).endsWith('/oauth/token')

/** The SDK takes what is no JSON, such as a page of a proxy, for an answer, and a list in it for empty. */
const noJSON = { code: 'the answer is no JSON: is a proxy between?' }

/** An answer whose body is here: a connection cut halfway is an error of this try. */
const fetchWhole = async (fetchOnce: typeof fetch, ...[input, init]: Parameters<typeof fetch>) => {
  const answer = await fetchOnce(input, { ...init, signal: AbortSignal.timeout(timeoutMs) })
  const { ok, status, statusText, headers } = answer
  const body = await answer.arrayBuffer()
  const isExpected = body.byteLength > 0 || isRead(input, init)
  if (ok && isExpected && parseJson(Buffer.from(body).toString()) === undefined)
    throw Object.assign(new Error('no JSON'), noJSON)
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers })
}

/** Full jitter between the least wait and one that doubles. A 429 says when the next has a chance: a hint, not more. */
const waitMs = (tries: number, answer: Response | undefined, { now, random }: Clock): number => {
  const longest = Math.min(maxWaitMs, minWaitMs * 2 ** tries)
  const jitter = minWaitMs + random() * (longest - minWaitMs)
  const reset = answer?.status === 429 ? Number(answer.headers.get('x-ratelimit-reset')) * 1000 - now() : 0
  return Math.min(maxWaitMs, Math.max(jitter, reset))
}

/**
 * A fetch that tries reads again after a 408, 429, 5xx or a cut connection. What fails for good comes as an answer whose body
 * fails with that error: behind a fetch that rejects, the SDK leaves a timer running, and the process would not end.
 */
export const fetchWithRetries =
  (fetchOnce: typeof fetch, clock: Clock): typeof fetch =>
  async (input, init) => {
    const tries = isRead(input, init) ? maxTries : 1
    for (let tried = 1; ; tried += 1) {
      try {
        const answer = await fetchWhole(fetchOnce, input, init)
        if (tried === tries || !isWorthAnother(answer.status)) return answer
        await clock.sleep(waitMs(tried, answer, clock))
      } catch (error) {
        if (tried === tries || !transient.has(reasonOf(error) ?? ''))
          return new Response(new ReadableStream({ start: controller => controller.error(error) }))
        await clock.sleep(waitMs(tried, undefined, clock))
      }
    }
  }
