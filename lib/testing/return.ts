import { isPlainObject, type JsonObject } from '../core/auth0/json.js'
import { signSessionToken } from '../runtime/api/login/session-token.js'
import { override } from './events/overrides.js'
import { mfaMethod } from './events/samples.js'
import type { RunState } from './run.js'

const tokenLifeSeconds = 15 * 60

/** How the user comes back to a login that was suspended. */
export interface ReturnOptions {
  /** Parameters of the request to `/continue`, besides `state`. */
  query?: Record<string, string>
  /** Posts these instead; the request's method is then POST. */
  body?: Record<string, string>
  /** Signs an answer and adds it, as the page the user was sent to would. */
  token?: {
    secret: string
    payload?: Record<string, unknown>
    /** Default `session_token`. */
    parameterName?: string
  }
  /** What the user entered into a prompt. */
  fields?: JsonObject
  /** What is different in the event besides: the user may have changed meanwhile. */
  event?: Record<string, unknown>
}

const signed = (
  event: JsonObject,
  { state, now, token }: { state: string; now: number; token: NonNullable<ReturnOptions['token']> }
): Record<string, string> => {
  const { secret, payload = {}, parameterName = 'session_token' } = token
  const { hostname: iss } = event.request as { hostname?: string }
  const { user_id: sub } = event.user as { user_id?: string }
  const iat = Math.floor(now / 1000)
  const claims = { iat, exp: iat + tokenLifeSeconds, iss, sub, state, ...payload }
  return { [parameterName]: signSessionToken(claims, secret) }
}

const requestOf = (
  event: JsonObject,
  run: RunState,
  { query, body, token }: ReturnOptions,
  now: number
): JsonObject => {
  if (!run.redirect) return event.request as JsonObject
  const { state } = run.redirect
  const answer = token ? signed(event, { state, now, token }) : {}
  return {
    ...(event.request as JsonObject),
    method: body ? 'POST' : 'GET',
    query: { state, ...query, ...(!body && answer) },
    body: body ? { ...body, ...answer } : {}
  }
}

/** The event of the run that continues another: the profile as it is stored by then, and a request of its own. */
export const returnEvent = (
  event: JsonObject,
  run: RunState,
  options: ReturnOptions & { now: number }
): JsonObject => {
  const { fields, event: changes = {}, now } = options
  const user = event.user as JsonObject
  const { methods = [] } = (event.authentication ?? {}) as { methods?: JsonObject[] }
  // A custom database may have stored something else; that is not written to, and stays.
  const isObject = (name: string): boolean => isPlainObject(user[name] ?? {})
  const next: JsonObject = {
    ...event,
    request: requestOf(event, run, options, now),
    user: {
      ...user,
      ...(isObject('app_metadata') && { app_metadata: run.appMetadata }),
      ...(isObject('user_metadata') && { user_metadata: run.userMetadata })
    }
  }
  if (run.challenge) {
    next.authentication = {
      ...(event.authentication as JsonObject | undefined),
      methods: [...methods, { ...mfaMethod, timestamp: new Date(now).toISOString() }]
    }
  }
  if (run.prompt) next.prompt = { ...run.prompt, fields: { ...run.prompt.fields, ...fields } }
  return override<JsonObject>(next, changes as JsonObject)
}
