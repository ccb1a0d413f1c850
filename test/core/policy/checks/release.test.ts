import { describe, expect, it } from 'vitest'
import { keyPair, secretJWK } from '../../../fixtures/keys.js'
import {
  accepted,
  mistakeInRule,
  mistakeWith,
  policyWith,
  refused
} from '../../../fixtures/policies/input.js'

const api = 'https://api.acme.example'
const key = { secret: 'API_KEY' }
const sealedToAPI = { to: 'access_token', audience: api, key }
const clearToAPI = { to: 'access_token', audience: api, form: 'clear', readableByClient: true }
const anyone = { slot: 'demographics', to: 'id_token', applications: 'any' }
const clearToID = { form: 'clear', storedInClear: true }

describe('a release rule', () => {
  it.each([sealedToAPI, clearToAPI, clearToID])('may be %o', rule => {
    expect(mistakeInRule(rule)).toEqual(accepted)
  })

  it.each(['nothing', 'toString', '__proto__'])('is of one of the slots, and "%s" is none', slot => {
    expect(mistakeInRule({ slot })).toEqual(refused('release[0].slot'))
  })

  it('of a slot that is none sets no claim that another could set too', () => {
    const clear = { ...anyone, ...clearToID, applications: ['hr-web'], slot: 'nothing' }
    expect(mistakeWith({ release: [clear, clear] })).toEqual(refused('release[0].slot, release[1].slot'))
  })

  it('is of attributes of its slot', () => {
    expect(mistakeInRule({ attributes: ['gender', 'iban'] })).toEqual(refused('release[0].attributes'))
    expect(mistakeInRule({ slot: 'identity', attributes: ['national_id'] })).toEqual(accepted)
  })

  it('is of the second of two rules where that is the wrong one', () => {
    const right = { slot: 'demographics', to: 'id_token', applications: ['hr-web'] }
    expect(mistakeWith({ release: [right, { ...right, slot: 'nothing' }] })).toEqual(
      refused('release[1].slot')
    )
  })

  it.each(['other', 'toString', '__proto__'])('is for applications of the policy, and "%s" is none', name => {
    expect(mistakeInRule({ applications: ['hr-web', name] })).toEqual(refused('release[0].applications'))
  })

  it('says which name is wrong, and which ones there are', () => {
    const saysOf = (rule: object, change = {}) => {
      const right = { slot: 'demographics', to: 'id_token', applications: ['hr-web'] }
      return expect(() => policyWith({ ...change, release: [{ ...right, ...rule }] }))
    }
    saysOf({ slot: 'demografics' }).toThrow(
      /: release\[0\]\.slot: "demografics" is not one of slots; known are demographics, identity, payroll$/
    )
    saysOf({ applications: ['hr-wep'] }).toThrow(
      /: release\[0\]\.applications: "hr-wep" is not one of applications; known are hr-web, crm, kiosk$/
    )
    saysOf({ attributes: ['gendre'] }).toThrow(
      /: release\[0\]\.attributes: "gendre" is not in the slot demographics; known are gender, ethnicity$/
    )
    saysOf({}, { slots: {} }).toThrow(/: "demographics" is not one of slots$/)
  })

  it('says all names that stand nowhere of a rule whose form is wrong too', () => {
    const rule = { slot: 'demografics', to: 'idtoken', applications: ['hr', 5, ''] }
    const other = { slot: 'demographics', attributes: ['gendre'], to: 'idtoken', applications: 'hr' }
    const more = { slot: 5, to: 'id_token' }
    const all = () => policyWith({ release: [rule, other, more, 5] as never })
    expect(all).toThrow('release[0].to: must be one of')
    for (const wrong of [
      'release[0].slot: "demografics" is not one of slots',
      'release[0].applications: "hr" is not one of applications',
      'release[1].attributes: "gendre" is not in the slot demographics'
    ])
      expect(all).toThrow(wrong)
    expect(all).not.toThrow(/"" is not|"5" is not|release\[2\]\.slot: "/)
  })

  it.each([null, 'all', 5, []])('is an object, and %j is none', rule => {
    expect(mistakeWith({ release: [rule] })).toEqual(refused('release[0]'))
  })

  it('says of many names the first only', () => {
    const release = [{ slot: 'demographics', to: 'id_token', applications: ['x'] }]
    const saysOf = (length: number) => {
      const ids = Array.from({ length }, (_, index) => [`app${index}`, { client_id: `id${index}` }])
      return expect(() => policyWith({ applications: Object.fromEntries(ids), release }))
    }
    saysOf(100).toThrow(/known are app0, .*, app95 and 4 more$/)
    saysOf(96).toThrow(/known are app0, .*, app95$/)
  })

  it('is of no slot, and for no application, where the policy has none', () => {
    expect(mistakeInRule({}, { slots: undefined })).toEqual(refused('release[0].slot'))
    expect(mistakeInRule({}, { applications: undefined })).toEqual(refused('release[0].applications'))
  })

  it('says whom "any" includes, and what to write', () => {
    expect(() => policyWith({ release: [anyone] })).toThrow(
      /third-party and dynamically registered clients.*; name applications, or write acceptThirdParty: true$/
    )
  })

  it('goes sealed only to applications that have a key', () => {
    expect(mistakeInRule({ applications: ['hr-web', 'kiosk'] })).toEqual(refused('applications.kiosk.key'))
    expect(mistakeInRule({ ...clearToID, applications: ['kiosk'] })).toEqual(accepted)
    expect(mistakeInRule({ ...sealedToAPI, applications: ['kiosk'] })).toEqual(accepted)
    expect(mistakeInRule({ slot: 'payroll', applications: ['kiosk'] })).toEqual(accepted)
  })

  it('puts clear values into ID tokens only where it says that Auth0 stores them', () => {
    expect(mistakeInRule({ form: 'clear' })).toEqual(refused('release[0]'))
    expect(mistakeInRule({ form: 'clear', readableByClient: true })).toEqual(refused('release[0]'))
  })

  it('puts clear values into access tokens only where it says that the client reads them', () => {
    expect(mistakeInRule({ ...clearToAPI, readableByClient: undefined })).toEqual(refused('release[0]'))
    expect(mistakeInRule({ ...clearToAPI, readableByClient: undefined, storedInClear: true })).toEqual(
      refused('release[0]')
    )
  })

  it('does not open a write-only slot', () => {
    expect(mistakeInRule({ ...clearToID, slot: 'payroll' })).toEqual(refused('release[0].form'))
  })

  it('names an audience for access tokens, and none for ID tokens', () => {
    expect(mistakeInRule({ ...sealedToAPI, audience: undefined })).toEqual(refused('release[0].audience'))
    expect(mistakeInRule({ audience: api })).toEqual(refused('release[0].audience'))
  })

  it.each([
    'https://acme.auth0.com/api/v2/',
    'https://acme.auth0.com/api/v2',
    'https://acme.auth0.com/userinfo',
    'https://acme.auth0.com/mfa/',
    'https://acme.auth0.com/me/'
  ])("is not for %s, an API of Auth0's own", audience => {
    expect(mistakeInRule({ ...sealedToAPI, audience })).toEqual(refused('release[0].audience'))
  })

  it.each(['https://api.acme.example/api/v2/orders', 'urn:api:me', 'https://acme.example/name'])(
    'may be for %s',
    audience => {
      expect(mistakeInRule({ ...sealedToAPI, audience })).toEqual(accepted)
    }
  )

  it('has the key of the API for sealed values in access tokens, and nowhere else', () => {
    expect(mistakeInRule({ ...sealedToAPI, key: undefined })).toEqual(refused('release[0].key'))
    expect(mistakeInRule({ ...clearToAPI, key })).toEqual(refused('release[0].key'))
    expect(mistakeInRule({ key })).toEqual(refused('release[0].key'))
    expect(mistakeInRule({ ...sealedToAPI, slot: 'payroll', key: undefined })).toEqual(accepted)
  })

  it('is for any client only where it says that third parties are among them', () => {
    for (const rule of [clearToAPI, clearToID, sealedToAPI]) {
      const toAny = { ...rule, applications: 'any' }
      expect(mistakeInRule(toAny)).toEqual(refused('release[0].acceptThirdParty'))
      expect(mistakeInRule({ ...toAny, acceptThirdParty: true })).toEqual(accepted)
    }
  })

  it('may be of an attribute that has the name of a member every object has', () => {
    const slots = { a: { attributes: ['constructor', 'toString'] } }
    const toHrWeb = { slot: 'a', to: 'id_token', applications: ['hr-web'] }
    expect(mistakeWith({ slots, release: [toHrWeb] })).toEqual(accepted)
    const clear = { ...toHrWeb, ...clearToID }
    expect(policyWith({ slots, release: [clear] }).release[0]?.claims).toEqual({
      constructor: 'https://acme.example/constructor',
      toString: 'https://acme.example/toString'
    })
    expect(
      mistakeWith({
        slots: { a: { attributes: ['b'] } },
        release: [{ ...clear, attributes: ['constructor'] }]
      })
    ).toEqual(refused('release[0].attributes'))
  })

  it('names no claim __proto__', () => {
    const rule = { ...clearToID, attributes: ['gender'], as: '__proto__' }
    expect(mistakeInRule(rule)).toEqual(refused('release[0]'))
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  it.each([
    ['of one attribute', { ...clearToID, as: 'gender' }],
    ['in clear', { as: 'gender', attributes: ['gender'] }]
  ])('names a claim only %s', (_what, rule) => {
    expect(mistakeInRule(rule)).toEqual(refused('release[0].as'))
  })

  it.each(['sub', 'roles', 'groups', 'scope', 'https://acme.auth0.com/gender', 'urn:auth0:gender'])(
    'does not name the claim %s, which Auth0 drops or owns',
    as => {
      expect(mistakeInRule({ ...clearToID, attributes: ['gender'], as })).toEqual(refused('release[0]'))
    }
  )
})

describe('what a user made, released in clear,', () => {
  const mistakeOf = (field: string | object, rule: object = {}) => {
    const slots = { typed: { userMetadata: [field] } }
    const release = [{ slot: 'typed', to: 'id_token', applications: ['hr-web'], ...clearToID, ...rule }]
    return mistakeWith({ slots, release })
  }
  const text = (name: string) => ({ name, type: 'string' })

  it('has a type', () => {
    expect(mistakeOf(text('hobby'))).toEqual(accepted)
    expect(mistakeOf('hobby')).toEqual(refused('slots.typed.userMetadata[0].type'))
    expect(mistakeOf('hobby', { form: 'sealed' })).toEqual(accepted)
    expect(mistakeOf('hobby', clearToAPI)).toEqual(refused('slots.typed.userMetadata[0].type'))
  })

  it('needs no type where another field of its slot is released', () => {
    const slots = { typed: { userMetadata: [text('hobby'), 'note'] } }
    const rule = { slot: 'typed', to: 'id_token', applications: ['hr-web'], ...clearToID }
    expect(mistakeWith({ slots, release: [{ ...rule, attributes: ['hobby'] }] })).toEqual(accepted)
    expect(mistakeWith({ slots, release: [rule] })).toEqual(refused('slots.typed.userMetadata[1].type'))
  })

  it.each(['roles', 'isAdmin', 'org_id', 'phone_verified'])(
    'is not %s, which reads like a right, unless the rule says who controls it',
    name => {
      expect(mistakeOf(text(name))).toEqual(refused('release[0]'))
      expect(mistakeOf(text(name), clearToAPI)).toEqual(refused('release[0]'))
      expect(mistakeOf(text(name), { userControlled: true })).toEqual(accepted)
      expect(mistakeOf(text(name), { form: 'sealed' })).toEqual(accepted)
    }
  )

  it.each(['hobby', 'nickname', 'https://other.example/hobby'])('is not %s, outside the namespace', as => {
    expect(mistakeOf(text('hobby'), { as })).toEqual(refused('release[0]'))
    expect(mistakeOf(text('hobby'), { as, userControlled: true })).toEqual(accepted)
  })

  it.each(['email', 'email_verified', 'phone_number_verified'])('is never %s', as => {
    expect(mistakeOf(text('hobby'), { as })).toEqual(refused('release[0]'))
    expect(mistakeOf(text('hobby'), { as, userControlled: true })).toEqual(refused('release[0]'))
  })

  it('may be what an identity provider vouches for', () => {
    const slots = { hr: { attributes: ['roles_held'] } }
    const release = [
      { slot: 'hr', to: 'id_token', applications: ['hr-web'], ...clearToID, as: 'email_verified' }
    ]
    expect(mistakeWith({ slots, release })).toEqual(accepted)
  })
})

describe('a key in the policy', () => {
  const { publicJWK, privateJWK } = keyPair(1)
  const mistakeWithKey = (jwk: object) =>
    mistakeWith({ applications: { 'hr-web': { client_id: 'a', key: jwk } } })

  it('is a public key', () => {
    expect(mistakeWithKey(publicJWK)).toEqual(accepted)
    expect(mistakeInRule({ ...sealedToAPI, key: publicJWK })).toEqual(accepted)
  })

  it.each([
    ['private', privateJWK],
    ['secret', secretJWK(1)],
    ['an empty set', { keys: [] }],
    ['of no known curve', { ...publicJWK, crv: 'P-521' }]
  ])('is not %s', (_what, jwk) => {
    expect(mistakeWithKey(jwk)).toEqual(refused('applications.hr-web.key'))
    expect(mistakeInRule({ ...sealedToAPI, key: jwk })).toEqual(refused('release[0].key'))
  })

  it('is the name of a secret where it is no JWK, and says so of what is neither', () => {
    const isMissing = 'key.secret: is missing'
    const isUnknown = 'key.secrets: is not known here; known are secret'
    const applications = { 'hr-web': { client_id: 'a', key: { secrets: 'KEY' } } }
    expect(() => policyWith({ applications })).toThrow(
      `applications.hr-web.${isMissing}\n  applications.hr-web.${isUnknown}`
    )
    const rule = { slot: 'demographics', applications: ['hr-web'], ...sealedToAPI, key: { secrets: 'KEY' } }
    expect(() => policyWith({ release: [rule] })).toThrow(
      `release[0].${isMissing}\n  release[0].${isUnknown}`
    )
    expect(mistakeWithKey({})).toEqual(refused('applications.hr-web.key.secret'))
  })
})

describe('two applications', () => {
  it('have two client ids', () => {
    const applications = { 'hr-web': { client_id: 'a', key }, other: { client_id: 'a' } }
    expect(mistakeWith({ applications })).toEqual(refused('applications.other.client_id'))
  })
})

describe('one claim of one token of one application', () => {
  const rule = { slot: 'demographics', to: 'id_token', applications: ['hr-web'] }
  const optIn = { optIn: 'a0seal_release', trustAppAdmins: true }
  const mistakeInRules = (...release: object[]) => mistakeWith({ release, copy: {} })

  it('is set by one rule', () => {
    expect(mistakeInRules(rule, rule)).toEqual(refused('release[1]'))
    expect(mistakeInRules(rule, { ...rule, applications: ['crm', 'hr-web'] })).toEqual(refused('release[1]'))
    expect(mistakeInRules(rule, { ...rule, applications: ['crm'] })).toEqual(accepted)
  })

  it.each([
    ['any', { applications: 'any', acceptThirdParty: true }],
    ['opt-in', { applications: optIn }]
  ])('is set by one rule where another is for %s', (_what, recipients) => {
    expect(mistakeInRules(rule, { ...rule, ...recipients })).toEqual(refused('release[1]'))
    expect(mistakeInRules({ ...rule, ...recipients }, rule)).toEqual(refused('release[1]'))
  })

  it('says by which rule it is set already: the first for that application, or for any', () => {
    const to = (...applications: string[]) => ({ ...rule, applications })
    const any = { ...rule, applications: 'any', acceptThirdParty: true }
    const saysOf = (...release: object[]) => expect(() => policyWith({ release, copy: {} } as never))
    saysOf(to('crm'), to('hr-web'), to('hr-web'), any).toThrow(
      /: release\[2\]: sets the same claim of the same token as release\[1\]\n {2}release\[3\]: .* as release\[0\]$/
    )
    saysOf(to('hr-web'), to('hr-web'), to('hr-web')).toThrow(/ as release\[0\]\n.* as release\[0\]$/)
    saysOf(to('crm'), any, to('hr-web')).toThrow(/ as release\[0\]\n {2}release\[2\]: .* as release\[1\]$/)
  })

  it('is looked for among thousands', () => {
    const copy = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, 'string']))
    expect(
      mistakeWith({ copy: { ...copy, twice: { type: 'string', as: 'https://acme.example/field0' } } })
    ).toEqual(refused('copy.twice'))
  })

  it('is set by two rules for two scopes neither', () => {
    expect(mistakeInRules({ ...rule, scope: 'a' }, { ...rule, scope: 'b' })).toEqual(refused('release[1]'))
  })

  it('is another in another token, and for another API', () => {
    const toAPI = { ...rule, ...sealedToAPI }
    expect(mistakeInRules(rule, toAPI)).toEqual(accepted)
    expect(mistakeInRules(rule, toAPI, { ...toAPI, audience: `${api}/2` })).toEqual(accepted)
    expect(mistakeInRules(rule, toAPI, toAPI)).toEqual(refused('release[2]'))
  })

  it('is not set sealed by one rule and in clear by another', () => {
    const clear = { ...rule, ...clearToID, attributes: ['gender'], as: 'https://acme.example/demographics' }
    expect(mistakeInRules(rule, clear)).toEqual(refused('release[1]'))
  })

  it('is not copied and released', () => {
    const clear = { ...rule, ...clearToID, attributes: ['gender'] }
    expect(mistakeWith({ release: [clear], copy: { gender: 'string' } })).toEqual(refused('release[0]'))
    expect(mistakeWith({ release: [{ ...clear, ...clearToAPI }], copy: { gender: 'string' } })).toEqual(
      accepted
    )
  })

  it('is not copied from two fields', () => {
    const copy = { a: 'string', b: { type: 'string', as: 'https://acme.example/a' } }
    expect(mistakeWith({ copy })).toEqual(refused('copy.b'))
  })

  it('is not the object of all copies and something else', () => {
    const copy = { a: { type: 'string', as: 'user_metadata', userControlled: true } }
    expect(mistakeWith({ copy })).toEqual(accepted)
    expect(mistakeWith({ copy, userMetadataClaim: true })).toEqual(refused('userMetadataClaim'))
  })
})
