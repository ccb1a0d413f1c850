import { describe, expect, test } from 'vitest'
import { useApi } from './api.js'

const database = 'Username-Password-Authentication'
const api = useApi()
const create = (body: object) =>
  api.call('users', { method: 'POST', body: { connection: database, password: 'a-password', ...body } })

describe('the search', () => {
  const emails = async (q: string) => {
    const { status, body } = await api.call(`users?q=${encodeURIComponent(q)}&search_engine=v3&sort=email:1`)
    expect(status).toBe(200)
    return body.map(({ email }: { email: string }) => email.split('@')[0])
  }

  test('finds exact values, existence, and what they combine to', async () => {
    for (const [name, app_metadata] of Object.entries({
      s1: { sealed_a: 'v1', deep: { tags: ['x', 'y'] } },
      s2: { sealed_a: 'v2', empty: '' },
      s3: { other: 'say "hi"' }
    })) {
      await create({ email: `${name}@search.example`, app_metadata, user_metadata: { team: 'search' } })
    }
    expect(await emails('email:"S1@search.example"')).toEqual(['s1'])
    expect(await emails('app_metadata.sealed_a:v2')).toEqual(['s2'])
    expect(await emails('app_metadata.deep.tags:"y"')).toEqual(['s1'])
    expect(await emails('app_metadata.other:"say \\"hi\\""')).toEqual(['s3'])
    expect(await emails('_exists_:app_metadata.sealed_a')).toEqual(['s1', 's2'])
    expect(await emails('_exists_:app_metadata.empty')).toEqual([])
    const team = 'user_metadata.team:"search"'
    expect(await emails(`${team} AND NOT _exists_:app_metadata.sealed_a`)).toEqual(['s3'])
    expect(await emails('email:("s1@search.example" OR "s3@search.example")')).toEqual(['s1', 's3'])
    const or = 'app_metadata.sealed_a:v1 OR app_metadata.sealed_a:v2'
    expect(await emails(`${or} AND email:"s2@search.example"`)).toEqual(['s1', 's2'])
    expect(await emails(`(${or}) AND email:"s2@search.example"`)).toEqual(['s2'])
    expect(await emails(`identities.connection:"${database}" AND ${team}`)).toEqual(['s1', 's2', 's3'])
    expect(await emails('identities.connection:"acme-idp" AND user_metadata.team:search')).toEqual([])
  })

  test('answers 400 to what this tenant does not know, rather than something else', async () => {
    const unknown = [
      'email:*@acme.example',
      'bare',
      'email:a email:b',
      'logins_count:[1 TO 5]',
      'gender:"x"',
      'email:a~',
      '-email:a',
      'email:',
      '(email:a',
      'email:"a',
      '_exists_:gender',
      'email:a AND'
    ]
    for (const q of unknown) {
      const { status, body } = await api.call(`users?q=${encodeURIComponent(q)}`)
      expect([q, status, body.errorCode]).toEqual([q, 400, 'invalid_query_string'])
    }
    expect((await api.call('users?search_engine=v2')).status).toBe(400)
  })

  test('sorts by a root field, not by metadata', async () => {
    const [first, second] = (await api.call('users?sort=created_at:-1')).body
    expect(first.created_at >= second.created_at).toBe(true)
    expect((await api.call('users?sort=user_metadata.team:1')).status).toBe(400)
    expect((await api.call('users?sort=email')).status).toBe(400)
  })

  test('ends at a thousand', async () => {
    const beyond = await api.call('users?page=10&per_page=100')
    expect(beyond).toMatchObject({ status: 400, body: { errorCode: 'invalid_paging' } })
  })
})
