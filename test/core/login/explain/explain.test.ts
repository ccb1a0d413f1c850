import { describe, expect, it } from 'vitest'
import type { Json } from '../../../../lib/core/auth0/json.js'
import type { PostLoginEvent } from '../../../../lib/core/auth0/post-login.js'
import { decideCopy } from '../../../../lib/core/login/copy.js'
import type { LoginEnd } from '../../../../lib/core/login/explain/end.js'
import type { Execution, OurExecution } from '../../../../lib/core/login/explain/execution.js'
import { endedAs, explainLogin } from '../../../../lib/core/login/explain/explain.js'
import {
  changedSentence,
  copyingSentence,
  differenceSentence,
  releasingSentence,
  whyClaim
} from '../../../../lib/core/login/explain/sentences.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { nowMs } from '../../../fixtures/clock.js'
import { eventOf } from '../../../fixtures/event.js'
import { keyPair } from '../../../fixtures/keys.js'
import { sealedValue } from '../../../fixtures/login.js'
import {
  claimOf,
  clearToAPI,
  clearToID,
  policyReleasing,
  release,
  stored,
  toHrWeb
} from '../../../fixtures/release.js'

const none = { idToken: {}, accessToken: {} }
const executed = (
  action: OurExecution['action'],
  event: PostLoginEvent,
  after: Partial<OurExecution['after']> = {}
): OurExecution => ({
  action,
  event,
  now: nowMs,
  before: none,
  after: { ...none, ...after },
  isUndone: false
})

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

describe('what an Action behind ours made of a claim', () => {
  const claim = claimOf('demographics')
  const { idToken } = release(toHrWeb)
  const own = (before: Record<string, Json>, after: Record<string, Json>): Execution => ({
    action: 'own',
    before: { ...none, idToken: before },
    after: { ...none, idToken: after }
  })
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
  })

  it('is told of a copy', () => {
    const policy = definePolicy({ namespace: 'https://acme.example/', copy: { hobby: 'string' } })
    const event = eventOf({ user: { user_metadata: { hobby: 'chess' } } })
    const copied = { [claimOf('hobby')]: 'chess' }
    const { copyings } = explainLogin(policy, [
      executed('copy-user-metadata', event, { idToken: copied }),
      own(copied, { [claimOf('hobby')]: 'go' })
    ])
    expect(copyings.map(copyingSentence)).toEqual([
      `in the ID token as ${claimOf('hobby')}, in clear; then own set another value, in clear`
    ])
    expect(
      copyings.map(({ claim, changed }) => changed && changedSentence({ token: 'id_token', claim }, changed))
    ).toEqual([`own set another value, in clear: ${claimOf('hobby')} in the ID token`])
  })
})

describe('a login that did not come through', () => {
  const { idToken } = release(toHrWeb)
  const explanation = explainLogin(policyReleasing(toHrWeb, { ...clearToAPI, attributes: ['gender'] }), [
    executed('release-attributes', withStored, { idToken })
  ])
  const said = (end: LoginEnd) => endedAs(explanation, end).releasings.map(releasingSentence)[0]

  it.each<[LoginEnd, RegExp]>([
    [{ status: 'done', hasIDToken: true }, /^in the ID token as .*\)$/],
    [{ status: 'refused', hasIDToken: true }, /^would have been in .*: the login was refused$/],
    [{ status: 'not done', hasIDToken: true }, /^would have been in .*: the login is not done$/],
    [{ status: 'done', hasIDToken: false }, /^would have been in .*: no ID token was issued$/]
  ])('has put nothing into a token: %j', (end, sentence) => {
    expect(said(end)).toMatch(sentence)
  })

  it('has an access token without the ID token', () => {
    const { releasings } = endedAs(explanation, { status: 'done', hasIDToken: false })
    expect(releasings.map(({ token, unissued }) => [token, unissued])).toEqual([
      ['id_token', 'no ID token'],
      ['id_token', 'no ID token'],
      ['access_token', undefined]
    ])
  })

  it('says of no claim that it is null', () => {
    const empty = eventOf({ user: { app_metadata: {} } })
    const withheld = explainLogin(policyReleasing(toHrWeb), [executed('release-attributes', empty)])
    const ended = endedAs(withheld, { status: 'refused', hasIDToken: true })
    expect(ended.releasings.map(releasingSentence)[0]).toBe('not in the ID token: nothing is sealed of it')
  })
})
