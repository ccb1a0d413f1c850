import { describe, expect, it } from 'vitest'
import { connectionOf, findingsWith, healthyFacts, subjectsWith } from '../healthy.js'

const denied = { non_persistent_attrs: ['gender', 'iban', 'https://bank.example/iban'] }

describe('D07, profiles that are not brought up to date', () => {
  it.each(['on_first_login', 'never_on_login'])('are found: %s', set_user_root_attributes => {
    const connections = [connectionOf('bank', { ...denied, set_user_root_attributes })]
    expect(findingsWith({ connections })).toMatchObject([{ id: 'D07', level: 'warning', subject: 'bank' }])
  })

  it.each([
    ['each login does', 'on_each_login', denied, 'oidc'],
    ['nothing is denied', 'never_on_login', { non_persistent_attrs: [] }, 'oidc'],
    ['the users are its own', 'never_on_login', denied, 'auth0']
  ])('are none where %s', (_, set_user_root_attributes, options, strategy) => {
    const connections = [connectionOf('bank', { ...options, set_user_root_attributes }, strategy)]
    expect(subjectsWith('D07', { connections })).toEqual([])
  })
})

describe('D08', () => {
  it('is SAML in debug mode, and no other strategy', () => {
    const connections = [
      connectionOf('bank', { ...denied, debug: true }, 'samlp'),
      connectionOf('wsfed', { ...denied, debug: true }, 'adfs')
    ]
    expect(findingsWith({ connections })).toMatchObject([
      { id: 'D08', level: 'warning', subject: 'bank debug' }
    ])
  })

  it('is SCIM on a connection with attributes of a slot', () => {
    expect(findingsWith({ scim: ['con_bank'] })).toMatchObject([
      { id: 'D08', level: 'warning', subject: 'bank scim' }
    ])
  })

  const withMaps = (...maps: string[][]) =>
    subjectsWith('D08', {
      connections: maps.map((names, index) =>
        connectionOf(index === 0 ? 'bank' : `idp-${index}`, {
          ...denied,
          attribute_map: {
            mapping_mode: 'use_map',
            attributes: Object.fromEntries(names.map(name => [name, '']))
          }
        })
      )
    })

  it('is an attribute that no connection delivers', () => {
    expect(withMaps(['iban'], ['iban'])).toEqual(['gender mapping'])
    expect(withMaps(['gender'])).toEqual(['iban mapping'])
    expect(withMaps(['gender'], ['gender', 'iban'])).toEqual(['iban mapping'])
  })

  it('is none where one delivers it, under any of its names, or takes whatever comes', () => {
    expect(withMaps(['https://bank.example/iban'], ['gender'])).toEqual([])
    expect(subjectsWith('D08', { connections: [connectionOf('bank', denied)] })).toEqual([])
    expect(subjectsWith('D08', { connections: [] })).toEqual([])
    expect(subjectsWith('D08', { ...healthyFacts() })).toEqual([])
  })
})
