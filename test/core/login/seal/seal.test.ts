import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { nowSeconds } from '../../../fixtures/clock.js'
import { codeThrownBy } from '../../../fixtures/codes.js'
import { delegatedRuns, eventOf, nativeSocialRuns, secrets } from '../../../fixtures/event.js'
import { keyPair, keySetText, secretJWK } from '../../../fixtures/keys.js'
import { codesOf, contentOf, sealAt, sealedValue, sealLogin, writesOf } from '../../../fixtures/login.js'
import { demographics, namespace } from '../../../fixtures/policies/policies.js'

const sealedData = (root: Record<string, unknown>, policy = demographics) =>
  contentOf(sealLogin(policy, { root }).appMetadata.sealed_demographics).data

describe('sealing the attributes of a login', () => {
  it('writes them into the place of their slot, and nothing else', () => {
    const decision = sealLogin(demographics, { root: { gender: 'x', ethnicity: 'y', shoe_size: 44 } })
    expect(Object.keys(writesOf(decision))).toEqual(['sealed_demographics'])
    expect(contentOf(decision.appMetadata.sealed_demographics)).toMatchObject({
      data: { gender: 'x', ethnicity: 'y' },
      iat: nowSeconds,
      isCurrent: true
    })
    expect(decision.notes).toEqual([])
  })

  it('leaves src to values that the user vouches for', () => {
    const decision = sealLogin(demographics, { root: { gender: 'x' } })
    expect(contentOf(decision.appMetadata.sealed_demographics).src).toBeUndefined()
  })

  it('writes nothing where nothing came', () => {
    expect(writesOf(sealLogin(demographics, {}))).toEqual({})
  })

  it('keeps what is stored where an attribute is absent', () => {
    const stored = { sealed_demographics: sealedValue({ gender: 'x', ethnicity: 'y' }) }
    expect(writesOf(sealLogin(demographics, { stored }))).toEqual({})
    const { appMetadata } = sealLogin(demographics, { stored, root: { gender: 'z' } })
    expect(contentOf(appMetadata.sealed_demographics).data).toEqual({ gender: 'z', ethnicity: 'y' })
  })

  it('writes nothing where nothing changed, whatever the order of members', () => {
    const stored = { sealed_demographics: sealedValue({ gender: { a: 1, b: [2] }, ethnicity: 'y' }) }
    const decision = sealLogin(demographics, { stored, root: { ethnicity: 'y', gender: { b: [2], a: 1 } } })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([])
  })

  it.each<[string, unknown]>([
    ['an object', { a: { b: 1 } }],
    ['a list', [1, 'a', null]],
    ['an empty list', []],
    ['0', 0],
    ['false', false],
    ['an empty text', ''],
    ['32 levels less one', Array.from({ length: 30 }).reduce<unknown>(inner => [inner], [])],
    ['a member __proto__', JSON.parse('{"__proto__":{"polluted":true}}')],
    ['characters beyond the first plane', '😀']
  ])('takes an attribute that is %s', (_what, gender) => {
    expect(JSON.stringify(sealedData({ gender }).gender)).toBe(JSON.stringify(gender))
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.each<[string, unknown]>([
    ['half a character', 'canary\ud83d'],
    ['40 levels', Array.from({ length: 39 }).reduce<unknown>(inner => ({ canary: inner }), {})],
    ['33 levels', Array.from({ length: 32 }).reduce<unknown>(inner => ({ canary: inner }), {})],
    [
      '32 levels, which are 33 with the slot',
      Array.from({ length: 31 }).reduce<unknown>(inner => ({ canary: inner }), {})
    ],
    ['a date', new Date(0)],
    ['NaN', Number.NaN],
    ['a function', () => 'canary']
  ])('leaves out an attribute of %s, says so by name, and seals the others', (_what, gender) => {
    const decision = sealLogin(demographics, { root: { gender, ethnicity: 'y' } })
    expect(decision.notes).toEqual([
      { code: 'ERR_DATA', slot: 'demographics', fields: ['gender'], failed: true }
    ])
    expect(contentOf(decision.appMetadata.sealed_demographics).data).toEqual({ ethnicity: 'y' })
  })

  it('keeps the stored value of an attribute that cannot be sealed', () => {
    const stored = { sealed_demographics: sealedValue({ gender: 'x' }) }
    expect(writesOf(sealLogin(demographics, { stored, root: { gender: 'canary\ud83d' } }))).toEqual({})
  })

  it('takes undefined for absent', () => {
    expect(writesOf(sealLogin(demographics, { root: { gender: undefined } }))).toEqual({})
  })

  it('does not look for attributes on the prototype of the profile', () => {
    const policy = definePolicy({
      namespace,
      slots: { demographics: { attributes: ['constructor', 'toString'] } }
    })
    expect(writesOf(sealLogin(policy, {}))).toEqual({})
    expect(sealLogin(policy, {}).notes).toEqual([])
  })

  it('does not change the event', () => {
    const event = eventOf({
      user: { gender: 'x', app_metadata: { sealed_demographics: sealedValue({ gender: 'y' }) } }
    })
    const before = structuredClone(event)
    sealAt(demographics, event)
    expect(event).toEqual(before)
  })

  it('needs no more of an event than tenant, user and secrets', () => {
    const event = {
      tenant: { id: 't' },
      user: { user_id: 'u', gender: 'x' },
      client: { client_id: 'c' },
      secrets
    }
    const { appMetadata } = sealAt(demographics, event)
    expect(contentOf(appMetadata.sealed_demographics, { tenant: 't', subject: 'u' }).data).toEqual({
      gender: 'x'
    })
  })
})

describe('null from the identity provider', () => {
  const removing = definePolicy({
    namespace,
    slots: { demographics: { attributes: ['gender', 'ethnicity'], onNull: 'remove' } }
  })
  const stored = { sealed_demographics: sealedValue({ gender: 'x', ethnicity: 'y' }) }

  it('is "unknown": the sealed value stays', () => {
    const decision = sealLogin(demographics, { stored, root: { gender: null } })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([])
  })

  it('removes an attribute where the slot says so', () => {
    const { appMetadata } = sealLogin(removing, { stored, root: { gender: null } })
    expect(contentOf(appMetadata.sealed_demographics)).toMatchObject({
      data: { ethnicity: 'y' },
      iat: nowSeconds
    })
  })

  it('removes the value with its last attribute', () => {
    const { appMetadata } = sealLogin(removing, { stored, root: { gender: null, ethnicity: null } })
    expect(appMetadata).toEqual({ sealed_demographics: null })
  })

  it('removes nothing that is not there', () => {
    expect(writesOf(sealLogin(removing, { root: { gender: null } }))).toEqual({})
    const withoutGender = { sealed_demographics: sealedValue({ ethnicity: 'y' }) }
    expect(writesOf(sealLogin(removing, { stored: withoutGender, root: { gender: null } }))).toEqual({})
  })

  it('removes nothing in a run whose root may be stale', () => {
    const transaction = { protocol: 'oauth2-refresh-token' }
    expect(writesOf(sealLogin(removing, { stored, root: { gender: null }, transaction }))).toEqual({})
  })
})

describe('several slots', () => {
  const policy = definePolicy({
    namespace,
    container: 'vault',
    slots: { demographics: { attributes: ['gender'] }, payroll: { attributes: ['iban'], keys: 'OTHER_KEYS' } }
  })
  const root = { gender: 'x', iban: 'DE00' }
  const otherKeys = keySetText(secretJWK(2))

  it('have each a place and keys of their own', () => {
    const { appMetadata } = sealLogin(policy, { root, secrets: { ...secrets, OTHER_KEYS: otherKeys } })
    expect(Object.keys(appMetadata)).toEqual(['vault_demographics', 'vault_payroll'])
    expect(contentOf(appMetadata.vault_payroll, { slot: 'payroll', keys: otherKeys }).data).toEqual({
      iban: 'DE00'
    })
    expect(codeThrownBy(() => contentOf(appMetadata.vault_payroll, { slot: 'payroll' }))).toBe(
      'ERR_UNKNOWN_KEY'
    )
    expect(codeThrownBy(() => contentOf(appMetadata.vault_demographics, { slot: 'payroll' }))).toBe(
      'ERR_BINDING'
    )
  })

  it('do not stop each other', () => {
    const decision = sealLogin(policy, { root })
    expect(Object.keys(decision.appMetadata)).toEqual(['vault_demographics'])
    expect(decision.notes).toEqual([{ code: 'ERR_NO_KEYS', slot: 'payroll', failed: true }])
  })

  it('are not stopped by a profile that throws when it is read', () => {
    const event = eventOf({ user: { iban: 'DE00' }, secrets: { ...secrets, OTHER_KEYS: otherKeys } })
    Object.defineProperty(event.user, 'gender', {
      enumerable: true,
      get() {
        throw new Error('canary')
      }
    })
    const decision = sealAt(policy, event)
    expect(Object.keys(decision.appMetadata)).toEqual(['vault_payroll'])
    expect(decision.notes).toMatchObject([{ code: 'ERR_UNEXPECTED', slot: 'demographics', failed: true }])
  })
})

describe('the mode of a slot', () => {
  it('is readable, and public keys are refused', () => {
    const decision = sealLogin(demographics, {
      root: { gender: 'x' },
      secrets: { A0SEAL_KEYS: keySetText(keyPair(1).publicJWK) }
    })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code: 'ERR_KEY_MODE', slot: 'demographics', failed: true }])
  })
})

