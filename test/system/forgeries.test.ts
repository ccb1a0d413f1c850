import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, exportJWK, SignJWT } from 'jose'
import { describe, expect, test, vi } from 'vitest'
import { browse, createCookieJar, login, refresh, userinfo } from '../../lib/tenant/client/login.js'
import type { Tenant } from '../../lib/tenant/start.js'
import { tokenText } from '../fixtures/tokens.js'
import { action, ada, callback } from '../tenant/action.js'
import { jsonOf, post, secretOf, useTenants } from '../tenant/setup.js'

const start = useTenants()
const audience = 'https://api.acme.example'
const hr = { client_id: 'hr-web', persona: ada, scope: 'openid offline_access' }

/** A code and what redeems it. */
const getCode = async (tenant: Tenant, clientId = 'hr-web') => {
  const verifier = randomBytes(32).toString('base64url')
  const url = new URL('authorize', tenant.issuer)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: callback,
    scope: 'openid offline_access',
    state: 's',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256'
  }).toString()
  const reached = await browse(tenant, url, { callback, jar: createCookieJar(), persona: ada })
  return {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: secretOf(tenant, clientId),
    redirect_uri: callback,
    code: reached.url.searchParams.get('code') ?? '',
    code_verifier: verifier
  }
}

const redeem = async (tenant: Tenant, fields: Record<string, string>) => {
  const response = await post(tenant, 'oauth/token', new URLSearchParams(fields))
  return { status: response.status, answer: await jsonOf(response) }
}
const refused = { status: 403, answer: { error: 'invalid_grant' } }

