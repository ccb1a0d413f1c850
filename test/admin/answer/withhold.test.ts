import { describe, expect, it } from 'vitest'
import { withholdCredentials } from '../../../lib/admin/answer/withhold.js'
import { createManagementClient, type TenantAccess } from '../../../lib/admin/client.js'
import { getConnection } from '../../../lib/admin/connections.js'
import { jumpingClock } from '../clock.js'
import { json } from '../fake-tenant.js'

const secret = 'TEST-SECRET "of" a/b+c=é'
const token = 'TEST-TOKEN.of.ours'

/** What fetch gives for this answer. */
const asked = async (answer: Response, credential = secret) =>
  withholdCredentials(async () => answer, credential)('https://tenant.test/', {
    headers: { authorization: `Bearer ${token}` }
  })

describe('a refusal', () => {
  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ client_secret: secret })],
    ['in an address', `https://tenant.test/?client_secret=${encodeURIComponent(secret)}`],
    ['in a form', String(new URLSearchParams({ client_secret: secret }))],
    ['more than once', `${secret}${secret}`],
    ['as a token', `Bearer ${token} is not good`]
  ])('quotes no credential %s', async (_name, quoted) => {
    const text = await (await asked(json({ message: `bad: ${quoted}` }, 400))).text()
    expect(text).toContain('[withheld]')
    expect(text).not.toMatch(/SECRET|TOKEN/)
  })

  it.each([
    ['the beginning', secret.slice(0, 16)],
    ['the middle', token.slice(2, 18)],
    ['the end', secret.slice(-16)],
    ['the beginning as JSON spells it', JSON.stringify(secret).slice(1, 17)]
  ])('quotes no longer part of a credential: %s', async (_name, part) => {
    const body = await (await asked(json({ message: `bad: "${part}..."` }, 400))).json()
    expect(body).toEqual({ message: 'bad: "[withheld]..."' })
  })

  it('quotes a word that a credential has, too', async () => {
    const body = await (await asked(json({ message: 'bad: TEST-SECRET' }, 400))).json()
    expect(body).toEqual({ message: 'bad: TEST-SECRET' })
  })

  it.each([
    ['a page', `<html>${secret}`],
    ['a text', JSON.stringify(secret)],
    ['other members', JSON.stringify({ [secret]: 1, error: secret, n: [token], message: { secret } })]
  ])('has nothing of %s', async (_name, text) => {
    expect(await (await asked(json(text, 400))).json()).toEqual({})
  })

  it('is JSON, whatever the server calls it, and no longer than it takes', async () => {
    const answer = await asked(new Response('{"message": "x', { status: 502 }))
    expect([answer.headers.get('content-type'), await answer.json()]).toEqual(['application/json', {}])
    const long = await asked(json({ message: 'y'.repeat(1_000_000) }, 400))
    expect(await long.json()).toEqual({ message: 'y'.repeat(2000) })
  })

  it('quotes none that JSON spells in its own way', async () => {
    const spelled = [...token].map(character => `\\u00${character.charCodeAt(0).toString(16)}`).join('')
    const answer = await asked(json(`{"message":"bad: ${spelled}"}`, 400))
    expect(await answer.json()).toEqual({ message: 'bad: [withheld]' })
  })

  it('is as it was otherwise', async () => {
    const body = { message: 'Too many', errorCode: 'too_many_requests' }
    const answer = await asked(json(body, 429, { 'x-ratelimit-reset': '1' }))
    expect([answer.status, answer.headers.get('x-ratelimit-reset')]).toEqual([429, '1'])
    expect(await answer.json()).toEqual(body)
  })
})

it('leaves an answer that is none as it is: what is read is written back', async () => {
  const text = `{"options":{"client_secret":${JSON.stringify(secret)}, "n":1.0}}`
  expect(await (await asked(json(text))).text()).toBe(text)
})

describe('what is said of an error', () => {
  const messageFor = async (access: TenantAccess, fetchFake: typeof fetch): Promise<string> => {
    const client = createManagementClient(access, { fetch: fetchFake, clock: jumpingClock() })
    const error = await getConnection(client, 'con_1').catch(thrown => thrown)
    return error.message
  }

  it.each<[string, TenantAccess]>([
    ['the access token', { domain: 'tenant.test', accessToken: token }],
    ['the client secret', { domain: 'tenant.test', clientId: 'app', clientSecret: secret }]
  ])('has a message of the tenant without %s', async (_name, access) => {
    const message = await messageFor(access, async (input, init) => {
      if (String(input).endsWith('/oauth/token')) return json({ access_token: token, expires_in: 60 })
      const { authorization } = Object.fromEntries(new Headers(init?.headers))
      return json({ message: `Bad ${authorization} of ${secret}` }, 400)
    })
    const of = 'clientSecret' in access ? '[withheld]' : secret
    expect(message).toBe(`GET /connections/con_1: 400, Bad Bearer [withheld] of ${of}`)
  })
})
