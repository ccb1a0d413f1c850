import type { ActionEvent } from '../../event.js'

/** Whose API the access token is for. */
export type Audience = 'none' | 'userinfo' | 'auth0' | 'custom'

/** Tells Auth0's own APIs, which live on the tenant's host, from those of the customer. */
export const audienceOf = ({ resource_server, request }: ActionEvent): Audience => {
  const identifier = resource_server?.identifier
  if (!identifier) return 'none'
  if (!/^https?:\/\//i.test(identifier) || !URL.canParse(identifier)) return 'custom'
  const { host, hostname, pathname } = new URL(identifier)
  const ownHost = [host, hostname].includes(request?.hostname ?? '') || /(^|\.)auth0\.com$/.test(hostname)
  if (!ownHost) return 'custom'
  if (/^\/userinfo\/?$/.test(pathname)) return 'userinfo'
  return /^\/(api\/v2|mfa|me)\/?$/.test(pathname) ? 'auth0' : 'custom'
}
