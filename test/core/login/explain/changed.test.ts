import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../../lib/core/auth0/json.js'
import { changedClaim } from '../../../../lib/core/login/explain/changed.js'
import type { Execution } from '../../../../lib/core/login/explain/execution.js'
import { stored } from '../../../fixtures/release.js'

const ran = (action: string, before: JsonObject, after: JsonObject): Execution => ({
  action,
  before: { idToken: before, accessToken: {} },
  after: { idToken: after, accessToken: { c: 'x' } }
})
const inID = { token: 'id_token', claim: 'c' } as const
const ours = ran('ours', {}, { c: 1 })

describe('what Actions behind ours made of a claim', () => {
  it.each<[string, Execution[], object]>([
    ['took it away', [ours, ran('own', { c: 1 }, {})], { by: 'own', found: 'missing', wasSet: true }],
    ['null', [ours, ran('own', { c: 1 }, { c: null })], { by: 'own', found: 'null', wasSet: true }],
    [
      'sealed',
      [ours, ran('own', { c: 1 }, { c: stored.sealed_demographics })],
      { by: 'own', found: 'sealed', wasSet: true }
    ],
    ['clear', [ours, ran('own', { c: 1 }, { c: 2 })], { by: 'own', found: 'clear', wasSet: true }],
    [
      'the last of several that changed it',
      [
        ours,
        ran('first', { c: 1 }, { c: 2 }),
        ran('second', { c: 2 }, { c: 3 }),
        ran('third', { c: 3 }, { c: 3 })
      ],
      { by: 'second', found: 'clear', wasSet: true }
    ],
    [
      'not ours',
      [ran('ours', {}, {}), ran('own', {}, { c: 2 })],
      { by: 'own', found: 'clear', wasSet: false }
    ],
    [
      'in a leg of which no Action is kept',
      [ours, ran('own', { c: 2 }, { c: 2 })],
      { by: 'an Action', found: 'clear', wasSet: true }
    ]
  ])('is told: %s', (_, executions, changed) => {
    expect(changedClaim(executions, 0, inID)).toStrictEqual(changed)
  })

  it('is told where ours did not run', () => {
    expect(changedClaim([ran('own', {}, { c: 2 })], -1, inID)).toStrictEqual({
      by: 'own',
      found: 'clear',
      wasSet: false
    })
  })

  it('is nothing where it stands as ours left it, and where nothing ran', () => {
    expect(changedClaim([ours, ran('own', { c: 1 }, { c: 1, other: 2 })], 0, inID)).toBeUndefined()
    expect(changedClaim([], -1, inID)).toBeUndefined()
  })

  it('is told of the token that is asked for, and of its own members', () => {
    const inAPI = { token: 'access_token', claim: 'c' } as const
    expect(changedClaim([ran('own', {}, { c: 1 })], -1, inAPI)).toMatchObject({ by: 'own', found: 'clear' })
    expect(changedClaim([ours, ran('own', {}, {})], 0, inAPI)).toBeUndefined()
    expect(changedClaim([ran('own', {}, {})], -1, { ...inID, claim: 'constructor' })).toBeUndefined()
  })
})
