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

  test('finds what a pattern, a range or a date fits', async () => {
    const made = [
      { email: 'q1-a@acme.range.example', name: 'Q1 Report', app_metadata: { level: 3, plan: 'gold-1' } },
      { email: 'q1-b@other.range.example', name: 'q1 other', app_metadata: { level: 10 } },
      { email: 'q2@acme.range.example', name: 'Q2', username: 'q2', blocked: true }
    ]
    for (const user of made) await create(user)
    const here = (q: string) => emails(`email:*range.example AND ${q}`)
    expect(await emails('email:*acme.range*')).toEqual(['q1-a', 'q2'])
    expect(await here('name:q1*')).toEqual(['q1-a', 'q1-b'])
    expect(await here('name:Q*other')).toEqual(['q1-b'])
    expect(await here('-_exists_:username')).toEqual(['q1-a', 'q1-b'])
    expect(await here('-(name:q1* OR blocked:true)')).toEqual([])
    expect(await here('blocked:true')).toEqual(['q2'])
    expect(await here('app_metadata.plan:gold-*')).toEqual(['q1-a'])
    expect(await here('app_metadata.level:[3 TO 9]')).toEqual(['q1-a'])
    expect(await here('app_metadata.level:{3 TO *]')).toEqual(['q1-b'])
    expect(await here('app_metadata.level:[* TO 10}')).toEqual(['q1-a'])
    expect(await here('logins_count:[1 TO *]')).toEqual([])
    expect(await here('_exists_:last_login')).toEqual([])
    const day = new Date().toISOString().slice(0, 10)
    const year = Number(day.slice(0, 4))
    for (const q of [
      `[${year} TO *]`,
      `[${day} TO ${day}]`,
      `${day}`,
      `"${day}"`,
      `[2020 TO ${year + 1}-01}`
    ]) {
      expect([q, (await here(`created_at:${q}`)).length]).toEqual([q, 3])
    }
    expect(await here(`created_at:{${day} TO *]`)).toEqual([])
    expect(await here(`created_at:[* TO ${year - 1}-12-31T23:59:59Z]`)).toEqual([])
  })

  test('answers 400 to what this tenant does not know, rather than something else', async () => {
    const unknown = [
      'email:*ab',
      'bare',
      'user_metadata.team:sea*',
      'user_metadata.n:[1 TO 2]',
      'created_at:[yesterday TO *]',
      'created_at:2026-13-01T00:00:00Z',
      'logins_count:[1 TO 5',
      'logins_count:>1',
      'name:j?n',
      'na*e:x',
      'email:a email:b',
      'gender:"x"',
      'email:a~',
      'email:-a',
      '-',
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
