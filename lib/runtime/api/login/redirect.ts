import type { ActionEvent } from '../../event.js'
import { type UrlOptions, urlWith } from '../arguments.js'
import type { ActionContext } from '../context.js'
import { signSessionToken, verifySessionToken } from './session-token.js'

const defaultExpirySeconds = 15 * 60
const protocolsWithoutBrowser = new Set([
  'oauth2-resource-owner',
  'oauth2-refresh-token',
  'oauth2-password',
  'oauth2-webauthn'
])

/** False where there is no browser that could be sent anywhere, or where it must not be. */
export const canSuspend = ({ request, transaction }: ActionEvent): boolean => {
  const isSilent = request?.query?.prompt === 'none' || transaction?.prompt?.includes('none') === true
  return !isSilent && !protocolsWithoutBrowser.has(transaction?.protocol ?? '')
}

export interface EncodeTokenOptions {
  secret: string
  payload: Record<string, unknown>
  /** Default 900. */
  expiresInSeconds?: number
}

/**
 * `api.redirect`. The `state` parameter is not added here but where the browser is sent away.
 * @see https://auth0.com/docs/customize/actions/explore-triggers/signup-and-login-triggers/login-trigger/redirect-with-actions
 */
export const createRedirect = <Api>(
  { event, effects, now }: Pick<ActionContext, 'event' | 'effects' | 'now'>,
  api: Api
) => ({
  canRedirect: (): boolean => canSuspend(event),

  encodeToken({ secret, payload, expiresInSeconds = defaultExpirySeconds }: EncodeTokenOptions): string {
    const iat = Math.floor(now() / 1000)
    const { hostname: iss, ip } = event.request ?? {}
    return signSessionToken(
      { iat, iss, sub: event.user?.user_id, exp: iat + expiresInSeconds, ip, ...payload },
      secret
    )
  },

  /** Suspends the pipeline after this Action; the resuming handler of the same Action is called next. */
  sendUserTo(url: string, options?: UrlOptions | null): Api {
    if (effects.prompt) throw new Error('One Action cannot both render a prompt and redirect.')
    effects.redirect = { url: urlWith(url, options) }
    return api
  },

  /**
   * The payload of the token sent to `/continue`. Its `iss` is the application that signed it, whatever that calls itself.
   *
   * @throws Error unless it is signed, in its time, and for this user and `state`
   */
  validateToken({
    secret,
    tokenParameterName = 'session_token'
  }: {
    secret: string
    tokenParameterName?: string
  }) {
    const parameters = { ...event.request?.query, ...event.request?.body }
    const token = parameters[tokenParameterName]
    if (typeof token !== 'string' || token === '') {
      throw new Error(
        `There is no parameter called '${tokenParameterName}' in the POST body or the query string.`
      )
    }
    const verified = verifySessionToken(token, secret, now())
    const payload = 'payload' in verified ? verified.payload : {}
    const reason =
      ('reason' in verified && verified.reason) ||
      (payload.sub !== event.user?.user_id && 'sub is not this user') ||
      (payload.state !== parameters.state && 'state is not that of this transaction')
    if (reason) throw new Error(`The session token is invalid: ${reason}`)
    return payload
  }
})
