import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { badSecrets, junk } from '../../../fixtures/bad-values.js'
import { nowSeconds } from '../../../fixtures/clock.js'
import { delegatedRuns, silentRuns } from '../../../fixtures/event.js'
import { keySetText, secretJWK } from '../../../fixtures/keys.js'
import { codesOf, contentOf, merged, sealedValue, sealLogin, writesOf } from '../../../fixtures/login.js'
import { identity, namespace, withFields } from '../../../fixtures/policies/policies.js'

const slot = 'identity'
const changeable = definePolicy({
  namespace,
  slots: { identity: { userMetadata: ['national_id', 'passport'], userMayChange: true } }
})
const pair = definePolicy({ namespace, slots: { identity: { userMetadata: ['national_id', 'passport'] } } })
const storedId = (national_id: string) => ({
  sealed_identity: sealedValue({ national_id }, { slot, src: 'user' })
})
const lockedId = sealedValue({ national_id: '1' }, { slot, src: 'user', keys: keySetText(secretJWK(9)) })
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

  it.each(silentRuns)('in %s where the sealed value is ours and does not open', (_what, run) => {
    const decision = sealLogin(identity, { stored: { sealed_identity: lockedId }, typed, ...run })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code: 'ERR_UNKNOWN_KEY', slot, failed: true }])
  })

  it('where those of users have no room: 2,400 characters together', () => {
    const note = definePolicy({
      namespace,
      slots: { identity: { userMetadata: ['national_id'] }, note: { userMetadata: ['note'] } }
    })
    const stored = (chars: number) => ({ sealed_lost_note: 'x'.repeat(chars) })
    const size = String(sealLogin(note, { typed }).appMetadata.sealed_identity).length
    expect(Object.keys(writesOf(sealLogin(note, { stored: stored(2400 - size), typed })))).toEqual([
      'sealed_identity',
      'national_id'
    ])
    const decision = sealLogin(note, { stored: stored(2401 - size), typed })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_TOO_LARGE'])
  })

  it('where it is larger than 500 bytes', () => {
    const most = 'é'.repeat(250)
    expect(sealLogin(identity, { typed: { national_id: most } }).notes).toEqual([])
    const decision = sealLogin(identity, { typed: { national_id: `${most}x` } })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code: 'ERR_COPY_SIZE', slot, fields: ['national_id'], failed: true }])
    const list = ['x'.repeat(490), 'xx']
    expect(codesOf(sealLogin(identity, { typed: { national_id: list } }))).toEqual([])
    expect(codesOf(sealLogin(identity, { typed: { national_id: [...list, 'x'] } }))).toEqual([
      'ERR_COPY_SIZE'
    ])
  })

  it('where it is not what the policy says of it, and the others are sealed', () => {
    const strict = withFields(pair, {
      identity: [
        { name: 'national_id', type: 'number', max: 500 },
        { name: 'passport', type: 'string', max: 2 }
      ]
    })
    const decision = sealLogin(strict, { typed: { national_id: '123', passport: 'P1' } })
    expect(contentOf(decision.appMetadata.sealed_identity, { slot }).data).toEqual({ passport: 'P1' })
    expect(decision.userMetadata).toEqual({ passport: null })
    expect(decision.notes).toEqual([{ code: 'ERR_COPY_TYPE', slot, fields: ['national_id'], failed: true }])
    const larger = sealLogin(strict, { typed: { national_id: 5, passport: 'P12' } })
    expect(larger.userMetadata).toEqual({ national_id: null })
    expect(codesOf(larger)).toEqual(['ERR_COPY_SIZE'])
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

describe('a slot that users fill', () => {
  const place = 'sealed_identity'
  const asidePlace = 'sealed_lost_identity'
  const both = { A0SEAL_KEYS: keySetText(secretJWK(1), secretJWK(9)) }

  it.each(junk)('is filled where it holds a value %s', (_what, value, code) => {
    const decision = sealLogin(identity, { stored: { [place]: value, [asidePlace]: value }, typed })
    expect(contentOf(decision.appMetadata[place], { slot }).data).toEqual({ national_id: '123' })
    expect(decision.userMetadata).toEqual({ national_id: null })
    expect(decision.notes).toEqual([{ code, slot, failed: false }])
  })

  it('is filled where what it holds is ours and does not open, which is kept aside', () => {
    const decision = sealLogin(identity, { stored: { [place]: lockedId }, typed })
    expect(contentOf(decision.appMetadata[place], { slot }).data).toEqual({ national_id: '123' })
    expect(decision.appMetadata[asidePlace]).toBe(lockedId)
    expect(decision.userMetadata).toEqual({ national_id: null })
    expect(codesOf(decision)).toEqual(['ERR_UNKNOWN_KEY', 'ERR_MOVED_ASIDE'])
  })

  it('has the first value again once its key is back: the user may write once', () => {
    const stored = merged(
      { [place]: lockedId },
      sealLogin(identity, { stored: { [place]: lockedId }, typed }).appMetadata
    )
    const { appMetadata } = sealLogin(identity, { stored, secrets: both })
    expect(contentOf(appMetadata[place], { slot }).data).toEqual({ national_id: '1' })
    const changed = sealLogin(changeable, { stored, secrets: both }).appMetadata
    expect(contentOf(changed[place], { slot }).data).toEqual({ national_id: '123' })
  })

  it('takes no field again that is kept aside and opens', () => {
    const decision = sealLogin(identity, { stored: { [asidePlace]: lockedId }, typed, secrets: both })
    expect(contentOf(decision.appMetadata[place], { slot }).data).toEqual({ national_id: '1' })
    expect(decision.userMetadata).toEqual({ national_id: null })
    expect(codesOf(decision)).toEqual(['ERR_SLOT_FILLED'])
  })

  it('removes what was written again, however large or of what type', () => {
    for (const national_id of ['x'.repeat(5000), ['a'], 'a\ud83d']) {
      const decision = sealLogin(identity, { stored: storedId('123'), typed: { national_id } })
      expect(decision.userMetadata).toEqual({ national_id: null })
      expect(codesOf(decision)).toEqual(['ERR_SLOT_FILLED'])
    }
  })

  it('does not take what an identity provider said for the word of the user', () => {
    const ofProvider = sealedValue({ national_id: '1' }, { slot })
    const decision = sealLogin(identity, { stored: { [place]: ofProvider }, typed })
    expect(contentOf(decision.appMetadata[place], { slot })).toMatchObject({
      data: { national_id: '123' },
      src: 'user'
    })
    expect(decision.appMetadata[asidePlace]).toBe(ofProvider)
    expect(codesOf(decision)).toEqual(['ERR_SOURCE', 'ERR_MOVED_ASIDE'])
  })

  it.each([
    ['the older', 1, 'b'],
    ['neither the newer', 0, 'b'],
    ['the newer', -1, 'a']
  ])('was said first where what was kept aside is %s', (_what, older, national_id) => {
    const at = (value: string, iat: number) => sealedValue({ national_id: value }, { slot, src: 'user', iat })
    const stored = { [place]: at('a', nowSeconds - 60), [asidePlace]: at('b', nowSeconds - 60 - older) }
    const { appMetadata } = sealLogin(identity, { stored })
    expect(contentOf(appMetadata[place], { slot }).data).toEqual({ national_id })
    expect(appMetadata[asidePlace]).toBeNull()
  })

  it('cannot keep an attribute of another slot from being sealed', () => {
    const policy = definePolicy({
      namespace,
      slots: { note: { userMetadata: ['note'] }, kyc: { attributes: ['risk'] } }
    })
    const most = withFields(policy, { note: [{ name: 'note', max: 10_000 }] })
    const typing = (note: string) => sealLogin(most, { typed: { note }, root: { risk: 'x'.repeat(1500) } })
    for (const note of ['x'.repeat(1500), 'x'.repeat(2750), 'x'.repeat(9000)])
      expect(Object.keys(typing(note).appMetadata)).toContain('sealed_kyc')
    expect(codesOf(typing('x'.repeat(2750)))).toContain('ERR_TOO_LARGE')
    const full = { sealed_note: 'x'.repeat(2400), sealed_lost_note: 'x'.repeat(9000) }
    const { appMetadata } = sealLogin(most, { stored: full, root: { risk: 'x'.repeat(2500) } })
    expect(Object.keys(appMetadata)).toEqual(['sealed_kyc'])
  })
})

describe('a slot of attributes that was one of users', () => {
  it('keeps what they typed aside, and never seals it as the word of the provider', () => {
    const policy = definePolicy({ namespace, slots: { identity: { attributes: ['national_id', 'other'] } } })
    const stored = storedId('123')
    const decision = sealLogin(policy, { stored, root: { other: 'o' } })
    expect(contentOf(decision.appMetadata.sealed_identity, { slot })).toMatchObject({
      data: { other: 'o' },
      src: undefined
    })
    expect(decision.appMetadata.sealed_lost_identity).toBe(stored.sealed_identity)
    const after = merged(stored, decision.appMetadata)
    expect(writesOf(sealLogin(policy, { stored: after, root: { other: 'o' } }))).toEqual({})
  })
})
