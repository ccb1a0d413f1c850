import { describe, expect, it } from 'vitest'
import { createManagementClient } from '../../lib/admin/client.js'
import { findLogins } from '../../lib/admin/login-seen.js'
import { issuerOf } from '../../lib/core/format/claims.js'
import { definePolicy } from '../../lib/core/policy/define-policy.js'
import { parseSecretKeys, seal } from '../../lib/core/seal/sealed-value.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'
import { json } from './fake-tenant.js'

const since = '2026-11-28T10:00:00.000Z'
const keys = keySetText(secretJWK(1))
const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    one: { attributes: ['gender'] },
    two: { attributes: ['iban'] },
    handoff: { attributes: ['temporary'], keep: 'login' }
  }
})

const sealed = (
  slot: string,
  { user = 'oidc|ann', tenant = 'acme', src = undefined as 'user' | undefined } = {}
) =>
  seal(
    { data: { a: 1 }, iat: 1, src },
    { iss: issuerOf(tenant), sub: user, aud: slot },
    parseSecretKeys(keys)
  )

interface Signed {
  user_id?: string
  last_login?: string
  app_metadata?: unknown
}

/** Users as a search answers them, page by page, whatever was asked. */
const find = async (users: Signed[], slots = ['one']) => {
  const queries: URLSearchParams[] = []
  const fetchUsers: typeof fetch = async input => {
    const { searchParams } = new URL(String(input))
    queries.push(searchParams)
    const start = Number(searchParams.get('page')) * 50
    const page = users
      .slice(start, start + 50)
      .map(user => ({ user_id: 'oidc|ann', last_login: since, ...user }))
    return json({ start, limit: 50, length: page.length, total: users.length, users: page })
  }
  const access = { domain: 'tenant.test', accessToken: 'TEST-TOKEN' }
  const client = createManagementClient(access, { fetch: fetchUsers })
  const search = { policy, slots, tenant: 'acme', since, secrets: { A0SEAL_KEYS: keys } }
  return { ...(await findLogins(client, search)), queries }
}
const nobody = Array.from({ length: 400 }, () => ({ app_metadata: {} }))

describe('a login is seen', () => {
  it('by a value that opens, of whoever signed in since', async () => {
    const { seen, notSeen, queries } = await find([{}, { app_metadata: { sealed_one: sealed('one') } }])
    expect({ seen, notSeen }).toEqual({ seen: ['one'], notSeen: [] })
    expect(queries.map(query => query.get('q'))).toEqual([`last_login:[${since} TO *]`])
  })

  it('for each slot, of different users too; one that is kept for the login is not looked for', async () => {
    const users = [
      { app_metadata: { sealed_two: sealed('two') } },
      { app_metadata: { sealed_one: sealed('one') } }
    ]
    expect(await find(users, ['one', 'two', 'handoff'])).toMatchObject({
      seen: ['one', 'two'],
      notSeen: [],
      notVerifiable: ['handoff']
    })
    expect(await find(users.slice(1), ['one', 'two'])).toMatchObject({ seen: ['one'], notSeen: ['two'] })
    expect((await find([], ['handoff'])).queries).toEqual([])
  })

  it.each<[string, Signed]>([
    [
      'of who signed in before, though the search says otherwise',
      { last_login: '2026-11-28T09:59:59.999Z', app_metadata: { sealed_one: sealed('one') } }
    ],
    ['that says no time', { last_login: 'never', app_metadata: { sealed_one: sealed('one') } }],
    ['of another user', { app_metadata: { sealed_one: sealed('one', { user: 'oidc|bob' }) } }],
    ['of another tenant', { app_metadata: { sealed_one: sealed('one', { tenant: 'other' }) } }],
    ['of another slot', { app_metadata: { sealed_one: sealed('two') } }],
    ['that a user made', { app_metadata: { sealed_one: sealed('one', { src: 'user' }) } }],
    ['that is none', { app_metadata: { sealed_one: 'gender-canary' } }],
    ['kept aside', { app_metadata: { sealed_lost_one: sealed('one') } }],
    ['without metadata', { app_metadata: null }]
  ])('not by a value %s', async (_, user) => {
    expect(await find([user])).toMatchObject({ seen: [], notSeen: ['one'] })
  })

  it('among the last two hundred who signed in', async () => {
    const one = { app_metadata: { sealed_one: sealed('one') } }
    expect(await find([...nobody.slice(0, 199), one])).toMatchObject({ seen: ['one'] })
    const { notSeen, queries } = await find([...nobody.slice(0, 200), one])
    expect({ notSeen, pages: queries.length }).toEqual({ notSeen: ['one'], pages: 4 })
  })
})
