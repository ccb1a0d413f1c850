import { describe, expect, test } from 'vitest'
import type { Connection } from '../../../lib/tenant/seed/schema.js'
import { createUsers } from '../../../lib/tenant/users/users.js'

const now = () => new Date('2026-11-20T12:00:00Z')
const create = (profileLimit: 'warn' | 'refuse' = 'warn') =>
  createUsers({ now, dottedNames: 'colon', profileLimit })
const id = 'oidc|idp|1'
const persona = (profile: object) => ({ connection: 'idp', profile: { user_id: id, ...profile } })
const idp = (options: Connection['options']) => ({
  connection: { name: 'idp', strategy: 'oidc', options },
  ip: '127.0.0.1'
})

describe('signIn', () => {
  test('counts logins and keeps time and address', () => {
    const users = create()
    users.signIn(persona({ email: 'a@b.example' }), idp({}))
    users.signIn(persona({ email: 'a@b.example' }), idp({}))
    expect(users.get(id)).toMatchObject({
      logins_count: 2,
      last_login: '2026-11-20T12:00:00.000Z',
      last_ip: '127.0.0.1',
      identities: [{ connection: 'idp', provider: 'oidc', user_id: 'idp|1', isSocial: false }]
    })
  })

  test('does not let an IdP set what Auth0 owns', () => {
    const users = create()
    users.signIn(persona({ app_metadata: { admin: true }, logins_count: 99, blocked: true }), idp({}))
    expect(users.get(id)).toMatchObject({ app_metadata: {}, logins_count: 1 })
    expect(users.get(id)).not.toHaveProperty('blocked')
  })

  test('cleans a value stored earlier from root and profileData where the root is synchronised', () => {
    const users = create()
    users.signIn(persona({ gender: 'x' }), idp({}))
    users.signIn(persona({ gender: 'x' }), idp({ non_persistent_attrs: ['gender'] }))
    expect(JSON.stringify(users.get(id))).not.toContain('gender')
  })

  test('leaves the old copy in the root where it is not', () => {
    const users = create()
    const options = { set_user_root_attributes: 'on_first_login' as const }
    users.signIn(persona({ gender: 'x', email: 'old@b.example' }), idp(options))
    users.signIn(
      persona({ gender: 'x', email: 'new@b.example' }),
      idp({ ...options, non_persistent_attrs: ['gender'] })
    )
    const user = users.get(id)
    expect(user).toMatchObject({ gender: 'x', email: 'old@b.example' })
    expect(user?.identities[0]?.profileData).toEqual({ email: 'new@b.example' })
  })

  test('sets no root attribute with never_on_login', () => {
    const users = create()
    users.signIn(persona({ email: 'a@b.example' }), idp({ set_user_root_attributes: 'never_on_login' }))
    expect(users.get(id)).not.toHaveProperty('email')
    expect(users.get(id)?.identities[0]?.profileData).toEqual({ email: 'a@b.example' })
  })

  test('hands out copies', () => {
    const users = create()
    users.signIn(persona({ address: { city: 'X' } }), idp({}))
    const user = users.get(id)
    Object.assign(user?.address as object, { city: 'Y' })
    expect(users.get(id)).toMatchObject({ address: { city: 'X' } })
  })
})

describe('update', () => {
  test('merges at the first level, and null removes', () => {
    const users = create()
    users.signIn(persona({}), idp({}))
    users.update(id, { app_metadata: { a: { x: 1, y: 2 }, b: 1 }, user_metadata: { c: 1 } })
    users.update(id, { app_metadata: { a: { x: 3 }, b: null }, user_metadata: {} })
    expect(users.get(id)).toMatchObject({ app_metadata: { a: { x: 3 } }, user_metadata: { c: 1 } })
    expect(users.get(id)?.app_metadata).toEqual({ a: { x: 3 } })
    expect(users.writes(id)).toBe(2)
    expect(users.writes()).toBe(2)
  })

  test('reports a profile above 10 kB, and refuses it if told so', () => {
    const big = { app_metadata: { blob: 'x'.repeat(10_000) }, user_metadata: {} }
    const lax = create()
    lax.signIn(persona({}), idp({}))
    expect(lax.update(id, big)).toMatchObject({ refused: false })
    expect(lax.get(id)?.app_metadata).toHaveProperty('blob')
    const strict = create('refuse')
    strict.signIn(persona({}), idp({}))
    expect(strict.update(id, big)).toMatchObject({ refused: true })
    expect(strict.get(id)?.app_metadata).toEqual({})
    expect(strict.writes()).toBe(0)
  })
})
