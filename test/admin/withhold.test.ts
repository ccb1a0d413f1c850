import { describe, expect, it } from 'vitest'
import { createManagementClient, type TenantAccess } from '../../lib/admin/client.js'
import { getConnection } from '../../lib/admin/connections.js'
import { withholdCredentials } from '../../lib/admin/withhold.js'
import { jumpingClock } from './clock.js'
import { json } from './fake-tenant.js'

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
    for (const body of [{ message: `bad: ${quoted}` }, { [quoted]: 1 }, `<html>${quoted}`]) {
      const text = await (await asked(json(body, 400))).text()
      expect(text).toContain('[withheld]')
      expect(text).not.toMatch(/SECRET|TOKEN/)
    }
  })

  it('quotes none that JSON spells in its own way', async () => {
    const spelled = [...token].map(character => `\\u00${character.charCodeAt(0).toString(16)}`).join('')
    const answer = await asked(json(`{"message":"bad: ${spelled}"}`, 400))
    expect(await answer.json()).toEqual({ message: 'bad: [withheld]' })
  })

  it('is as it was otherwise', async () => {
    const answer = await asked(json({ message: 'Too many', n: [1, null] }, 429, { 'x-ratelimit-reset': '1' }))
    expect([answer.status, answer.headers.get('x-ratelimit-reset')]).toEqual([429, '1'])
    expect(await answer.json()).toEqual({ message: 'Too many', n: [1, null] })
    expect((await asked(new Response(null, { status: 304 }))).body).toBe(null)
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
