import { describe, expect, it } from 'vitest'
import {
  accepted,
  mistakeInSlot,
  mistakeWith,
  policyWith,
  refused
} from '../../../fixtures/policies/input.js'

const names = (count: number, prefix = 'attribute') =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}`)

describe('a namespace', () => {
  it.each([
    'https://acme.example/',
    'http://acme.example/',
    'https://acme.example/claims/',
    'https://acme.example:8443/'
  ])('may be %s', namespace => {
    expect(mistakeWith({ namespace })).toEqual(accepted)
  })

  it.each([
    'https://acme.example',
    'https://acme.example/claims',
    'acme.example/',
    'urn:acme:',
    'ftp://acme.example/',
    'https:///',
    'xhttps://acme.example/',
    ' https://acme.example/',
    'https://acme.example/\n',
    'https://a b/',
    '/'
  ])('is not %s', namespace => {
    expect(mistakeWith({ namespace })).toEqual(refused('namespace'))
  })

  it.each([
    'https://auth0.com/',
    'https://acme.eu.auth0.com/',
    'https://acme.auth0.com./',
    'https://acme.webtask.io/',
    'http://webtask.run/x/'
  ])('is not %s, which Auth0 drops', namespace => {
    expect(mistakeWith({ namespace })).toEqual(refused('namespace'))
  })
})

describe('the name of a container or slot', () => {
  it.each(['a.b', 'a$b', '', '1a', '_a', 'a b', 'ä', 'a'.repeat(49)])('is not "%s"', name => {
    expect(mistakeInSlot({ attributes: ['gender'] }, name)).toEqual(refused(`slots.${name}`))
    if (name) expect(mistakeWith({ container: name })).toEqual(refused('container'))
  })

  it.each(['a', 'A-b_9', 'a_lost_b', 'a'.repeat(48)])('may be "%s"', name => {
    expect(mistakeInSlot({ attributes: ['gender'] }, name)).toEqual(accepted)
    expect(mistakeWith({ container: name })).toEqual(accepted)
  })

  it.each(['lost_a', 'index_a'])('is not %s: those places are for ourselves', name => {
    expect(mistakeInSlot({ attributes: ['gender'] }, name)).toEqual(refused(`slots.${name}`))
  })

  it.each([
    ['user', 'id'],
    ['created', 'at'],
    ['global_client', 'id'],
    ['multifactor_last', 'modified']
  ])('does not make %s_%s, which app_metadata refuses', (container, name) => {
    const slots = { [name]: { attributes: ['gender'] } }
    expect(mistakeWith({ container, slots, release: [] })).toEqual(refused(`slots.${name}`))
  })

  it('fits transaction metadata where a slot is kept for the login', () => {
    const slot = { attributes: ['gender'], keep: 'login' }
    const mistakeFor = (container: string, keep: string) =>
      mistakeWith({ container, slots: { ['a'.repeat(40)]: { ...slot, keep } }, release: [] })
    expect(mistakeFor('b'.repeat(23), 'login')).toEqual(accepted)
    expect(mistakeFor('b'.repeat(24), 'login')).toEqual(refused(`slots.${'a'.repeat(40)}`))
    expect(mistakeFor('b'.repeat(24), 'profile')).toEqual(accepted)
  })
})

describe('an attribute', () => {
  it.each([
    'user_id',
    'identities',
    'app_metadata',
    'user_metadata',
    'created_at',
    'updated_at',
    'email_verified',
    'last_login',
    'last_ip',
    'logins_count',
    'multifactor',
    'multifactor_last_modified',
    '_id',
    'blocked',
    'username',
    'phone_verified',
    'metadata',
    'clientID',
    '__tenant',
    '__proto__'
  ])('is not %s, be it by another name', name => {
    expect(mistakeInSlot({ attributes: [name] })).toEqual(refused('slots.a.attributes[0]'))
    expect(mistakeInSlot({ attributes: ['gender', { name: 'x', from: [name] }] })).toEqual(
      refused('slots.a.attributes[1]')
    )
  })

  it.each([
    'my_user_id',
    'identity',
    'last',
    'multifactors',
    'constructor',
    'hasOwnProperty',
    'https://acme.com/temporary_idtoken'
  ])('may be %s', name => {
    expect(mistakeInSlot({ attributes: [name] })).toEqual(accepted)
  })

  it.each([' gender', 'gender ', 'gender\t', '\ngender', '\u00a0gender', 'gender\u200b', ' '])(
    'is not "%s": with a blank around it nobody sends it',
    name => {
      expect(mistakeInSlot({ attributes: [name] })).toEqual(refused('slots.a.attributes[0]'))
      expect(mistakeInSlot({ attributes: [{ name }] })).toEqual(refused('slots.a.attributes[0].name'))
      expect(mistakeInSlot({ attributes: [{ name: 'x', from: [name] }] })).toEqual(
        refused('slots.a.attributes[0].from[0]')
      )
      expect(mistakeInSlot({ userMetadata: [name] })).toEqual(refused('slots.a.userMetadata[0]'))
      expect(mistakeInSlot({ attributes: ['Date of birth'] })).toEqual(accepted)
    }
  )

  it.each(['email', 'name', 'nickname'])('is %s only where its limitations are accepted', name => {
    expect(mistakeInSlot({ attributes: [name] })).toEqual(refused('slots.a.attributes[0]'))
    expect(mistakeInSlot({ attributes: [{ name: 'x', from: [name] }] })).toEqual(
      refused('slots.a.attributes[0]')
    )
    expect(mistakeInSlot({ attributes: [{ name, acceptLimitations: true }] })).toEqual(accepted)
    expect(mistakeInSlot({ attributes: [name], acceptLimitations: true })).toEqual(accepted)
  })

  it('has at most 255 characters, as on a deny list', () => {
    expect(mistakeInSlot({ attributes: ['a'.repeat(255)] })).toEqual(accepted)
    expect(mistakeInSlot({ attributes: ['a'.repeat(256)] })).toEqual(refused('slots.a.attributes[0]'))
  })

  it('does not look like the place of a sealed value', () => {
    expect(mistakeInSlot({ attributes: ['sealed_x'] })).toEqual(refused('slots.a'))
    expect(mistakeInSlot({ attributes: ['sealedx'] })).toEqual(accepted)
    const slots = { a: { attributes: ['sealed_x'] }, b: { attributes: ['vault_x'] } }
    expect(mistakeWith({ container: 'vault', slots, release: [] })).toEqual(refused('slots.b'))
  })

  it.each([
    ['under its name', { attributes: ['gender'] }],
    ['under another name', { attributes: [{ name: 'x', from: ['gender'] }] }]
  ])('belongs to one slot: %s', (_what, slot) => {
    const slots = { a: { attributes: ['gender'] }, b: slot }
    expect(mistakeWith({ slots, release: [] })).toEqual(refused('slots.b'))
  })

  it('is not there twice in one slot', () => {
    expect(mistakeInSlot({ attributes: ['gender', 'gender'] })).toEqual(refused('slots.a'))
  })

  it('is the same with colons for dots, as Auth0 may show it', () => {
    const slots = { a: { attributes: ['https://acme.com/id'] }, b: { attributes: ['https://acme:com/id'] } }
    expect(mistakeWith({ slots, release: [] })).toEqual(refused('slots.b'))
  })

  it('is one of at most 96, other names counted', () => {
    expect(mistakeInSlot({ attributes: names(96) })).toEqual(accepted)
    expect(mistakeInSlot({ attributes: names(97) })).toEqual(refused('slots'))
    expect(mistakeInSlot({ attributes: [{ name: 'x', from: names(95) }] })).toEqual(accepted)
    expect(mistakeInSlot({ attributes: [{ name: 'x', from: names(96) }] })).toEqual(refused('slots'))
    const slots = { a: { attributes: names(96) }, b: { attributes: ['gender'] } }
    expect(mistakeWith({ slots, release: [] })).toEqual(refused('slots'))
  })
})

describe('a slot', () => {
  it('has either attributes or fields of user_metadata', () => {
    expect(mistakeInSlot({})).toEqual(refused('slots.a'))
    expect(mistakeInSlot({ attributes: ['gender'], userMetadata: ['national_id'] })).toEqual(
      refused('slots.a')
    )
  })

  it('says what to do where it has both', () => {
    const slots = { a: { attributes: ['gender'], userMetadata: ['national_id'] } }
    expect(() => policyWith({ slots, release: [] })).toThrow(
      /^ERR_POLICY: slots\.a: has attributes and userMetadata: .*; make it two slots$/
    )
  })

  it.each(['a.b', 'a$b', '__proto__'])('has no field %s, which user_metadata cannot have', field => {
    expect(mistakeInSlot({ userMetadata: ['b', field] })).toEqual(refused('slots.a.userMetadata[1]'))
  })

  it('shares no field with another', () => {
    const slots = { a: { userMetadata: ['national_id'] }, b: { userMetadata: ['national_id'] } }
    expect(mistakeWith({ slots, release: [] })).toEqual(refused('slots.b'))
  })

  it('may have a field and an attribute of one name, in two slots', () => {
    const slots = { a: { userMetadata: ['gender'] }, b: { attributes: ['gender'] } }
    expect(mistakeWith({ slots, release: [] })).toEqual(accepted)
  })

  it('with fields is kept in the profile', () => {
    expect(mistakeInSlot({ userMetadata: ['national_id'], keep: 'login' })).toEqual(refused('slots.a.keep'))
  })

  it('lets the user change fields, not attributes', () => {
    expect(mistakeInSlot({ attributes: ['gender'], userMayChange: true })).toEqual(
      refused('slots.a.userMayChange')
    )
    expect(mistakeInSlot({ userMetadata: ['national_id'], userMayChange: true })).toEqual(accepted)
  })
})

describe('a write-only slot', () => {
  const writeOnly = { attributes: ['iban'], mode: 'write-only' }

  it('has exactly one attribute', () => {
    expect(mistakeInSlot(writeOnly)).toEqual(accepted)
    expect(mistakeInSlot({ ...writeOnly, attributes: ['iban', 'bic'] })).toEqual(refused('slots.a'))
  })

  it('has no field of user_metadata', () => {
    const slot = { userMetadata: ['national_id'], mode: 'write-only' }
    expect(mistakeInSlot(slot)).toEqual(refused('slots.a'))
    expect(mistakeInSlot({ ...slot, fingerprint: true })).toEqual(refused('slots.a, slots.a.fingerprint'))
  })

  it('is kept in the profile', () => {
    expect(mistakeInSlot({ ...writeOnly, keep: 'login' })).toEqual(refused('slots.a.keep'))
  })

  it('removes nothing', () => {
    expect(mistakeInSlot({ ...writeOnly, onNull: 'remove' })).toEqual(refused('slots.a.onNull'))
  })

  it('has a fingerprint only of values that cannot be guessed', () => {
    const high = [{ name: 'iban', entropy: 'high' }]
    expect(mistakeInSlot({ ...writeOnly, fingerprint: true })).toEqual(refused('slots.a.fingerprint'))
    expect(mistakeInSlot({ ...writeOnly, fingerprint: true, attributes: high })).toEqual(accepted)
    expect(mistakeInSlot({ attributes: high, fingerprint: true })).toEqual(refused('slots.a.fingerprint'))
  })
})
