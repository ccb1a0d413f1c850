import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../../lib/core/auth0/json.js'
import { changedClaim } from '../../../../lib/core/login/explain/changed.js'
import type { Execution } from '../../../../lib/core/login/explain/execution.js'
import { explainLogin } from '../../../../lib/core/login/explain/explain.js'
import {
  changedSentence,
  copyingSentence,
  releasingSentence
} from '../../../../lib/core/login/explain/sentences.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { eventOf } from '../../../fixtures/event.js'
import { executed, noClaims } from '../../../fixtures/executions.js'
import { sealedValue } from '../../../fixtures/login.js'
import { claimOf, clearToAPI, policyReleasing, release, stored, toHrWeb } from '../../../fixtures/release.js'

const ran = (action: string, before: JsonObject, after: JsonObject): Execution => ({
  action,
  before: { idToken: before, accessToken: {} },
  after: { idToken: after, accessToken: { c: 'x' } }
})
const inID = { token: 'id_token', claim: 'c' } as const
const ours = ran('ours', {}, { c: 1 })

describe('a changed claim', () => {
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

describe('what an Action behind ours made of a claim', () => {
  const claim = claimOf('demographics')
  const { idToken } = release(toHrWeb)
  const own = (before: Record<string, Json>, after: Record<string, Json>): Execution => ({
    action: 'own',
    before: { ...noClaims, idToken: before },
    after: { ...noClaims, idToken: after }
  })
  const withStored = eventOf({ user: { app_metadata: stored } })
  const ours = executed('release-attributes', withStored, { idToken })
  const last = (...executions: Execution[]) =>
    explainLogin(policyReleasing(toHrWeb), executions).releasings[0]
  const [text] = Object.values(idToken)

  it.each<[string, Json, string, string]>([
    ['in clear', 'female', 'clear', 'own set another value, in clear'],
    ['an object', { gender: 'female' }, 'clear', 'own set another value, in clear'],
    ['null', null, 'null', 'own set it to null'],
    ['sealed', release(toHrWeb).idToken[claim] as Json, 'sealed', 'own set another value']
  ])('is told: %s', (_, value, found, sentence) => {
    const releasing = last(ours, own(idToken, { [claim]: value }))
    expect(releasing?.changed).toEqual({ by: 'own', found, wasSet: true })
    expect(releasing && releasingSentence(releasing)).toMatch(new RegExp(`; then ${sentence}$`))
  })

  it('is told of one that took it away, and of the last of several', () => {
    expect(last(ours, own(idToken, {}))?.changed).toMatchObject({ found: 'missing' })
    const other = { ...own({}, { [claim]: 'y' }), action: 'other' }
    expect(last(ours, own(idToken, {}), other)?.changed).toMatchObject({ by: 'other' })
  })

  it('is told where ours did not run', () => {
    const releasing = last(own({}, { [claim]: 'female' }))
    expect(releasing?.changed).toEqual({ by: 'own', found: 'clear', wasSet: false })
    expect(releasing && releasingSentence(releasing)).toBe(
      'not in the ID token: release-attributes did not run; then own set a value of its name, in clear'
    )
  })

  it('is nothing where it set the same, something else, or what it had set came before', () => {
    expect(last(ours, own(idToken, { ...idToken }))).not.toHaveProperty('changed')
    expect(last(ours, own(idToken, { ...idToken, other: 'x' }))).not.toHaveProperty('changed')
    expect(last(own({}, { [claim]: 'x' }), ours)).not.toHaveProperty('changed')
  })

  it('is nothing of an attribute that was not in it, or of a rule for somebody else', () => {
    const event = eventOf({ user: { app_metadata: { sealed_demographics: sealedValue({ gender: 'x' }) } } })
    const decided = { [claim]: text as Json }
    const changed = own(decided, { [claim]: 'female' })
    const { releasings } = explainLogin(policyReleasing(toHrWeb), [
      executed('release-attributes', event, { idToken: decided }),
      changed
    ])
    expect(releasings.map(({ name, changed }) => [name, changed?.found])).toEqual([
      ['gender', 'clear'],
      ['ethnicity', undefined]
    ])
    const toCRM = { ...toHrWeb, applications: ['crm'] }
    const other = explainLogin(policyReleasing(toCRM), [executed('release-attributes', event), changed])
    expect(other.releasings[0]).not.toHaveProperty('changed')
    const { releasings: ofAnotherAPI } = explainLogin(
      policyReleasing({ ...clearToAPI, attributes: ['gender'] }),
      [
        executed('release-attributes', event),
        {
          action: 'own',
          before: noClaims,
          after: { ...noClaims, accessToken: { [claimOf('gender')]: 'female' } }
        }
      ]
    )
    expect(ofAnotherAPI[0]).toMatchObject({ why: 'audience' })
    expect(ofAnotherAPI[0]).not.toHaveProperty('changed')
  })

  it('is told of a claim that was null', () => {
    const empty = eventOf({ user: { app_metadata: {} } })
    const decided = { [claim]: null }
    expect(
      last(executed('release-attributes', empty, { idToken: decided }), own(decided, { [claim]: 'female' }))
    ).toMatchObject({ isNull: true, changed: { by: 'own', found: 'clear', wasSet: true } })
  })

  it('is told of a copy', () => {
    const policy = definePolicy({ namespace: 'https://acme.example/', copy: { hobby: 'string' } })
    const event = eventOf({ user: { user_metadata: { hobby: 'chess' } } })
    const copied = { [claimOf('hobby')]: 'chess' }
    const { copyings } = explainLogin(policy, [
      executed('copy-user-metadata', event, { idToken: copied }),
      own(copied, { [claimOf('hobby')]: 'go' })
    ])
    const [unchanged] = explainLogin(policy, [
      executed('copy-user-metadata', event, { idToken: copied }),
      own(copied, copied)
    ]).copyings
    expect(unchanged).toStrictEqual({
      name: 'hobby',
      claim: claimOf('hobby'),
      type: 'string',
      outcome: 'copied'
    })
    expect(copyings.map(copyingSentence)).toEqual([
      `in the ID token as ${claimOf('hobby')}, in clear; then own set another value, in clear`
    ])
    expect(
      copyings.map(({ claim, changed }) => changed && changedSentence({ token: 'id_token', claim }, changed))
    ).toEqual([`own set another value, in clear: ${claimOf('hobby')} in the ID token`])
  })
})
