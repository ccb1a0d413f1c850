import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../lib/core/policy/define-policy.js'
import { type SealerOptions, sealerOf } from '../../lib/core/sealer.js'
import { jsonObject, runs } from '../fixtures/arbitraries.js'
import { badSecrets, unreadable } from '../fixtures/bad-values.js'
import { nowMs, nowSeconds } from '../fixtures/clock.js'
import { codeThrownBy } from '../fixtures/codes.js'
import { secrets, tenantId, userId } from '../fixtures/event.js'
import { keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import { contentOf, sealedValue, sealLogin } from '../fixtures/login.js'

const place = { user: userId, slot: 'demographics' }
/** A sealer opens the user's word too, and says that it is: it knows no slots of a policy. */
const refused = unreadable.filter(([, , code]) => code !== 'ERR_SOURCE')

const data = { gender: 'x' }

const sealerWith = (keys = secrets.A0SEAL_KEYS, options: Partial<SealerOptions> = {}) =>
  sealerOf(keys, { tenant: tenantId, now: () => nowMs, ...options })
const sealer = sealerWith()

describe('a sealer', () => {
  it('opens what it sealed', () => {
    fc.assert(
      fc.property(jsonObject, data => {
        const opened = sealer.open(sealer.seal(data, place), place)
        expect(opened).toEqual({ data, changedAt: new Date(nowMs), isCurrent: true })
      }),
      runs
    )
  })

  it('seals what the Actions open, and opens what they sealed', () => {
    const value = sealer.seal(data, place)
    expect(contentOf(value)).toMatchObject({ data, iat: nowSeconds, src: undefined, isCurrent: true })
    const changedAt = new Date((nowSeconds - 3600) * 1000)
    expect(sealer.open(sealedValue(data), place)).toEqual({ data, changedAt, isCurrent: true })

    const policy = definePolicy({
      namespace: 'https://acme.example/',
      slots: { demographics: { attributes: ['gender'] } },
      release: [],
      copy: {}
    })
    const same = sealLogin(policy, { root: data, stored: { sealed_demographics: value } })
    expect(same.appMetadata).toEqual({})
    const other = sealLogin(policy, { root: { gender: 'y' }, stored: { sealed_demographics: value } })
    expect(sealer.open(other.appMetadata.sealed_demographics, place).data).toEqual({ gender: 'y' })
  })

  it('tells who vouches for the data, and seals as the tenant', () => {
    expect(sealer.open(sealedValue(data, { src: 'user' }), place).src).toBe('user')
    expect('src' in sealer.open(sealer.seal(data, place), place)).toBe(false)
  })

  it('takes keys as base64url of their JSON, and a single one', () => {
    const encoded = Buffer.from(keySetText(secretJWK(1))).toString('base64url')
    for (const keys of [encoded, JSON.stringify(secretJWK(1))])
      expect(sealerWith(keys).open(sealedValue(data), place).data).toEqual(data)
  })

  it('works with its functions taken apart', () => {
    const { seal, open, update } = sealer
    expect(open(seal(data, place), place).data).toEqual(data)
    expect(update(undefined, data, place).isChanged).toBe(true)
  })

  it('leaves its arguments alone, and takes what is frozen', () => {
    const frozen = Object.freeze({
      list: Object.freeze(['b', 'a']),
      nested: Object.freeze({ z: 1, a: null })
    })
    const value = sealer.seal(frozen, Object.freeze({ ...place }))
    expect(sealer.update(value, frozen, place)).toEqual({ value, isChanged: false })
    expect(Object.keys(sealer.open(value, place).data)).toEqual(['list', 'nested'])
  })

  it.each([
    ...badSecrets,
    ['is of a write-only slot', JSON.stringify(keyPair(1).publicJWK), 'ERR_KEY_MODE'] as const
  ])('is not made where the secret %s', (_what, keys, code) => {
    const made = () => sealerOf(keys, { tenant: tenantId, now: () => nowMs })
    expect(codeThrownBy(made)).toBe(code)
  })

  it.each([undefined, null, '', 5, {}])('binds to nothing less than a text: %j', nothing => {
    const text = nothing as never
    expect(codeThrownBy(() => sealerWith(secrets.A0SEAL_KEYS, { tenant: text }))).toBe('ERR_EVENT')
    for (const wrong of [
      { user: text, slot: 'own' },
      { user: userId, slot: text }
    ]) {
      expect(codeThrownBy(() => sealer.seal(data, wrong))).toBe('ERR_EVENT')
      expect(codeThrownBy(() => sealer.open(sealedValue(data), wrong))).toBe('ERR_EVENT')
      expect(codeThrownBy(() => sealer.update(undefined, data, wrong))).toBe('ERR_EVENT')
    }
  })

  it.each([undefined, null])('says what is missing where the place is %j', nothing => {
    const none = nothing as never
    const calls = [
      () => sealer.seal(data, none),
      () => sealer.open(sealedValue(data), none),
      () => sealer.update(undefined, data, none),
      () => sealer.update(sealedValue(data), data, none)
    ]
    for (const call of calls) expect(call).toThrow(/^ERR_EVENT: user must be a text$/)
  })

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'canary'],
    ['a list', ['canary']],
    ['a date', new Date(nowMs)],
    ['a map', new Map([['a', 1]])],
    ['undefined inside', { a: undefined }],
    ['a date inside', { a: new Date(nowMs) }],
    ['a number that is none', { a: Number.NaN }],
    ['-0', { a: -0 }],
    ['a lone surrogate', { a: '\ud800' }],
    ['a function', { a: () => 'canary' }],
    ['33 levels', JSON.parse('{"a":'.repeat(33) + 1 + '}'.repeat(33))]
  ])('does not seal %s', (_what, wrong) => {
    const stored = sealedValue(data)
    expect(codeThrownBy(() => sealer.seal(wrong as never, place))).toBe('ERR_DATA')
    expect(codeThrownBy(() => sealer.update(undefined, wrong as never, place))).toBe('ERR_DATA')
    expect(codeThrownBy(() => sealer.update(stored, wrong as never, place))).toBe('ERR_DATA')
  })

  it('seals at no time that is none: that value would never open', () => {
    for (const time of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      const broken = sealerWith(secrets.A0SEAL_KEYS, { now: () => time })
      expect(() => broken.seal(data, place)).toThrow(TypeError)
    }
  })
})

