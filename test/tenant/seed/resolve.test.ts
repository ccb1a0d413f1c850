import { describe, expect, test } from 'vitest'
import { builtInSeed } from '../../../lib/tenant/seed/built-in.js'
import { resolveSeed } from '../../../lib/tenant/seed/resolve.js'
import type { Seed } from '../../../lib/tenant/seed/schema.js'

const messageOf = (seed: unknown): string => {
  try {
    resolveSeed(seed as Seed)
  } catch (error) {
    if (error instanceof TypeError) return error.message
  }
  return ''
}

describe('resolveSeed', () => {
  test('takes what is missing from the built-in seed, which passes its own checks', () => {
    expect(resolveSeed()).toMatchObject(builtInSeed)
    expect(resolveSeed(builtInSeed)).toMatchObject(builtInSeed)
    expect(resolveSeed({ tenant: 'other' })).toMatchObject({ ...builtInSeed, tenant: 'other' })
    expect(resolveSeed({ settings: { mfa: 'policy' } }).settings).toEqual({
      mfa: 'policy',
      profileLimit: 'warn',
      dottedNames: 'colon'
    })
  })

  test('leaves out built-in people whose connection was replaced', () => {
    expect(resolveSeed({ connections: [{ name: 'x', strategy: 'oidc' }] }).personas).toEqual([])
  })

  test('names the path of what is wrong, never its value', () => {
    const secret = 'do-not-show'
    expect(messageOf({ clients: [{ client_id: 'a' }, { client_secret: secret }] })).toMatch(
      /^seed\.clients\[1\]\.client_id: /
    )
    expect(messageOf({ secrets: { '*': { KEYS: [secret] } } })).toMatch(/^seed\.secrets\.\*\.KEYS: /)
    expect(messageOf({ settings: { mfa: secret } })).toMatch(/^seed\.settings\.mfa: .*"policy"/)
    expect(
      messageOf({ personas: [{ connection: 'acme-idp', profile: { user_id: 1 }, password: secret }] })
    ).toMatch(/^seed\.personas\[0\]\.profile\.user_id: /)
    for (const seed of [{ secrets: { '*': { KEYS: [secret] } } }, { settings: { mfa: secret } }]) {
      expect(messageOf(seed)).not.toContain(secret)
    }
  })

  test('refuses unknown keys, unknown connections, names that are there twice and too long deny lists', () => {
    expect(messageOf({ conections: [] })).toContain('conections')
    expect(messageOf({ personas: [{ connection: 'x', profile: { user_id: 'a' } }] })).toBe(
      'seed.personas[0].connection: no such connection'
    )
    expect(messageOf({ clients: [{ client_id: 'a' }, { client_id: 'a' }] })).toContain('twice')
    const denyList = Array.from({ length: 97 }, (_, index) => `a${index}`)
    expect(
      messageOf({
        connections: [{ name: 'x', strategy: 'oidc', options: { non_persistent_attrs: denyList } }]
      })
    ).toContain('seed.connections[0].options.non_persistent_attrs')
  })

  test('refuses a setting it does not know, also within the Deny List switches', () => {
    expect(messageOf({ settings: { denylist: {} } })).toContain('denylist')
    expect(messageOf({ settings: { denyList: { redirectHide: true } } })).toContain('redirectHide')
  })

  test('refuses organizations without an id of their kind, or with one name for two', () => {
    expect(messageOf({ organizations: [{ id: 'one', name: 'one' }] })).toMatch(
      /^seed\.organizations\[0\]\.id: /
    )
    const two = [
      { id: 'org_1', name: 'one' },
      { id: 'org_2', name: 'one' }
    ]
    expect(messageOf({ organizations: two })).toContain('twice')
  })

  test.each([
    ['eleven entries', Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`k${at}`, 'v']))],
    ['a name of 256 characters', { ['k'.repeat(256)]: 'v' }],
    ['a value of 256 characters', { k: 'v'.repeat(256) }],
    ['a name with a dot', { 'a.b': 'v' }],
    ['a value beyond ASCII', { k: 'vä' }],
    ['a value that is no text', { k: 1 }]
  ])('refuses client_metadata with %s', (_name, client_metadata) => {
    const clients = [{ client_id: 'a', client_metadata }]
    expect(messageOf({ clients })).toMatch(/^seed\.clients\[0\]\.client_metadata/)
  })

  test('takes client_metadata as large as Auth0 does', () => {
    const client_metadata = Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [`${at}${'k'.repeat(254)}`, `{"v":"${'v'.repeat(249)}`])
    )
    expect(resolveSeed({ clients: [{ client_id: 'a', client_metadata }] }).clients).toHaveLength(1)
  })

  test.each([
    [
      { clients: [{ client_id: 'a', grant_typs: ['password'] }] },
      'seed.clients[0].grant_typs: there is no such key'
    ],
    [
      { connections: [{ name: 'x', strategy: 'oidc', option: {} }] },
      'seed.connections[0].option: there is no such key'
    ],
    [{ apis: [{ identifier: 'x', scope: [] }] }, 'seed.apis[0].scope: there is no such key'],
    [
      { clients: [{ client_id: 'a', refresh_token: { rotation_type: 'x' } }] },
      'seed.clients[0].refresh_token.rotation_type: '
    ],
    [{ connections: [{ name: 'x', strategy: 'odic' }] }, 'seed.connections[0].strategy: expected a strategy'],
    [
      { clients: [{ client_id: 'a', grant_types: ['pasword'] }] },
      'seed.clients[0].grant_types[0]: expected a grant type'
    ],
    [{ tenant: 1 }, 'seed.tenant: ']
  ])('names the path of a key, strategy or grant type it does not know: %j', (seed, message) => {
    expect(messageOf(seed)).toContain(message)
  })

  test('gives a stored profile the identity that its id speaks of', () => {
    const connections = [{ name: 'hr', strategy: 'samlp' }]
    const { users } = resolveSeed({ connections, users: [{ user_id: 'samlp|hr|ada', gender: 'x' }] })
    expect(users).toEqual([
      {
        user_id: 'samlp|hr|ada',
        gender: 'x',
        identities: [{ connection: 'hr', provider: 'samlp', user_id: 'hr|ada' }]
      }
    ])
    expect(messageOf({ users: [{ user_id: 'github|1' }] })).toMatch(/^seed\.users\[0\]\.identities: /)
    const identities = [{ connection: 'nowhere', provider: 'x', user_id: 'y' }]
    expect(messageOf({ users: [{ user_id: 'x|y', identities }] })).toBe(
      'seed.users[0].identities[0].connection: no such connection'
    )
    expect(messageOf({ users: [{ user_id: 'auth0|1' }, { user_id: 'auth0|1' }] })).toContain('twice')
  })
})
