// What nothing of ours stops, and how far a promise goes, as docs/threats.md says it: a change that alters one of these alters that page.
import { describe, expect, it } from 'vitest'
import { issuerOf } from '../../lib/core/format/claims.js'
import { definePolicy } from '../../lib/core/policy/define-policy.js'
import { blindIndex, parseIndexKeys } from '../../lib/core/seal/blind-index.js'
import { parseMacKey } from '../../lib/core/seal/mac.js'
import { isSealedFrom, parsePublicKeys, sealWriteOnlyValue } from '../../lib/core/seal/write-only.js'
import { nowSeconds } from '../fixtures/clock.js'
import { tenantId, userId } from '../fixtures/event.js'
import { indexJWK, keyPair, keySetText } from '../fixtures/keys.js'
import { codesOf, contentOf, merged, sealedValue, sealLogin } from '../fixtures/login.js'
import { demographics } from '../fixtures/policies/policies.js'

const lastYear = nowSeconds - 365 * 86_400

describe('whoever may write app_metadata', () => {
  const older = { sealed_demographics: sealedValue({ gender: 'old', ethnicity: 'old' }, { iat: lastYear }) }

  it('can put an older value back: it opens, under its own date', () => {
    expect(contentOf(older.sealed_demographics)).toMatchObject({ data: { gender: 'old' }, iat: lastYear })
    const decision = sealLogin(demographics, { stored: older })
    expect([decision.appMetadata, codesOf(decision)]).toEqual([{}, []])
  })

  it('sees it dated anew, as a whole, by a login that brings another attribute of the slot', () => {
    const decision = sealLogin(demographics, { stored: older, root: { ethnicity: 'new' } })
    expect(contentOf(decision.appMetadata.sealed_demographics)).toMatchObject({
      data: { gender: 'old', ethnicity: 'new' },
      iat: nowSeconds
    })
  })

  it('can fill the profile, so that nothing more is sealed: the log says so', () => {
    const decision = sealLogin(demographics, {
      stored: { sealed_anything: 'x'.repeat(4000) },
      root: { gender: 'x' }
    })
    expect([decision.appMetadata, codesOf(decision)]).toEqual([{}, ['ERR_TOO_LARGE']])
  })
})

describe('two logins of one user at once', () => {
  it('leave what the later write of a slot says; the other value comes with the next login that brings it', () => {
    const first = sealLogin(demographics, { root: { gender: 'x' } }).appMetadata
    const second = sealLogin(demographics, { root: { ethnicity: 'y' } }).appMetadata
    const after = merged(first, second)
    expect(contentOf(after.sealed_demographics).data).toEqual({ ethnicity: 'y' })
    const next = sealLogin(demographics, { stored: after, root: { gender: 'x' } }).appMetadata
    expect(contentOf(next.sealed_demographics).data).toEqual({ gender: 'x', ethnicity: 'y' })
  })
})

describe('whoever has the key of fingerprints or indexes', () => {
  const pins = Array.from({ length: 100 }, (_, index) => String(index).padStart(3, '0'))

  it('finds by trying what can be guessed, from a fingerprint', () => {
    const binding = { iss: issuerOf(tenantId), sub: userId, aud: 'pin' }
    const keys = {
      keySet: parsePublicKeys(JSON.stringify(keyPair(1).publicJWK)),
      macKeys: parseMacKey(Buffer.from('a0seal TEST KEY mac ............').toString('base64url'))
    }
    const stored = sealWriteOnlyValue({ data: { pin: '042' }, iat: nowSeconds }, binding, {
      ...keys,
      fingerprint: true
    })
    expect(pins.filter(pin => isSealedFrom({ pin }, stored, binding, keys))).toEqual(['042'])
  })

  it('finds by trying what can be guessed, from an index', () => {
    const [key] = parseIndexKeys(keySetText(indexJWK(1)))
    const of = { tenant: tenantId, slot: 'pin', attribute: 'pin' }
    const stored = blindIndex('042', of, key)
    expect(pins.filter(pin => blindIndex(pin, of, key) === stored)).toEqual(['042'])
  })
})

describe('whoever sees the length of a value', () => {
  const lengthOf = (data: Record<string, string>): number => sealedValue(data).length

  it('learns nothing of a slot of one attribute of a closed set', () => {
    expect(
      new Set(['f', 'm', 'x', 'prefers not to say so here'].map(gender => lengthOf({ gender }))).size
    ).toBe(1)
  })

  it('can tell a word that stands beside another attribute', () => {
    const noteOf = (length: number) => 'x'.repeat(length)
    const lengths = [95, 96, 97, 98, 99, 100, 101, 102].map(length =>
      [
        lengthOf({ gender: 'm', note: noteOf(length) }),
        lengthOf({ gender: 'female', note: noteOf(length) })
      ].join()
    )
    expect(lengths.some(pair => pair.split(',')[0] !== pair.split(',')[1])).toBe(true)
  })
})

describe('what the identity provider calls an attribute', () => {
  it('is not sealed where the policy does not name it', () => {
    const policy = definePolicy({
      namespace: 'https://acme.example/',
      slots: { a: { attributes: ['gender'] } }
    })
    expect(sealLogin(policy, { root: { sex: 'x' } }).appMetadata).toEqual({})
  })
})
