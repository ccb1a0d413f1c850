import { describe, expect, it } from 'vitest'
import { heldNames, kidOf } from '../../../../lib/core/login/explain/held.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import type { Slot, SlotInput } from '../../../../lib/core/policy/types.js'
import { eventOf, secrets } from '../../../fixtures/event.js'
import { keyPair, keySetText, secretJWK } from '../../../fixtures/keys.js'
import { sealedValue } from '../../../fixtures/login.js'
import { release, sealedClaim, toHrWeb } from '../../../fixtures/release.js'

const { kid } = secretJWK(1)
const ours = sealedValue({ gender: 'x' })
const released = release(toHrWeb).idToken[sealedClaim]
const theirs = `${Buffer.from('{"alg":"dir","enc":"A256GCM","kid":"k"}').toString('base64url')}..x.x.x`

describe('the key of a value', () => {
  it.each<[string, unknown, string | undefined, string | undefined]>([
    ['at rest', ours, undefined, kid],
    ['at rest, with what else is kept of it', { v: ours, fp: 'x' }, undefined, kid],
    ['at rest, asked for as released', ours, 'a0seal-release+jwt', undefined],
    ['released', released, 'a0seal-release+jwt', keyPair(1).publicJWK.kid],
    ['released, asked for as at rest', released, undefined, undefined],
    ['of somebody else', theirs, undefined, undefined],
    ['that only begins like one of ours', `${ours.split('.')[0]}.x`, undefined, undefined],
    ['a list', [ours], undefined, undefined],
    ['a number', 1, undefined, undefined],
    ['none', undefined, undefined, undefined]
  ])('%s', (_, value, typ, expected) => {
    expect(typ === undefined ? kidOf(value) : kidOf(value, typ)).toBe(expected)
  })
})

describe('what the value of a slot has', () => {
  const slotOf = (input: SlotInput): Slot =>
    definePolicy({ namespace: 'https://acme.example/', slots: { demographics: input } } as never).slots
      .demographics as Slot
  const readable = slotOf({ attributes: ['gender', 'ethnicity'] })
  const writeOnly = slotOf({ attributes: ['gender'], mode: 'write-only' })

  it.each<[string, Slot, unknown, string[] | undefined]>([
    ['nothing', readable, undefined, []],
    ['null', readable, null, []],
    ['a value', readable, ours, ['gender']],
    ['a value of another slot', readable, sealedValue({ gender: 'x' }, { slot: 'other' }), undefined],
    [
      'a value of another key',
      readable,
      sealedValue({ gender: 'x' }, { keys: keySetText(secretJWK(2)) }),
      undefined
    ],
    ['something else', readable, 'x', undefined],
    ['a value that Auth0 cannot open', writeOnly, { v: 'x' }, ['gender']],
    ['nothing, where Auth0 could not open it', writeOnly, null, []]
  ])('%s', (_, slot, value, names) => {
    expect(heldNames('demographics', slot, value, eventOf({ secrets }))).toEqual(names)
  })
})
