import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { badSecrets } from '../../fixtures/bad-values.js'
import { nowSeconds } from '../../fixtures/clock.js'
import { delegatedRuns, silentRuns } from '../../fixtures/event.js'
import { codesOf, contentOf, sealedValue, sealLogin, writesOf } from '../../fixtures/login.js'
import { identity, namespace } from '../../fixtures/policies.js'

const slot = 'identity'
const changeable = definePolicy({
  namespace,
  slots: { identity: { userMetadata: ['national_id', 'passport'], userMayChange: true } }
})
const pair = definePolicy({ namespace, slots: { identity: { userMetadata: ['national_id', 'passport'] } } })
const storedId = (national_id: string) => ({
  sealed_identity: sealedValue({ national_id }, { slot, src: 'user' })
})
const typed = { national_id: '123', hobby: 'chess' }

describe('a field moved out of user_metadata', () => {
  it.each([['a login', {}], ...silentRuns])(
    'is sealed as the word of the user, and removed, in %s',
    (_what, run) => {
      const decision = sealLogin(identity, { typed, ...run })
      expect(contentOf(decision.appMetadata.sealed_identity, { slot })).toMatchObject({
        data: { national_id: '123' },
        src: 'user',
        iat: nowSeconds
      })
      expect(decision.userMetadata).toEqual({ national_id: null })
      expect(decision.notes).toEqual([])
    }
  )

  it('is not taken from the root of the profile', () => {
    expect(writesOf(sealLogin(identity, { root: { national_id: '123' } }))).toEqual({})
  })

  it('is not moved in a delegated login', () => {
    for (const [, run] of delegatedRuns) expect(writesOf(sealLogin(identity, { typed, ...run }))).toEqual({})
  })

  it.each([undefined, null])('is absent where it is %s', national_id => {
    expect(writesOf(sealLogin(identity, { typed: { national_id } }))).toEqual({})
  })

  it('written again is removed, not sealed, and named', () => {
    const decision = sealLogin(identity, { stored: storedId('123'), typed: { national_id: '999' } })
    expect(decision.appMetadata).toEqual({})
    expect(decision.userMetadata).toEqual({ national_id: null })
    expect(decision.notes).toEqual([{ code: 'ERR_SLOT_FILLED', slot, fields: ['national_id'] }])
  })

  it('written again is sealed where the user may change it', () => {
    const decision = sealLogin(changeable, { stored: storedId('123'), typed: { national_id: '999' } })
    expect(contentOf(decision.appMetadata.sealed_identity, { slot })).toMatchObject({
      data: { national_id: '999' },
      src: 'user'
    })
    expect(decision.userMetadata).toEqual({ national_id: null })
    expect(decision.notes).toEqual([])
  })

  it('written again with the same value is removed and costs no write of the sealed one', () => {
    const decision = sealLogin(changeable, { stored: storedId('123'), typed: { national_id: '123' } })
    expect(decision.appMetadata).toEqual({})
    expect(decision.userMetadata).toEqual({ national_id: null })
  })

  it('joins another of its slot', () => {
    const decision = sealLogin(pair, {
      stored: storedId('123'),
      typed: { national_id: '999', passport: 'P1' }
    })
    expect(contentOf(decision.appMetadata.sealed_identity, { slot }).data).toEqual({
      national_id: '123',
      passport: 'P1'
    })
    expect(decision.userMetadata).toEqual({ national_id: null, passport: null })
    expect(codesOf(decision)).toEqual(['ERR_SLOT_FILLED'])
  })
})

describe('a field stays in user_metadata', () => {
  it.each(badSecrets)('where the key set %s', (_what, secret, code) => {
    const decision = sealLogin(identity, { typed, secrets: { A0SEAL_KEYS: secret } })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual([code])
  })

  it.each([identity, changeable])('where the sealed value does not open, whoever may change it', policy => {
    const decision = sealLogin(policy, { stored: { sealed_identity: 'broken' }, typed })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code: 'ERR_FORMAT', slot, failed: true }])
  })

  it('where the profile has no room', () => {
    const full = { sealed_other: 'x'.repeat(3900) }
    const decision = sealLogin(identity, { stored: full, typed })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_TOO_LARGE'])
  })

  it('where JSON cannot say it', () => {
    const decision = sealLogin(pair, { typed: { national_id: 'a\ud83d', passport: 'P1' } })
    expect(decision.userMetadata).toEqual({ passport: null })
    expect(contentOf(decision.appMetadata.sealed_identity, { slot }).data).toEqual({ passport: 'P1' })
    expect(decision.notes).toEqual([{ code: 'ERR_DATA', slot, fields: ['national_id'], failed: true }])
  })

  it.each(['text', 5, []])('where user_metadata is %j', broken => {
    const decision = sealLogin(identity, { typed: broken })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_METADATA'])
  })

  it('where it is only inherited', () => {
    expect(writesOf(sealLogin(identity, { typed: Object.create({ national_id: '1' }) }))).toEqual({})
  })
})
