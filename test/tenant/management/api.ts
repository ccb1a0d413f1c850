import { afterAll, beforeAll } from 'vitest'
import { startTenant, type Tenant, type TenantOptions } from '../../../lib/tenant/start.js'

export interface Answer {
  status: number
  headers: Headers
  /** Parsed. Its shape is what the tests are about. */
  body: ReturnType<typeof JSON.parse>
}

export interface CallOptions {
  method?: string
  body?: unknown
  token?: string
}

/** The token of the management client, with these scopes or all there are. */
export const tokenFor = async ({ issuer, management }: Tenant, scope?: string): Promise<string> => {
  const response = await fetch(`${issuer}oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      ...management,
      ...(scope !== undefined && { scope })
    })
  })
  const { access_token, error_description } = (await response.json()) as Record<string, string>
  if (access_token === undefined) throw new Error(error_description)
  return access_token
}

export const callApi = async (
  { issuer }: Pick<Tenant, 'issuer'>,
  path: string,
  { method = 'GET', body, token = '' }: CallOptions
): Promise<Answer> => {
  const response = await fetch(`${issuer}api/v2/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' })
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) })
  })
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text)
  }
}

/** A tenant for the tests of a file, and calls to its Management API with a token of all scopes. */
export const useApi = (options: TenantOptions = {}) => {
  const here = {} as { tenant: Tenant; token: string }
  beforeAll(async () => {
    here.tenant = await startTenant({ httpsPort: false, ...options })
    here.token = await tokenFor(here.tenant)
  })
  afterAll(() => here.tenant?.stop())
  return {
    get tenant() {
      return here.tenant
    },
    call: (path: string, { token = here.token, ...rest }: CallOptions = {}) =>
      callApi(here.tenant, path, { token, ...rest }),
    tokenFor: (scope: string) => tokenFor(here.tenant, scope)
  }
}
