import { describe, expect, it } from 'vitest'
import { connectionOf, findingsWith, subjectsWith, wantedOf } from '../healthy.js'

const mapping = (...names: string[]) => ({
  attribute_map: {
    mapping_mode: 'use_map',
    attributes: Object.fromEntries(names.map(name => [name, 'of the token']))
  }
})
const bank = ['gender', 'iban', 'https://bank.example/iban']

describe('D01, what is not denied', () => {
  const connections = [
    connectionOf('acme-idp', { non_persistent_attrs: [], ...mapping('gender') }),
    connectionOf('bank', { non_persistent_attrs: ['gender', 'iban'] })
  ]

  it('is each name that a connection can send, with the command that denies it', () => {
    expect(
      findingsWith({ connections }, wantedOf({ options: ' --env prod', unset: ['A0SEAL_KEYS', 'ROLES_KEY'] }))
    ).toMatchObject([
      {
        id: 'D01',
        level: 'error',
        subject: 'acme-idp gender',
        fix: 'npx a0seal deny-list apply --connection acme-idp --env prod --keys A0SEAL_KEYS=FILE'
      },
      { id: 'D01', level: 'error', subject: 'bank https://bank.example/iban' }
    ])
  })

  it('is all of a list that is none', () => {
    const named = [connectionOf("x;touch$IFS/tmp/x'", { non_persistent_attrs: [], ...mapping('gender') })]
    expect(findingsWith({ connections: named }, wantedOf())).toMatchObject([
      { fix: `npx a0seal deny-list apply --connection 'x;touch$IFS/tmp/x'\\'''${wantedOf().options}` }
    ])
    const broken = [connectionOf('bank', { non_persistent_attrs: 'gender' })]
    expect(subjectsWith('D01', { connections: broken })).toContain('bank not-a-list')
  })
})

describe('D09, denied names that tokens then lack', () => {
  it.each(['email', 'name', 'nickname'])('are found: %s', name => {
    const connections = [connectionOf('bank', { non_persistent_attrs: [...bank, name] })]
    expect(findingsWith({ connections })).toMatchObject([
      { id: 'D09', level: 'warning', subject: `bank ${name}` }
    ])
  })
})

describe('D17, what other connections may send', () => {
  const otherWith = (options: object, strategy?: string) =>
    subjectsWith('D17', {
      connections: [
        connectionOf('bank', { non_persistent_attrs: bank }),
        connectionOf('other', { ...options } as never, strategy)
      ]
    })

  it('is found where nothing rules it out', () => {
    expect(otherWith({})).toEqual(['other iban'])
    expect(otherWith(mapping('gender', 'https://bank.example/iban'))).toEqual(['other iban'])
    expect(otherWith({ attribute_map: { mapping_mode: 'bind_all' } })).toEqual(['other iban'])
  })

  it.each([
    ['its mapping leaves it out', mapping('gender'), undefined],
    ['it is denied there', { non_persistent_attrs: ['gender', 'iban'] }, undefined],
    ['the users are its own', {}, 'auth0']
  ])('is none where %s', (_, options, strategy) => {
    expect(otherWith(options, strategy)).toEqual([])
  })
})
