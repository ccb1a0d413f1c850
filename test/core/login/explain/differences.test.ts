import { describe, expect, it } from 'vitest'
import type { Json } from '../../../../lib/core/auth0/json.js'
import type { Difference } from '../../../../lib/core/login/explain/differences.js'
import type { OurExecution } from '../../../../lib/core/login/explain/execution.js'
import { explainLogin } from '../../../../lib/core/login/explain/explain.js'
import { differenceSentence } from '../../../../lib/core/login/explain/sentences.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { eventOf } from '../../../fixtures/event.js'
import { executed, noClaims } from '../../../fixtures/executions.js'
import { keyPair } from '../../../fixtures/keys.js'
import {
  claimOf,
  clearToAPI,
  clearToID,
  policyReleasing,
  release,
  stored,
  toHrWeb
} from '../../../fixtures/release.js'

const withStored = eventOf({ user: { app_metadata: stored } })

describe('a difference of a sealed claim from the policy', () => {
  it.each<[string, Record<string, Json>, string, string]>([
    ['left out', {}, 'missing', 'set'],
    ['null', { [claimOf('demographics')]: null }, 'null', 'set'],
    ['in clear', { [claimOf('demographics')]: 'x' }, 'other', 'set'],
    [
      'sealed to another key',
      release(toHrWeb, {
        secrets: { ...withStored.secrets, A0SEAL_HR_WEB_KEY: JSON.stringify(keyPair(2).publicJWK) }
      }).idToken,
      'other',
      'set'
    ]
  ])('tells of a claim that was %s by other code', (_, idToken, found, expected) => {
    const { differences } = explainLogin(policyReleasing(toHrWeb), [
      executed('release-attributes', withStored, { idToken })
    ])
    expect(differences).toMatchObject([{ action: 'release-attributes', token: 'id_token', found, expected }])
  })

  it('tells of a claim that the policy does not have', () => {
    const idToken = { ...release(toHrWeb).idToken, [claimOf('gender')]: 'x' }
    const { differences } = explainLogin(policyReleasing(toHrWeb), [
      executed('release-attributes', withStored, { idToken })
    ])
    expect(differences).toEqual([
      {
        action: 'release-attributes',
        token: 'id_token',
        claim: claimOf('gender'),
        found: 'set',
        expected: 'missing'
      }
    ])
    expect(differences.map(differenceSentence)).toEqual([
      `release-attributes differs from the policy in the ID token: it set it, and the policy has no such claim (${claimOf('gender')}); build again`
    ])
  })

  it('does not count what another Action had set before', () => {
    const other = { [claimOf('other')]: 'x' }
    const idToken = { ...other, ...release(toHrWeb).idToken }
    const execution = executed('release-attributes', withStored, { idToken })
    const before = { ...noClaims, idToken: other }
    expect(explainLogin(policyReleasing(toHrWeb), [{ ...execution, before }]).differences).toEqual([])
  })
})

describe('a difference from the policy', () => {
  const [id, access] = [claimOf('gender'), claimOf('ethnicity')]
  const event = eventOf({
    user: { app_metadata: stored },
    resource_server: { identifier: clearToAPI.audience },
    transaction: { requested_scopes: ['x'] } as never
  })
  const policy = policyReleasing(
    { ...clearToID, attributes: ['gender'] },
    { ...clearToAPI, attributes: ['ethnicity'] }
  )
  const narrowed = policyReleasing({ ...clearToID, attributes: ['gender'], scope: 'read:gender' })
  const between = (before: OurExecution['before'], after: OurExecution['after'], its = policy) =>
    explainLogin(its, [{ ...executed('release-attributes', event), before, after }]).differences
  const decided = { idToken: { [id]: 'x' }, accessToken: { [access]: 'y' } }

  it.each<[string, OurExecution['after'], Omit<Difference, 'action'>[]]>([
    ['none', decided, []],
    [
      'in the access token',
      { ...decided, accessToken: { [access]: 'other' } },
      [{ token: 'access_token', claim: access, found: 'other', expected: 'set' }]
    ],
    [
      'in both, of claims that were set wrongly and of others',
      { idToken: { more: null, [id]: null }, accessToken: { more: 'x' } },
      [
        { token: 'id_token', claim: id, found: 'null', expected: 'set' },
        { token: 'id_token', claim: 'more', found: 'null', expected: 'missing' },
        { token: 'access_token', claim: access, found: 'missing', expected: 'set' },
        { token: 'access_token', claim: 'more', found: 'set', expected: 'missing' }
      ]
    ]
  ])('is told: %s', (_, after, differences) => {
    expect(between(noClaims, after)).toStrictEqual(
      differences.map(difference => ({ action: 'release-attributes', ...difference }))
    )
  })

  it.each<[Record<string, Json>, Difference['found'] | undefined]>([
    [{ [id]: null }, undefined],
    [{}, 'missing'],
    [{ [id]: 'x' }, 'set']
  ])('is told of a claim that the policy sets to null: %j', (idToken, found) => {
    expect(between(noClaims, { ...noClaims, idToken }, narrowed)).toMatchObject(
      found ? [{ found, expected: 'null' }] : []
    )
  })

  it('is told of a claim that stood there before, and is another now', () => {
    const [was, is] = [{ more: 'x' }, { more: 'y' }]
    expect(
      between({ ...noClaims, idToken: was }, { ...decided, idToken: { ...decided.idToken, ...is } })
    ).toEqual([
      { action: 'release-attributes', token: 'id_token', claim: 'more', found: 'set', expected: 'missing' }
    ])
  })

  it('is told of all claims where the policy decides nothing', () => {
    const copying = definePolicy({ namespace: 'https://acme.example/', copy: { hobby: 'string' } })
    const broken = eventOf({ user: { user_metadata: 'x' } })
    const idToken = { [claimOf('hobby')]: 'chess' }
    expect(explainLogin(copying, [executed('copy-user-metadata', broken, { idToken })])).toStrictEqual({
      sealings: [],
      releasings: [],
      copyings: [
        {
          name: 'hobby',
          claim: claimOf('hobby'),
          type: 'string',
          outcome: 'not copied',
          why: 'failed',
          code: 'ERR_METADATA'
        }
      ],
      differences: [
        {
          action: 'copy-user-metadata',
          token: 'id_token',
          claim: claimOf('hobby'),
          found: 'set',
          expected: 'missing'
        }
      ]
    })
  })

  it('is none of an Action of somebody else, whatever its name', () => {
    const { event: _event, ...theirs } = executed('release-attributes', event, decided)
    const { releasings, differences } = explainLogin(policy, [theirs])
    expect(differences).toEqual([])
    expect(releasings.map(({ why }) => why)).toEqual(['did not run', 'did not run'])
    const behind = explainLogin(policy, [executed('release-attributes', event, decided), theirs])
    expect(behind.releasings.map(({ outcome }) => outcome)).toEqual(['released', 'released'])
    // One of ours that is not asked for has an event too.
    const copy = executed('copy-user-metadata', event)
    expect(explainLogin(policy, [copy]).releasings[0]?.why).toBe('did not run')
  })
})
