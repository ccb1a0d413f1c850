import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt, type JWTPayload } from 'jose'
import type { RunningTenant } from './run.js'

const callback = 'http://127.0.0.1:3999/callback'
const formType = { 'content-type': 'application/x-www-form-urlencoded' }

export type Cookies = Map<string, string>

const request = async (cookies: Cookies, url: URL, init: RequestInit = {}): Promise<Response> => {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await fetch(url, { ...init, headers: { ...init.headers, cookie }, redirect: 'manual' })
  for (const line of response.headers.getSetCookie()) {
    const [pair = ''] = line.split(';')
    const at = pair.indexOf('=')
    cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }
  return response
}

export interface Tokens {
  claims: JWTPayload
  access_token: string
  refresh_token?: string
}

const post = async (
  tenant: RunningTenant,
  client_id: string,
  fields: Record<string, string>
): Promise<Tokens> => {
  const client_secret = tenant.clients.find(client => client.client_id === client_id)?.client_secret ?? ''
  const body = new URLSearchParams({ client_id, client_secret, ...fields }).toString()
  const response = await fetch(new URL('oauth/token', tenant.issuer), {
    method: 'POST',
    headers: formType,
    body
  })
  const tokens = (await response.json()) as Tokens & { id_token: string; error?: string }
  if (!response.ok) throw new Error(tokens.error)
  return { ...tokens, claims: decodeJwt(tokens.id_token) }
}

/**
 * A login with nothing but `fetch`, from what the login page documents: a form posting to itself, with `state`, and
 * `connection` and `persona`. Without `form` the session has to do.
 */
export const httpLogin = async (
  tenant: RunningTenant,
  { client_id, cookies, form }: { client_id: string; cookies: Cookies; form?: Record<string, string> }
): Promise<Tokens> => {
  const verifier = randomBytes(32).toString('base64url')
  let url = new URL('authorize', tenant.issuer)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri: callback,
    scope: 'openid profile email offline_access',
    state: 'state-of-test',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256'
  }).toString()
  let response = await request(cookies, url)
  for (let hops = 0; hops < 12; hops += 1) {
    const location = response.headers.get('location')
    if (location) {
      url = new URL(location, url)
      if (url.href.startsWith(callback)) break
      response = await request(cookies, url)
    } else {
      const body = new URLSearchParams({ state: url.searchParams.get('state') ?? '', ...form }).toString()
      response = await request(cookies, new URL(url.pathname, url), {
        method: 'POST',
        headers: formType,
        body
      })
    }
  }
  const code = url.searchParams.get('code') ?? ''
  return post(tenant, client_id, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
    code_verifier: verifier
  })
}

export const httpRefresh = (tenant: RunningTenant, client_id: string, refresh_token = ''): Promise<Tokens> =>
  post(tenant, client_id, { grant_type: 'refresh_token', refresh_token })

/** One call of the Management API with a client-credentials token. */
export const managementCall = async (
  { issuer, management }: RunningTenant,
  method: string,
  path: string,
  content?: object
): Promise<unknown> => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...management }).toString()
  const answer = await fetch(new URL('oauth/token', issuer), { method: 'POST', headers: formType, body })
  const { access_token } = (await answer.json()) as { access_token: string }
  const response = await fetch(management.audience + path, {
    method,
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    ...(content && { body: JSON.stringify(content) })
  })
  return response.json()
}

export const managementGet = (tenant: RunningTenant, path: string): Promise<unknown> =>
  managementCall(tenant, 'GET', path)
