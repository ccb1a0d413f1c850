import { describe, expect, it } from 'vitest'
import { accepted, mistakeInCopy, refused } from '../../../fixtures/policies/input.js'

const rights = [
  'role',
  'roles',
  'group',
  'groups',
  'permission',
  'permissions',
  'scope',
  'admin',
  'org',
  'tenant',
  'plan',
  'entitlements',
  'entitlement',
  'roles ',
  'isAdmin',
  'user_role',
  'orgId',
  'tenantId',
  'subscription_plan',
  'acr',
  'amr',
  'email',
  'email_verified',
  'phone_verified',
  'Roles',
  'ADMIN'
]

describe('a copied field', () => {
  it.each(rights)('is not %s, which reads like a right, unless the policy says who controls it', field => {
    const userControlled = { type: 'string', userControlled: true }
    expect(mistakeInCopy(field, 'string')).toEqual(refused(`copy.${field}`))
    expect(mistakeInCopy(field, userControlled)).toEqual(accepted)
  })

  it.each([
    'https://acme.example/admin',
    'https://acme.example/x/roles',
    'https://acme.example/x:plan',
    'https://acme.example/x#org'
  ])('is not copied to %s', as => {
    expect(mistakeInCopy('hobby', { type: 'string', as })).toEqual(refused('copy.hobby'))
    expect(mistakeInCopy('hobby', { type: 'string', as, userControlled: true })).toEqual(accepted)
  })

  it.each([
    'meal_preference',
    'organ_donor',
    'favorite_color',
    'roleplay',
    'planet',
    'hobby',
    'organ',
    'verified'
  ])('may be %s', field => {
    expect(mistakeInCopy(field, 'string')).toEqual(accepted)
  })

  it.each(['hobby', 'https://other.example/hobby', 'nickname'])(
    'is not copied to %s, outside the namespace',
    as => {
      expect(mistakeInCopy('hobby', { type: 'string', as })).toEqual(refused('copy.hobby'))
      expect(mistakeInCopy('hobby', { type: 'string', as, userControlled: true })).toEqual(accepted)
    }
  )

  it.each(['sub', 'groups', 'scope', 'https://acme.auth0.com/x', 'urn:auth0:x'])(
    'is not copied to %s, whoever controls it',
    as => {
      expect(mistakeInCopy('hobby', { type: 'string', as, userControlled: true })).toEqual(
        refused('copy.hobby')
      )
    }
  )

  it.each(['.a', 'a.', 'a..b', 'a$b', 'a.b$', 'a.__proto__', '__proto__.a'])(
    'is not %s, which user_metadata cannot have',
    field => {
      expect(mistakeInCopy(field, { type: 'string', as: 'https://acme.example/x' })).toEqual(
        refused(`copy.${field}`)
      )
    }
  )

  it('may be a path into a field, and a name that every object has', () => {
    expect(mistakeInCopy('preferences.language', 'string')).toEqual(accepted)
    expect(mistakeInCopy('preferences.role', 'string')).toEqual(refused('copy.preferences.role'))
    expect(mistakeInCopy('constructor', 'string')).toEqual(accepted)
  })

  it.each(['email', 'email_verified', 'phone_number', 'phone_number_verified'])(
    'is not copied to %s, by which applications know who somebody is, whoever controls it',
    as => {
      const claim = { type: 'string', as, userControlled: true }
      expect(mistakeInCopy('hobby', claim)).toEqual(refused('copy.hobby'))
    }
  )

  it('is not copied to __proto__', () => {
    const claim = { type: 'string', as: '__proto__', userControlled: true }
    expect(mistakeInCopy('hobby', claim)).toEqual(refused('copy.hobby'))
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it('is not __proto__', () => {
    expect(mistakeInCopy('__proto__', 'string')).toEqual(refused('copy.__proto__'))
  })

  it('is not one that a slot seals', () => {
    expect(mistakeInCopy('national_id', 'string')).toEqual(refused('copy.national_id'))
    expect(mistakeInCopy('national_id.number', 'string')).toEqual(refused('copy.national_id.number'))
  })
})
