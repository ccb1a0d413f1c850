import { createHash } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { describe, expect, test } from 'vitest'
import { browse, login, refresh } from '../../../../lib/tenant/client/login.js'
import type { Tenant } from '../../../../lib/tenant/start.js'
import { ada, callback } from '../../action.js'
import { useTenants } from '../../setup.js'

const start = useTenants()
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' }

const verify = ({ issuer }: Tenant, token: string | undefined) =>
  jwtVerify(token ?? '', createRemoteJWKSet(new URL(`${issuer}.well-known/jwks.json`)), {
    issuer,
    audience: 'hr-web'
  })

describe('an ID token', () => {
  test('has the header Auth0 gives it, a signature of the published key, and ten hours', async () => {
    const tenant = await start()
    const { tokens } = await login(tenant, hr)
    const { protectedHeader, payload } = await verify(tenant, tokens?.id_token)
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: expect.any(String) })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(36_000)
    expect(payload).not.toHaveProperty('amr')
  })

  test('says amr after a challenge, on refresh as well', async () => {
    const tenant = await start({ seed: { settings: { mfa: 'policy' } } })
    const { claims, tokens } = await login(tenant, hr)
    expect(claims?.amr).toEqual(['mfa'])
    const refreshed = await refresh(tenant, {
      client_id: 'hr-web',
      refresh_token: tokens?.refresh_token ?? ''
    })
    expect((await verify(tenant, refreshed.id_token)).payload.amr).toEqual(['mfa'])
  })

  test('names the access token that came with it', async () => {
    const tenant = await start()
    const url = new URL(
      `${tenant.issuer}authorize?${new URLSearchParams({
        client_id: 'hr-web',
        response_type: 'token id_token',
        redirect_uri: callback,
        scope: 'openid',
        nonce: 'n-1'
      })}`
    )
    const { jar } = await login(tenant, hr)
    const reached = await browse(tenant, url, { jar, callback })
    const answer = new URLSearchParams(reached.url.hash.slice(1))
    const hash = createHash('sha256')
      .update(answer.get('access_token') ?? '')
      .digest()
    const { payload } = await verify(tenant, answer.get('id_token') ?? '')
    expect(payload.at_hash).toBe(hash.subarray(0, 16).toString('base64url'))
  })
})