describe('delegated logins', () => {
  it.each(delegatedRuns)('seal nothing: %s', (_what, run) => {
    const decision = sealLogin(demographics, { root: { gender: 'x' }, ...run })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_DELEGATED'])
    expect(decision.notes.some(({ failed }) => failed)).toBe(false)
  })

  it.each(nativeSocialRuns)(
    'are none where a native application exchanges what its user gave it, %s',
    (_what, run) => {
      const decision = sealLogin(demographics, { root: { gender: 'x' }, ...run })
      expect(Object.keys(writesOf(decision))).toEqual(['sealed_demographics'])
      expect(decision.notes).toEqual([])
    }
  )

  it('are none where nobody is named', () => {
    const session = { actor: null, user_id: null } as never
    const transaction = { actor: null, protocol: null, subject_token_type: null } as never
    expect(sealLogin(demographics, { root: { gender: 'x' }, session, transaction }).notes).toEqual([])
  })

  it('are none where the session is of the user who signs in', () => {
    const { user } = eventOf()
    expect(
      sealLogin(demographics, { root: { gender: 'x' }, session: { user_id: user.user_id } }).notes
    ).toEqual([])
  })
})

describe('an event that lacks what values are bound to', () => {
  it.each([
    ['tenant', { tenant: undefined }],
    ['tenant id', { tenant: {} }],
    ['tenant id that is not empty', { tenant: { id: '' } }],
    ['tenant id that is a text', { tenant: { id: 5 } }],
    ['user id', { user: { user_id: undefined } }],
    ['user id that is not empty', { user: { user_id: '' } }],
    ['user id that is a text', { user: { user_id: 5 } }]
  ])('is refused without a %s', (_what, change) => {
    expect(codeThrownBy(() => sealAt(demographics, eventOf(change as never)))).toBe('ERR_EVENT')
  })
})

describe('app_metadata', () => {
  it.each(['text', 5, true, [], [{}], new Date(0)])(
    'that is %j is refused: Auth0 could not write to it',
    stored => {
      expect(codeThrownBy(() => sealLogin(demographics, { root: { gender: 'x' }, stored }))).toBe(
        'ERR_METADATA'
      )
    }
  )

  it.each([undefined, null])('that is %s is empty', app_metadata => {
    const event = eventOf({ user: { gender: 'x', app_metadata } })
    expect(Object.keys(sealAt(demographics, event).appMetadata)).toEqual(['sealed_demographics'])
  })
})
