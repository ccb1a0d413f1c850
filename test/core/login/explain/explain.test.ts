import { describe, expect, it } from 'vitest'
import type { Json } from '../../../../lib/core/auth0/json.js'
import type { PostLoginEvent } from '../../../../lib/core/auth0/post-login.js'
import { decideCopy } from '../../../../lib/core/login/copy.js'
import type { Execution } from '../../../../lib/core/login/explain/execution.js'
import { explainLogin } from '../../../../lib/core/login/explain/explain.js'
import { differenceSentence, whyClaim } from '../../../../lib/core/login/explain/sentences.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { nowMs } from '../../../fixtures/clock.js'
import { eventOf } from '../../../fixtures/event.js'
import { keyPair } from '../../../fixtures/keys.js'
import { claimOf, clearToID, policyReleasing, release, stored, toHrWeb } from '../../../fixtures/release.js'

const none = { idToken: {}, accessToken: {} }
const executed = (
  action: Execution['action'],
  event: PostLoginEvent,
  after: Partial<Execution['after']> = {}
): Execution => ({ action, event, now: nowMs, before: none, after: { ...none, ...after } })

const withStored = eventOf({ user: { app_metadata: stored } })

describe('an explanation', () => {
  it('says for each rule and attribute where it went', () => {
    const policy = policyReleasing(toHrWeb)
    const { idToken } = release(toHrWeb)
    const explanation = explainLogin(policy, [executed('release-attributes', withStored, { idToken })])
    expect(explanation.differences).toEqual([])
    const { kid } = keyPair(1).publicJWK
    expect(explanation.releasings).toMatchObject([
      { name: 'gender', outcome: 'released', claim: claimOf('demographics'), kid },
      { name: 'ethnicity', outcome: 'released', claim: claimOf('demographics'), kid }
    ])
  })

  it('says that an Action did not run', () => {
    const { sealings, releasings, differences } = explainLogin(policyReleasing(toHrWeb), [])
    expect(new Set(sealings.map(({ why }) => why))).toEqual(new Set(['did not run']))
    expect(new Set(releasings.map(({ why }) => why))).toEqual(new Set(['did not run']))
    expect(differences).toEqual([])
  })

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
    const before = { ...none, idToken: other }
    expect(explainLogin(policyReleasing(toHrWeb), [{ ...execution, before }]).differences).toEqual([])
  })

  it('takes the last execution of an Action, and each at its own event', () => {
    const policy = definePolicy({ namespace: 'https://acme.example/', copy: { hobby: 'string' } })
    const first = eventOf({ user: { user_metadata: {} } })
    const second = eventOf({ user: { user_metadata: { hobby: 'chess' } } })
    const { idToken } = decideCopy(policy, second)
    const explanation = explainLogin(policy, [
      executed('copy-user-metadata', first),
      executed('copy-user-metadata', second, { idToken })
    ])
    expect(explanation.copyings).toMatchObject([{ name: 'hobby', outcome: 'copied' }])
    expect(explanation.differences).toEqual([])
  })
})

describe('why a claim is missing', () => {
  const why = (rule: object, claim: string, options: Parameters<typeof eventOf>[0] = {}) => {
    const event = eventOf({ ...options, user: { app_metadata: stored, ...options.user } })
    return whyClaim(
      explainLogin(policyReleasing(rule), [executed('release-attributes', event)]),
      claim
    ).split('\n')[0]
  }
  const gender = { ...clearToID, attributes: ['gender'] }
  const claim = claimOf('gender')

  it.each<[string, object, Parameters<typeof eventOf>[0], string]>([
    [
      'another application',
      gender,
      { client: { client_id: 'crm' } },
      'gender: not in the ID token: the rule names hr-web, and not this application'
    ],
    [
      'the scope',
      { ...gender, scope: 'read:gender' },
      {},
      `gender: not in the ID token: the scope read:gender was not asked for; ${claim} is null`
    ],
    [
      'the organization',
      { ...gender, organizations: ['org_1'] },
      {},
      `gender: not in the ID token: the rule is for the organization org_1; ${claim} is null`
    ],
    [
      'any organization',
      { ...gender, organizations: ['*'] },
      {},
      `gender: not in the ID token: the rule is for logins to an organization; ${claim} is null`
    ],
    [
      'a delegation',
      gender,
      { session: { actor: { sub: 'support' } } },
      `gender: not in the ID token: somebody else is logging in as the user (ERR_DELEGATED); ${claim} is null`
    ],
    [
      'an empty slot',
      gender,
      { user: { app_metadata: {} } },
      `gender: not in the ID token: nothing is sealed of it; ${claim} is null`
    ],
    [
      'a key that is missing',
      gender,
      { secrets: {} },
      `gender: not in the ID token: it failed (ERR_NO_KEYS); ${claim} is null`
    ]
  ])('is told: %s', (_, rule, options, sentence) => {
    expect(why(rule, claim, options)).toBe(sentence)
  })

  it('is told of an access token for another API, and of one login', () => {
    const toAPI = {
      ...gender,
      to: 'access_token',
      storedInClear: undefined,
      readableByClient: true,
      audience: 'https://api.acme.example'
    }
    expect(why(toAPI, claim)).toBe(
      'gender: not in the access token for https://api.acme.example: this login asked for no access token of https://api.acme.example'
    )
    const handoff = { slot: 'handoff', to: 'id_token', applications: ['hr-web'] }
    expect(why(handoff, claimOf('handoff'))).toBe(
      `id_hint: not in the ID token: nothing of it was sealed in this login, and it is kept for no other; ${claimOf('handoff')} is null`
    )
  })

  it('is told of a name that is nowhere in the policy', () => {
    expect(why(gender, claimOf('nothing'))).toBe('no rule of the policy and no copy has a claim of this name')
  })
})
