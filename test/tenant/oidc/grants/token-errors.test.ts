import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { browse, createCookieJar } from '../../../../lib/tenant/client/login.js'
import type { Tenant } from '../../../../lib/tenant/start.js'
import { ada, callback } from '../../action.js'
import { jsonOf, post, secretOf, useTenants } from '../../setup.js'

const start = useTenants()
let tenant: Tenant

beforeEach(async () => {
  tenant = await start()
})

/** What the token endpoint refuses with. */
const refused = async (fields: Record<string, string>) => {
  const response = await post(tenant, 'oauth/token', {
    client_id: 'crm-web',
    client_secret: secretOf(tenant, 'crm-web'),
    ...fields
  })
  return { status: response.status, ...(await jsonOf(response)) }
}

const code = { grant_type: 'authorization_code', code: 'made-up', redirect_uri: callback }

describe('the token endpoint', () => {
  test.each([{ client_secret: 'wrong' }, { client_id: 'nobody' }])('does not know %j', async wrong => {
    expect(await refused({ ...code, ...wrong })).toEqual({
      status: 401,
      error: 'access_denied',
      error_description: 'Unauthorized'
    })
  })

  test('does not take a code that it has not given', async () => {
    expect(await refused(code)).toEqual({
      status: 403,
      error: 'invalid_grant',
      error_description: 'Invalid authorization code'
    })
    expect(tenant.logs().at(-1)).toMatchObject({
      type: 'feacft',
      description: 'Invalid authorization code'
    })
  })

  test('does not take a code with another verifier', async () => {
    const url = new URL(
      `${tenant.issuer}authorize?${new URLSearchParams({
        client_id: 'spa',
        response_type: 'code',
        redirect_uri: callback,
        code_challenge: createHash('sha256').update('v'.repeat(43)).digest('base64url'),
        code_challenge_method: 'S256'
      })}`
    )
    const reached = await browse(tenant, url, { jar: createCookieJar(), callback, persona: ada })
    const response = await post(tenant, 'oauth/token', {
      ...code,
      client_id: 'spa',
      code: reached.url.searchParams.get('code'),
      code_verifier: 'w'.repeat(43)
    })
    expect({ status: response.status, ...(await jsonOf(response)) }).toEqual({
      status: 403,
      error: 'invalid_grant',
      error_description: 'Failed to verify code verifier'
    })
  })

  test('does not take a refresh token that it has not given', async () => {
    expect(await refused({ grant_type: 'refresh_token', refresh_token: 'made-up' })).toEqual({
      status: 403,
      error: 'invalid_grant',
      error_description: 'Unknown or invalid refresh token.'
    })
  })

  test('gives no grant the application may not have', async () => {
    expect(await refused({ grant_type: 'password', username: 'linus', password: 'x' })).toEqual({
      status: 403,
      error: 'unauthorized_client',
      error_description: "Grant type 'password' not allowed for the client.",
      error_uri: 'https://auth0.com/docs/clients/client-grant-types'
    })
  })

  test('does not take a wrong password', async () => {
    expect(
      await refused({
        client_id: 'hr-web',
        client_secret: secretOf(tenant, 'hr-web'),
        grant_type: 'password',
        username: 'linus@acme.example',
        password: 'wrong'
      })
    ).toEqual({ status: 403, error: 'invalid_grant', error_description: 'Wrong email or password.' })
  })
})
