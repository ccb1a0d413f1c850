import { parseJson } from '../core/auth0/json.js'
import { reasonOf } from './answer/unreachable.js'
import type { Clock } from './clock.js'
import { resetAtMs } from './tenant-error.js'

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

/** Whoever it names would get what was sent: keys, and credentials. The SDK takes it for an answer. */
const redirect = { code: "it redirects, which is not followed: AUTH0_DOMAIN is the tenant's own domain" }

const isRedirect = (status: number): boolean => status >= 300 && status < 400

/** An answer whose body is here: a connection cut halfway is an error of this try. */
const fetchWhole = async (
  fetchOnce: typeof fetch,
  [input, init]: Parameters<typeof fetch>,
  interrupted: AbortSignal | undefined
): Promise<Response> => {
  const signals = [AbortSignal.timeout(timeoutMs), ...(interrupted ? [interrupted] : [])]
  const answer = await fetchOnce(input, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) })
  const { ok, status, statusText, headers } = answer
  if (isRedirect(status)) throw Object.assign(new Error('redirect'), redirect)
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
  const reset = answer?.status === 429 ? (resetAtMs(answer.headers) ?? 0) - now() : 0
  return Math.min(maxWaitMs, Math.max(jitter, reset))
}

const fetchOften = async (
  send: () => Promise<Response>,
  { tries, clock, signal }: { tries: number; clock: Clock; signal: AbortSignal | undefined }
): Promise<Response> => {
  for (let tried = 1; ; tried += 1) {
    signal?.throwIfAborted()
    let answer: Response | undefined
    try {
      answer = await send()
      if (tried === tries || !isWorthAnother(answer.status)) return answer
    } catch (error) {
      if (tried === tries || !transient.has(reasonOf(error) ?? '')) throw error
    }
    await clock.sleep(waitMs(tried, answer, clock), signal)
  }
}

/**
 * A fetch that tries reads again after a 408, 429, 5xx or a cut connection, and follows no redirect. What fails for good comes as
 * an answer whose body fails with that error: behind a fetch that rejects, the SDK leaves a timer running, and the process would
 * not end.
 *
 * @param options.interrupted ends reads and their waits; a write that was sent has its answer awaited
 */
export const fetchWithRetries =
  (
    fetchOnce: typeof fetch,
    { clock, interrupted }: { clock: Clock; interrupted?: AbortSignal | undefined }
  ): typeof fetch =>
  async (input, init) => {
    const [tries, signal] = isRead(input, init) ? [maxTries, interrupted] : [1, undefined]
    try {
      return await fetchOften(() => fetchWhole(fetchOnce, [input, init], signal), { tries, clock, signal })
    } catch (error) {
      return new Response(new ReadableStream({ start: controller => controller.error(error) }))
    }
  }
