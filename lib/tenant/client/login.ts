import { createHash, randomBytes } from 'node:crypto'
import { decodeJwt, type JWTPayload } from 'jose'
import type { Tenant } from '../tenant.js'
import { developmentCode } from '../triggers/challenge.js'
import { type CookieJar, createCookieJar } from './cookie-jar.js'

export { type CookieJar, createCookieJar } from './cookie-jar.js'

/** Who fills in the forms: a person of an upstream IdP, by `user_id`, or a database user. */
export interface Visitor {
  persona?: string
  username?: string
  password?: string
  /** Given at the MFA page. Default: the code that page shows. */
  code?: string
  /** Signs up in the place of logging in. */
  signup?: { email: string; password: string; user_metadata?: Record<string, string> }
}

export interface LoginOptions extends Visitor {
  client_id: string
  /** Default `openid profile email`. */
  scope?: string
  audience?: string
  /** Default `http://localhost:3000/callback`. Nothing needs to listen there: the browser stops at its door. */
  redirect_uri?: string
  /** More parameters for `/authorize`, such as `prompt`. */
  parameters?: Record<string, string>
  /** The browser to use. Default: a new one, without cookies. */
  jar?: CookieJar
  /** Where to go from a page outside of the tenant that an Action sent the browser to. */
  onRedirect?: (url: URL) => Promise<URL> | URL
}

export interface Tokens {
  access_token: string
  token_type: string
  expires_in: number
  scope?: string
  id_token?: string
  refresh_token?: string
}

export interface LoginResult {
  /** What the tenant sent to the callback: `code` and `state`, or `error` and `error_description`. */
  callback: URLSearchParams
  /** Absent where the login failed. */
  tokens?: Tokens
  /** The ID token's claims, not verified. */
  claims?: JWTPayload
  jar: CookieJar
  /** Paths the browser went through, in order. */
  visited: string[]
}

type TenantAddress = Pick<Tenant, 'issuer' | 'clients' | 'personas'>

const hopsAllowed = 20

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString()
})

const fillLogin = (
  tenant: Pick<Tenant, 'personas'>,
  { persona, username, password = '' }: Visitor
): Record<string, string> => {
  if (persona === undefined) return { username: username ?? '', password }
  const connection = tenant.personas.find(({ user_id }) => user_id === persona)?.connection
  return { persona, connection: connection ?? '' }
}

const fillSignup = ({ signup }: Visitor): Record<string, string> => {
  const { email = '', password = '', user_metadata = {} } = signup ?? {}
  const metadata = Object.entries(user_metadata).map(([name, value]) => [`user_metadata.${name}`, value])
  return { email, password, ...Object.fromEntries(metadata) }
}

/** What goes into the form of a page of the tenant. */
const fill = (
  tenant: Pick<Tenant, 'personas'>,
  pathname: string,
  credentials: Visitor
): Record<string, string> => {
  if (pathname === '/u/login') return fillLogin(tenant, credentials)
  if (pathname === '/u/signup') return fillSignup(credentials)
  return { code: credentials.code ?? developmentCode }
}

/** One request with the cookies of the jar, redirects not followed. */
export const visit = async (jar: CookieJar, url: URL, init: RequestInit = {}): Promise<Response> => {
  const cookie = jar.header(url)
  const headers = { ...(init.headers as Record<string, string>), ...(cookie && { cookie }) }
  const response = await fetch(url, { ...init, headers, redirect: 'manual' })
  jar.take(url, response.headers.getSetCookie())
  return response
}

const entities: Readonly<Record<string, string>> = {
  '&#39;': "'",
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&'
}

/** What a page of the tenant says went wrong, as text: beside its form, or an error and its description. */
const reasonIn = async (response: Response): Promise<string> => {
  const html = await response.text()
  const beside = /<p class="error"[^>]*>([^<]+)<\/p>/.exec(html)?.[1]
  const [, error, description] = /<h1>([^<]+)<\/h1>\s*<p>([^<]*)<\/p>/.exec(html) ?? []
  const reason = beside ?? [error, description].filter(Boolean).join(': ')
  return reason ? `: ${reason.replace(/&(#39|quot|lt|gt|amp);/g, entity => entities[entity] ?? entity)}` : ''
}

export interface BrowseOptions extends Visitor {
  /** The browser stops when it is sent here, query aside. */
  callback: string
  jar: CookieJar
  onRedirect?: ((url: URL) => Promise<URL> | URL) | undefined
}

