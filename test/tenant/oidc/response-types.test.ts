import { decodeJwt, type JWTPayload } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { browse, type CookieJar, login, userinfo } from '../../../lib/tenant/client/login.js'
import { protocolOf, responseTypesOf } from '../../../lib/tenant/oidc/response-types.js'
import type { Tenant } from '../../../lib/tenant/start.js'
import { action, ada, callback } from '../action.js'
import { jsonOf, post, secretOf, useTenants } from '../setup.js'

const start = useTenants()
const hobby = 'https://acme.example/hobby'
const protocol = 'https://acme.example/protocol'
const actions = [
  action(
    'claims',
    `api.idToken.setCustomClaim('${hobby}', event.user.user_metadata.hobby)
     api.idToken.setCustomClaim('${protocol}', event.transaction.protocol)`
  )
]

let tenant: Tenant
let jar: CookieJar

beforeEach(async () => {
  tenant = await start({ actions })
  jar = (await login(tenant, { client_id: 'spa', persona: ada })).jar
})

const authorize = (parameters: Record<string, string>): URL =>
  new URL(
    `${tenant.issuer}authorize?${new URLSearchParams({
      client_id: 'spa',
      redirect_uri: callback,
      scope: 'openid profile',
      nonce: 'n-1',
      state: 's-1',
      prompt: 'none',
      ...parameters
    })}`
  )

/** What is in the fragment the browser comes back with. */
const answerTo = async (parameters: Record<string, string>): Promise<Record<string, string>> => {
  const { url } = await browse(tenant, authorize(parameters), { jar, callback })
  return Object.fromEntries(new URLSearchParams(url.hash.slice(1)))
}

const claimsOf = ({ id_token = '' }: Record<string, string>): JWTPayload => decodeJwt(id_token)

describe('the response types', () => {
  test('are those of the grants', () => {
    expect(responseTypesOf([])).toEqual([])
    expect(responseTypesOf(['authorization_code'])).toEqual(['code'])
    expect(responseTypesOf(['implicit'])).toEqual(['id_token', 'id_token token', 'token'])
    expect(responseTypesOf(['implicit', 'authorization_code'])).toHaveLength(7)
  })

  test.each([
    ['code', 'oidc-basic-profile'],
    ['id_token token', 'oidc-implicit-profile'],
    ['token', 'oidc-implicit-profile'],
    ['code id_token', 'oidc-hybrid-profile']
  ])('%s runs the Actions with protocol %s', (type, expected) => {
    expect(protocolOf(type)).toBe(expected)
  })
})

describe('the implicit flow', () => {
  test('gives both tokens, with the claims of the Actions', async () => {
    const answer = await answerTo({ response_type: 'token id_token' })
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: '7200', state: 's-1' })
    expect(claimsOf(answer)).toMatchObject({
      sub: ada,
      nonce: 'n-1',
      at_hash: expect.any(String),
      sid: expect.any(String),
      [hobby]: 'climbing',
      [protocol]: 'oidc-implicit-profile'
    })
    expect(await userinfo(tenant, answer.access_token ?? '')).toMatchObject({ sub: ada, [hobby]: 'climbing' })
  })

  test('gives an access token alone, for which /userinfo has the claims of this run', async () => {
    const answer = await answerTo({ response_type: 'token' })
    expect(answer).not.toHaveProperty('id_token')
    expect(await userinfo(tenant, answer.access_token ?? '')).toMatchObject({
      [protocol]: 'oidc-implicit-profile'
    })
  })

  test('gives a token of an API', async () => {
    const audience = 'https://api.acme.example'
    const answer = await answerTo({ response_type: 'token', audience })
    expect(decodeJwt(answer.access_token ?? '').aud).toEqual([audience, `${tenant.issuer}userinfo`])
  })

  test('posts an ID token to the application', async () => {
    const url = authorize({ response_type: 'id_token', response_mode: 'form_post' })
    const page = await fetch(url, { headers: { cookie: jar.header(url) } })
    const html = await page.text()
    expect(html).toContain(`action="${callback}"`)
    const id_token = /name="id_token" value="([^"]+)"/.exec(html)?.[1] ?? ''
    expect(claimsOf({ id_token })).toMatchObject({ sub: ada, aud: 'spa', nonce: 'n-1' })
  })

  test('hands tokens to the window that opened a frame', async () => {
    const url = authorize({ response_type: 'token id_token', response_mode: 'web_message' })
    const html = await (await fetch(url, { headers: { cookie: jar.header(url) } })).text()
    expect(html).toContain('authorization_response')
    expect(html).toContain('"access_token"')
  })

  test('wants a nonce with an ID token', async () => {
    const { error } = await answerTo({ response_type: 'id_token', nonce: '' })
    expect(error).toBe('invalid_request')
  })

  test('is for applications that have the grant', async () => {
    const seed = {
      clients: [{ client_id: 'spa', app_type: 'spa' as const, grant_types: ['authorization_code'] }]
    }
    tenant = await start({ seed })
    expect(await answerTo({ response_type: 'token id_token' })).toMatchObject({
      error: 'unauthorized_client',
      error_description: "Grant type 'implicit' not allowed for the client."
    })
  })
})

describe('the hybrid flow', () => {
  test('gives an ID token at once and tokens for the code, with the same claims', async () => {
    const hybrid = { client_id: 'crm-web', response_type: 'code id_token' }
    const answer = await answerTo(hybrid)
    expect(claimsOf(answer)).toMatchObject({
      c_hash: expect.any(String),
      [hobby]: 'climbing',
      [protocol]: 'oidc-hybrid-profile'
    })
    const exchanged = await post(tenant, 'oauth/token', {
      grant_type: 'authorization_code',
      client_id: 'crm-web',
      client_secret: secretOf(tenant, 'crm-web'),
      code: answer.code,
      redirect_uri: callback
    })
    expect(decodeJwt(String((await jsonOf(exchanged)).id_token))).toMatchObject({ [hobby]: 'climbing' })
  })
})
