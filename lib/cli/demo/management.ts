import type { Tenant } from '../../tenant/start.js'

/** One request to the tenant's Management API, with a token got by client credentials. Undefined for no content. */
export type ManagementCall = (method: 'GET' | 'DELETE', path: string) => Promise<unknown>

export const createManagementCall = async ({ issuer, management }: Tenant): Promise<ManagementCall> => {
  const token = await fetch(`${issuer}oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', ...management })
  })
  const { access_token } = (await token.json()) as { access_token: string }
  return async (method, path) => {
    const headers = { authorization: `Bearer ${access_token}` }
    const response = await fetch(`${management.audience}${path}`, { method, headers })
    const isMissing = response.status === 404
    if (!response.ok && !isMissing) throw new Error(`the Management API answered ${response.status}`)
    return isMissing || response.status === 204 ? undefined : response.json()
  }
}