/** Follows redirects and fills in the tenant's forms until the browser is sent to the callback, which is `url` then. */
export const browse = async (
  tenant: Pick<Tenant, 'personas'>,
  start: URL,
  { jar, callback, onRedirect, ...credentials }: BrowseOptions
): Promise<{ url: URL; visited: string[] }> => {
  const visited: string[] = []
  let url = start
  let init: RequestInit = {}
  for (let hop = 0; hop < hopsAllowed; hop += 1) {
    const isOutside = url.origin !== start.origin
    if (isOutside && `${url.origin}${url.pathname}` === callback.split('?')[0]) return { url, visited }
    if (isOutside) {
      if (!onRedirect) throw new Error(`the browser was sent to ${url.origin}${url.pathname}`)
      url = new URL(await onRedirect(url))
      continue
    }
    visited.push(url.pathname)
    const response = await visit(jar, url, init)
    const location = response.headers.get('location')
    init = {}
    if (location !== null) {
      url = new URL(location, url)
      continue
    }
    const state = url.searchParams.get('state') ?? ''
    // A page that answers a form has no `state` in its address: what was filled in was not accepted.
    if (!response.ok || state === '')
      throw new Error(`${url.pathname} answered ${response.status}${await reasonIn(response)}`)
    if (url.pathname === '/u/login' && credentials.signup) {
      url = new URL(`/u/signup${url.search}`, url)
      continue
    }
    init = form({ state, ...fill(tenant, url.pathname, credentials) })
    url = new URL(url.pathname, url)
  }
  throw new Error('too many redirects')
}

const clientFields = ({ clients }: TenantAddress, clientId: string): Record<string, string> => {
  const secret = clients.find(({ client_id }) => client_id === clientId)?.client_secret
  return { client_id: clientId, ...(secret !== undefined && { client_secret: secret }) }
}

/** @throws Error with the OAuth error of an answer that is not 200. */
const requestTokens = async ({ issuer }: TenantAddress, fields: Record<string, string>): Promise<Tokens> => {
  const response = await fetch(`${issuer}oauth/token`, form(fields))
  const answer = (await response.json()) as Tokens & { error?: string; error_description?: string }
  if (!response.ok) throw new Error(`${answer.error}: ${answer.error_description}`)
  return answer
}

/** A whole login as an application and a browser do it: code and PKCE, forms filled in, tokens fetched. */
export const login = async (tenant: TenantAddress, options: LoginOptions): Promise<LoginResult> => {
  const { client_id, scope = 'openid profile email', audience, jar = createCookieJar() } = options
  const redirect_uri = options.redirect_uri ?? 'http://localhost:3000/callback'
  const verifier = randomBytes(32).toString('base64url')
  const state = randomBytes(16).toString('base64url')
  const url = new URL('authorize', tenant.issuer)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri,
    scope,
    state,
    nonce: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(audience !== undefined && { audience }),
    ...options.parameters
  }).toString()
  const reached = await browse(tenant, url, { ...options, jar, callback: redirect_uri })
  const { visited } = reached
  const { searchParams: callback } = reached.url
  if (callback.get('state') !== state) throw new Error('the callback belongs to another login')
  const code = callback.get('code')
  if (code === null) return { callback, jar, visited }
  const tokens = await requestTokens(tenant, {
    grant_type: 'authorization_code',
    ...clientFields(tenant, client_id),
    code,
    redirect_uri,
    code_verifier: verifier
  })
  return { callback, tokens, ...(tokens.id_token && { claims: decodeJwt(tokens.id_token) }), jar, visited }
}

/** Exchanges a refresh token. @throws Error with the OAuth error where the tenant refuses */
export const refresh = (
  tenant: TenantAddress,
  { client_id, refresh_token }: { client_id: string; refresh_token: string }
): Promise<Tokens> =>
  requestTokens(tenant, { grant_type: 'refresh_token', ...clientFields(tenant, client_id), refresh_token })

/** What `/userinfo` says to this access token. @throws Error where it refuses */
export const userinfo = async (
  { issuer }: TenantAddress,
  accessToken: string
): Promise<Record<string, unknown>> => {
  const response = await fetch(`${issuer}userinfo`, { headers: { authorization: `Bearer ${accessToken}` } })
  const answer = (await response.json()) as Record<string, unknown>
  if (response.ok) return answer
  throw new Error(`/userinfo answered ${response.status}: ${answer.error}: ${answer.error_description}`)
}