describe('a code', () => {
  test('is good for one exchange, and a second takes back what the first gave', async () => {
    const tenant = await start()
    const fields = await getCode(tenant)
    const { answer } = await redeem(tenant, fields)
    expect(await redeem(tenant, fields)).toMatchObject(refused)
    const again = refresh(tenant, { client_id: 'hr-web', refresh_token: String(answer.refresh_token) })
    await expect(again).rejects.toThrow('invalid_grant')
    await expect(userinfo(tenant, String(answer.access_token))).rejects.toThrow('401')
  })

  test('is refused with another verifier, or none', async () => {
    const tenant = await start()
    const { code_verifier: verifier, ...without } = await getCode(tenant)
    expect(await redeem(tenant, { ...without, code_verifier: `${verifier}x` })).toMatchObject(refused)
    const { code_verifier: _verifier, ...second } = await getCode(tenant)
    expect(await redeem(tenant, second)).toMatchObject(refused)
  })

  test('is refused to another application', async () => {
    const tenant = await start()
    const fields = await getCode(tenant)
    const other = { client_id: 'crm-web', client_secret: secretOf(tenant, 'crm-web') }
    expect(await redeem(tenant, { ...fields, ...other })).toMatchObject(refused)
  })

  test('is refused with another redirect URI', async () => {
    const tenant = await start()
    const fields = await getCode(tenant)
    expect(await redeem(tenant, { ...fields, redirect_uri: `${callback}/other` })).toMatchObject(refused)
  })

  test('is refused without the secret of its application', async () => {
    const tenant = await start()
    const fields = await getCode(tenant)
    expect(await redeem(tenant, { ...fields, client_secret: 'guessed' })).toMatchObject({ status: 401 })
  })

  test('is refused after a minute', async () => {
    const tenant = await start()
    const fields = await getCode(tenant)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    try {
      expect(await redeem(tenant, fields)).toMatchObject(refused)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a refresh token', () => {
  test("that is made up, or another application's, is refused", async () => {
    const tenant = await start()
    const { tokens } = await login(tenant, hr)
    for (const [client_id, refresh_token] of [
      ['hr-web', randomBytes(32).toString('base64url')],
      ['crm-web', tokens?.refresh_token ?? '']
    ] as const) {
      await expect(refresh(tenant, { client_id, refresh_token })).rejects.toThrow('invalid_grant')
    }
  })

  test('that comes a second time ends its whole family', async () => {
    const tenant = await start()
    const { tokens } = await login(tenant, hr)
    const first = { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' }
    const second = await refresh(tenant, first)
    await expect(refresh(tenant, first)).rejects.toThrow('invalid_grant')
    const newest = { client_id: 'hr-web', refresh_token: second.refresh_token ?? '' }
    await expect(refresh(tenant, newest)).rejects.toThrow('invalid_grant')
    expect((await login(tenant, hr)).tokens?.refresh_token).toMatch(tokenText)
  })

  test('that comes twice at once does so too, whoever was faster', async () => {
    const tenant = await start({
      actions: [action('slow', 'await new Promise(resolve => setTimeout(resolve, 30))')]
    })
    const { tokens } = await login(tenant, hr)
    const first = { client_id: 'hr-web', refresh_token: tokens?.refresh_token ?? '' }
    const results = await Promise.allSettled([refresh(tenant, first), refresh(tenant, first)])
    const given = results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    expect(given.length).toBeLessThanOrEqual(1)
    expect(tenant.logs().map(({ type }) => type)).toContain('ferrt')
    for (const { refresh_token = '' } of given) {
      await expect(refresh(tenant, { client_id: 'hr-web', refresh_token })).rejects.toThrow('invalid_grant')
    }
  })
})

describe('an access token', () => {
  const tokenOf = async (tenant: Tenant) => {
    const { tokens } = await login(tenant, { ...hr, audience })
    const token = tokens?.access_token ?? ''
    await userinfo(tenant, token)
    return token
  }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  test('without a signature is refused', async () => {
    const tenant = await start()
    const [, claims] = (await tokenOf(tenant)).split('.')
    for (const header of [{ alg: 'none' }, { alg: 'none', typ: 'JWT' }]) {
      await expect(userinfo(tenant, `${part(header)}.${claims}.`)).rejects.toThrow('401')
    }
  })

  test('with other claims under the old signature is refused', async () => {
    const tenant = await start()
    const token = await tokenOf(tenant)
    const [header, , signature] = token.split('.')
    const claims = part({ ...decodeJwt(token), sub: 'auth0|linus' })
    await expect(userinfo(tenant, `${header}.${claims}.${signature}`)).rejects.toThrow('401')
  })

  test('signed with another key, also one of the same id or the public one as a secret, is refused', async () => {
    const tenant = await start()
    const token = await tokenOf(tenant)
    const { kid = '' } = decodeProtectedHeader(token)
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const forged = new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'RS256', kid })
    await expect(userinfo(tenant, await forged.sign(privateKey))).rejects.toThrow('401')
    const jwks = await jsonOf(await fetch(`${tenant.issuer}.well-known/jwks.json`))
    const publicKey = Buffer.from(JSON.stringify((jwks.keys as object[])[0]))
    const confused = new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'HS256', kid })
    await expect(userinfo(tenant, await confused.sign(publicKey))).rejects.toThrow('401')
    const own = { ...(await exportJWK(privateKey)), kid }
    const embedded = new SignJWT(decodeJwt(token)).setProtectedHeader({ alg: 'RS256', jwk: own })
    await expect(userinfo(tenant, await embedded.sign(privateKey))).rejects.toThrow('401')
  })

  test('that has expired is refused', async () => {
    const tenant = await start()
    const token = await tokenOf(tenant)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_401_000 })
    try {
      await expect(userinfo(tenant, token)).rejects.toThrow('401')
    } finally {
      vi.useRealTimers()
    }
  })

  test('of the Management API does not open /userinfo, nor an ID token anything', async () => {
    const tenant = await start()
    const { tokens } = await login(tenant, hr)
    await expect(userinfo(tenant, tokens?.id_token ?? '')).rejects.toThrow('401')
    const users = await fetch(`${tenant.issuer}api/v2/users`, {
      headers: { authorization: `Bearer ${tokens?.id_token}` }
    })
    expect(users.status).toBe(401)
  })
})

describe('a login that is refused', () => {
  test.each([
    ['deny', `api.access.deny('no')`],
    ['an error', `throw new Error('no')`],
    ['a revoked session', `api.session.revoke('no')`]
  ])('by %s gives neither code nor token', async (_name, body) => {
    const tenant = await start({ actions: [action('refuse', body)] })
    const { callback: answered, tokens } = await login(tenant, hr)
    expect(Object.fromEntries(answered)).toMatchObject({ error: 'access_denied', error_description: 'no' })
    expect([...answered.keys()].sort()).toEqual(['error', 'error_description', 'iss', 'state'])
    expect(tokens).toBeUndefined()
  })
})
