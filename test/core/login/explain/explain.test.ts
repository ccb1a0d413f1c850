import { describe, expect, it } from 'vitest'
import { decideCopy } from '../../../../lib/core/login/copy.js'
import type { LoginEnd } from '../../../../lib/core/login/explain/end.js'
import type { Execution, OurExecution } from '../../../../lib/core/login/explain/execution.js'
import { endedAs, explainLogin } from '../../../../lib/core/login/explain/explain.js'
import { releasingSentence, whyClaim } from '../../../../lib/core/login/explain/sentences.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { eventOf } from '../../../fixtures/event.js'
import { executed } from '../../../fixtures/executions.js'
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

describe('an explanation of sealing', () => {
  it('is of the last execution, and of a run that failed says so', () => {
    const first = executed('seal-attributes', eventOf())
    const last = executed('seal-attributes', eventOf({ user: { gender: 'x' } }))
    const sealingOf = (...executions: Execution[]) =>
      explainLogin(policyReleasing(toHrWeb), executions).sealings[0]
    expect(sealingOf(first, last)).toMatchObject({ name: 'gender', outcome: 'sealed', isHeld: true })
    expect(sealingOf(first, { ...last, isUndone: true } as OurExecution)).toMatchObject({
      outcome: 'sealed',
      isHeld: false,
      isUndone: true
    })
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

describe('a login that did not come through', () => {
  const { idToken } = release(toHrWeb)
  const explain = () =>
    explainLogin(policyReleasing(toHrWeb, { ...clearToAPI, attributes: ['gender'] }), [
      executed('release-attributes', withStored, { idToken })
    ])
  const said = (end: LoginEnd) => endedAs(explain(), end).releasings.map(releasingSentence)[0]

  it.each<[LoginEnd, RegExp]>([
    [{ status: 'done', hasIDToken: true }, /^in the ID token as .*\)$/],
    [{ status: 'refused', hasIDToken: true }, /^would have been in .*: the login was refused$/],
    [{ status: 'not done', hasIDToken: true }, /^would have been in .*: the login is not done$/],
    [{ status: 'done', hasIDToken: false }, /^would have been in .*: no ID token was issued$/]
  ])('has put nothing into a token: %j', (end, sentence) => {
    expect(said(end)).toMatch(sentence)
  })

  it('has copied nothing either', () => {
    const policy = definePolicy({ namespace: 'https://acme.example/', copy: { hobby: 'string' } })
    const copied = explainLogin(policy, [])
    const ended = (end: LoginEnd) => endedAs(copied, end).copyings
    expect(ended({ status: 'done', hasIDToken: true })).toStrictEqual(copied.copyings)
    for (const [end, unissued] of [
      [{ status: 'done', hasIDToken: false }, 'no ID token'],
      [{ status: 'refused', hasIDToken: true }, 'refused'],
      [{ status: 'not done', hasIDToken: false }, 'not done']
    ] as const)
      expect(ended(end)).toStrictEqual(copied.copyings.map(copying => ({ ...copying, unissued })))
  })

  it('has an access token without the ID token', () => {
    const { releasings } = endedAs(explain(), { status: 'done', hasIDToken: false })
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