describe('the size of a value', () => {
  const large = (chars: number) => ({ a: 'x'.repeat(chars) })

  it('is at most 4,000 characters, unless more is allowed', () => {
    expect(sealer.seal(large(2_600), place).length).toBeLessThanOrEqual(4_000)
    expect(codeThrownBy(() => sealer.seal(large(2_900), place))).toBe('ERR_TOO_LARGE')
    expect(codeThrownBy(() => sealer.update(undefined, large(2_900), place))).toBe('ERR_TOO_LARGE')
    const roomy = sealerWith(secrets.A0SEAL_KEYS, { maxChars: 8_000 })
    expect(roomy.open(roomy.seal(large(2_900), place), place).data).toEqual(large(2_900))
  })

  it('is never beyond what opens', () => {
    const roomy = sealerWith(secrets.A0SEAL_KEYS, { maxChars: 1_000_000 })
    expect(codeThrownBy(() => roomy.seal(large(60_000), place))).toBe('ERR_TOO_LARGE')
    expect(roomy.open(roomy.seal(large(48_000), place), place).data).toEqual(large(48_000))
  })

  it('may stay what it was, so that a rotation leaves nothing behind', () => {
    const old = sealerWith(secrets.A0SEAL_KEYS, { maxChars: 8_000 }).seal(large(2_900), place)
    const rotated = sealerWith(keySetText(secretJWK(2), secretJWK(1)))
    const { value, isChanged } = rotated.update(old, large(2_900), place)
    expect(isChanged).toBe(true)
    expect(rotated.open(value, place).isCurrent).toBe(true)
    expect(codeThrownBy(() => rotated.update(old, large(3_000), place))).toBe('ERR_TOO_LARGE')
  })
})

describe('open', () => {
  it.each(refused)('refuses a value %s', (_what, value, code) => {
    expect(codeThrownBy(() => sealer.open(value, place))).toBe(code)
  })

  it.each([undefined, null])('does not take %j for a value', nothing => {
    expect(codeThrownBy(() => sealer.open(nothing, place))).toBe('ERR_FORMAT')
  })
})

describe('update', () => {
  const stored = sealedValue({ gender: 'x', level: 1 })

  it.each([undefined, null])('seals where %j is stored', nothing => {
    const { value, isChanged } = sealer.update(nothing, data, place)
    expect(isChanged).toBe(true)
    expect(sealer.open(value, place)).toEqual({ data, changedAt: new Date(nowMs), isCurrent: true })
  })

  it('gives the same text where the data is the same, in whatever order', () => {
    expect(sealer.update(stored, { level: 1, gender: 'x' }, place)).toEqual({
      value: stored,
      isChanged: false
    })
  })

  it('puts the data in place of what was there', () => {
    const { value, isChanged } = sealer.update(stored, { level: 2 }, place)
    expect(isChanged).toBe(true)
    expect(contentOf(value)).toMatchObject({ data: { level: 2 }, iat: nowSeconds })
    expect(Object.keys(contentOf(value).data)).toEqual(['level'])
  })

  it('renews the key, and says still when the data changed', () => {
    const rotated = sealerWith(keySetText(secretJWK(2), secretJWK(1)))
    expect(rotated.open(stored, place).isCurrent).toBe(false)
    const { value, isChanged } = rotated.update(stored, { gender: 'x', level: 1 }, place)
    expect(isChanged).toBe(true)
    const changedAt = new Date((nowSeconds - 3600) * 1000)
    expect(rotated.open(value, place)).toMatchObject({ changedAt, isCurrent: true })
    expect(rotated.update(value, { gender: 'x', level: 1 }, place)).toEqual({ value, isChanged: false })
  })

  it('does not make the word of the user the word of the tenant', () => {
    const ofUser = sealedValue(data, { src: 'user' })
    const rotated = sealerWith(keySetText(secretJWK(2), secretJWK(1)))
    for (const { value } of [
      rotated.update(ofUser, data, place),
      sealer.update(ofUser, { gender: 'y' }, place)
    ])
      expect(rotated.open(value, place).src).toBe('user')
  })

  it.each(refused)('replaces no value %s', (_what, value, code) => {
    expect(codeThrownBy(() => sealer.update(value, data, place))).toBe(code)
  })
})
