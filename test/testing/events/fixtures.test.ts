import { describe, expect, it } from 'vitest'
import { isPlainObject } from '../../../lib/core/auth0/json.js'
import type { TriggerId } from '../../../lib/runtime/code/handlers.js'
import { fixtures } from '../../../lib/testing/events/fixtures.js'
import { override } from '../../../lib/testing/events/overrides.js'
import * as kit from '../../../lib/testing/index.js'
import { documentedProperties } from './documented.js'

const samples: Record<TriggerId, object> = {
  'post-login': kit.postLoginSamples,
  'pre-user-registration': kit.preUserRegistrationSamples,
  'post-user-registration': kit.postUserRegistrationSamples,
  'credentials-exchange': kit.credentialsExchangeSamples,
  'post-change-password': kit.postChangePasswordSamples,
  'send-phone-message': kit.sendPhoneMessageSamples,
  'password-reset-post-challenge': kit.passwordResetPostChallengeSamples,
  'custom-token-exchange': kit.customTokenExchangeSamples,
  'custom-email-provider': kit.customEmailProviderSamples,
  'custom-phone-provider': kit.customPhoneProviderSamples,
  'event-stream': {},
  'login-post-identifier': kit.loginPostIdentifierSamples,
  'signup-post-identifier': kit.signupPostIdentifierSamples
}
const triggers = Object.keys(fixtures) as TriggerId[]

const hasPath = (value: unknown, path: string): boolean => {
  let current = value
  for (const name of path.split('.')) {
    if (!isPlainObject(current) || !Object.hasOwn(current, name)) return false
    current = current[name]
  }
  return true
}

/** Paths of what is no map, and of empty maps. */
const leavesOf = (value: unknown, path = ''): string[] =>
  isPlainObject(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([name, member]) => leavesOf(member, path ? `${path}.${name}` : name))
    : [path]

it('there are 13 triggers', () => {
  expect(triggers).toHaveLength(13)
})

describe.each(triggers)('the fixture of %s', trigger => {
  const fixture: (changes?: never) => object = fixtures[trigger]
  const full = override<object>(fixture(), samples[trigger])
  const documented = documentedProperties[trigger]

  it('has every documented property, itself or in its samples', () => {
    expect(documented.filter(path => !hasPath(full, path))).toEqual([])
  })

  it('has nothing that is not documented', () => {
    const isKnown = (path: string) => documented.some(known => path === known || path.startsWith(`${known}.`))
    expect(leavesOf(full).filter(path => !isKnown(path))).toEqual([])
  })

  it('is the same each time, and plain JSON', () => {
    expect(fixture()).toEqual(fixture())
    expect(JSON.parse(JSON.stringify(fixture()))).toEqual(fixture())
  })

  it('is a copy', () => {
    const spoilt = fixture() as Record<string, Record<string, unknown> | null>
    for (const member of Object.values(spoilt)) Object.assign(member ?? {}, { spoilt: true })
    expect(JSON.stringify(fixture())).not.toContain('spoilt')
  })
})

describe('overrides', () => {
  it('reach deep, replace lists, and take out what is undefined', () => {
    const event = kit.postLoginEvent({
      user: { app_metadata: { plan: 'gold' }, gender: 'f', picture: undefined },
      authorization: undefined,
      transaction: { requested_scopes: ['openid'] }
    })
    expect(event.user).toMatchObject({ email: 'ann@acme.test', gender: 'f', app_metadata: { plan: 'gold' } })
    expect(event.user).not.toHaveProperty('picture')
    expect(event).not.toHaveProperty('authorization')
    expect(event.transaction).toMatchObject({ requested_scopes: ['openid'], locale: 'en' })
    expect(event.transaction?.target_scopes).toEqual(['openid'])
  })

  it('are copied', () => {
    const app_metadata = { list: [1] }
    kit.postLoginEvent({ user: { app_metadata } }).user.app_metadata.list = 2
    expect(app_metadata).toEqual({ list: [1] })
  })

  it('cannot pollute a prototype', () => {
    const changes = JSON.parse('{ "user": { "app_metadata": { "__proto__": { "polluted": 1 } } } }')
    expect(Object.keys(kit.postLoginEvent(changes).user.app_metadata)).toEqual(['__proto__'])
    expect({}).not.toHaveProperty('polluted')
  })

  it('of the user are of the session too, unless it is another one', () => {
    const user = { user_id: 'oidc|2' }
    expect(kit.postLoginEvent({ user }).session?.user_id).toBe('oidc|2')
    expect(kit.postLoginEvent({ user, session: { user_id: 'oidc|1' } }).session?.user_id).toBe('oidc|1')
    expect(kit.postLoginEvent({ user, session: undefined })).not.toHaveProperty('session')
  })
})

describe('another connection', () => {
  const connection = { name: 'acme-entra', strategy: 'waad' }
  const identity = { connection: 'acme-entra', provider: 'waad', user_id: 'test-user-1', isSocial: false }

  it.each([kit.postLoginEvent, kit.refreshEvent])(
    'is followed by id, identity, session and method: %o',
    create => {
      const { user, session, authentication } = create({ connection })
      expect(user.user_id).toBe('waad|test-user-1')
      expect(user.identities).toEqual([identity])
      expect(session?.user_id).toBe('waad|test-user-1')
      expect(authentication?.methods.map(({ name }) => name)).toEqual(['federated'])
    }
  )

  it('is not followed by what is given too', () => {
    const user = { user_id: 'oidc|acme|7', identities: [] }
    const authentication = { methods: [{ name: 'mock', timestamp: kit.fixtureTime }] }
    const event = kit.postLoginEvent({ connection, user, authentication })
    expect(event.user).toMatchObject(user)
    expect(event.authentication).toEqual(authentication)
    const { identities } = kit.postLoginEvent({ connection, user: { user_id: 'oidc|acme|7' } }).user
    expect(identities).toEqual([{ ...identity, provider: 'oidc', user_id: 'acme|7' }])
  })

  it('may be another database, or one without a password', () => {
    const { user, authentication } = kit.postLoginEvent({ connection: { name: 'staff' } })
    expect(user.user_id).toBe('auth0|test-user-1')
    expect(user.identities).toEqual([{ ...identity, connection: 'staff', provider: 'auth0' }])
    expect(authentication?.methods[0]?.name).toBe('pwd')
    const email = kit.postLoginEvent({ connection: { name: 'email', strategy: 'email' } })
    expect(email.authentication?.methods[0]?.name).toBe('email')
  })

  it('is followed in triggers around the login too', () => {
    expect(kit.postUserRegistrationEvent({ connection }).user.user_id).toBe('waad|test-user-1')
    const { user } = kit.passwordResetPostChallengeEvent({ user: { user_id: 'auth0|7' } })
    expect(user.identities).toEqual([
      { ...identity, connection: 'Username-Password-Authentication', provider: 'auth0', user_id: '7' }
    ])
  })
})

describe('the refresh fixture', () => {
  it('has no browser', () => {
    const event = kit.refreshEvent({ client: { client_id: 'other' } })
    expect(event.transaction?.protocol).toBe('oauth2-refresh-token')
    expect(event.transaction).not.toHaveProperty('redirect_uri')
    expect(event.refresh_token?.id).toBe('refresh-token-1')
    expect(event.client.client_id).toBe('other')
  })
})
