import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../lib/core/auth0/json.js'
import type { Execution, OurExecution } from '../../../lib/core/login/explain/execution.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { findingsOf } from '../../../lib/tenant/inspector/findings.js'
import { lanesOf } from '../../../lib/tenant/inspector/lanes/lanes.js'
import type { InspectedLogin } from '../../../lib/tenant/inspector/login.js'
import { nowMs } from '../../fixtures/clock.js'
import { eventOf } from '../../fixtures/event.js'
import { sealedValue } from '../../fixtures/login.js'
import { claimOf, clearToID, release, toHrWeb } from '../../fixtures/release.js'
import { inspectedLogin, inspectedRun } from './login.js'

const [sealedClaim, clearClaim, hobby] = [claimOf('demographics'), claimOf('ethnicity'), claimOf('hobby')]
const policyInput = {
  namespace: 'https://acme.example/',
  slots: {
    demographics: { attributes: ['gender', 'ethnicity'] },
    identity: { userMetadata: ['national_id'] }
  },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  copy: { hobby: 'string' }
}
const policy = definePolicy({
  ...policyInput,
  release: [
    { ...toHrWeb, attributes: ['gender'] },
    { ...clearToID, attributes: ['ethnicity'] }
  ]
} as never)

const data = { gender: 'female-x', ethnicity: 'ethnic-y' }
const user = {
  app_metadata: { sealed_demographics: sealedValue(data) },
  user_metadata: { hobby: 'chess', national_id: 'id-4711' }
}
const event = eventOf({ user })
const jwe = release({ ...toHrWeb, attributes: ['gender'] }).idToken[sealedClaim] as Json
const decided = { [hobby]: 'chess', [sealedClaim]: jwe, [clearClaim]: data.ethnicity }

const run = (action: string, before: JsonObject, after: JsonObject): Execution => ({
  action,
  before: { idToken: before, accessToken: {} },
  after: { idToken: after, accessToken: {} }
})
const ours = (action: OurExecution['action'], before: JsonObject, after: JsonObject): OurExecution => ({
  ...run(action, before, after),
  action,
  event,
  now: nowMs,
  isUndone: false
})

/** A sign-in of which our Actions did their part, and an Action behind them set these claims. */
const loginWith = (
  claims: JsonObject,
  { appMetadata = {}, ...about }: Partial<InspectedLogin> & { appMetadata?: JsonObject } = {}
): InspectedLogin => {
  const idToken: JsonObject = { ...decided, ...claims }
  return inspectedLogin({
    policy,
    source: { name: 'acme-idp', strategy: 'oidc', denyList: ['gender', 'ethnicity'] },
    sent: { connection: 'acme-idp', profile: data },
    stored: {
      user_id: 'x',
      app_metadata: { ...user.app_metadata, ...appMetadata },
      user_metadata: { hobby: 'chess' }
    },
    runs: [
      inspectedRun({
        given: { event: event as never, secrets: {}, now: nowMs },
        executions: () => [
          ours('copy-user-metadata', {}, { [hobby]: 'chess' }),
          ours('release-attributes', { [hobby]: 'chess' }, decided),
          run('own', decided, idToken)
        ],
        claims: { idToken, accessToken: {} },
        update: { app_metadata: appMetadata, user_metadata: {} }
      })
    ],
    hasRefreshToken: false,
    idToken: { type: 'jwt', header: {}, claims: idToken },
    userinfo: { sub: 'x', ...idToken },
    ...about
  })
}

const said = (login: InspectedLogin) => findingsOf(login).map(({ tone, text }) => `${tone} ${text}`)
const laneOf = (login: InspectedLogin, name: string) => {
  const lane = lanesOf(login).find(lane => lane.name === name)
  if (!lane) throw new Error(`no lane of ${name}`)
  const { stored, released, userinfo } = lane.stations
  const texts = (passages: typeof stored) => passages.map(({ tone, text }) => `${tone} ${text}`)
  return { stored: texts(stored), released: texts(released), userinfo: texts(userinfo) }
}

describe('what is in clear by no rule', () => {
  test('is nothing where our Actions alone set claims: a rule, or the user, put it there', () => {
    const login = loginWith({})
    expect(said(login)).toEqual([])
    expect(laneOf(login, 'gender').userinfo).toEqual(['good the sealed claim, as in the ID token'])
    expect(laneOf(login, 'ethnicity').userinfo).toEqual(['plain in clear, as in the ID token'])
    expect(laneOf(login, 'ethnicity').stored).toEqual(['good sealed in app_metadata.sealed_demographics'])
  })

  test('is told of a sealed claim that was overwritten, in the list, the token and /userinfo', () => {
    const login = loginWith({ [sealedClaim]: data.gender })
    expect(said(login)).toEqual([
      `bad own set another value, in clear: ${sealedClaim} in the ID token`,
      `bad gender is in clear in the ID token as ${sealedClaim}`
    ])
    const { released, userinfo } = laneOf(login, 'gender')
    expect(released[0]).toMatch(/^bad in the ID token as .*; then own set another value, in clear$/)
    expect(released[1]).toBe(`bad in clear in the ID token as ${sealedClaim}`)
    expect(userinfo[0]).toBe('bad in clear, and the policy seals it')
  })

  test('is told of a claim of another name, and of a part of one', () => {
    const claim = claimOf('all')
    const login = loginWith({ [claim]: { of: [data.gender], id: 'id-4711' } })
    expect(said(login)).toEqual([
      `bad gender is in clear in the ID token as ${claim}.of[0]`,
      `bad national_id is in clear in the ID token as ${claim}.id`
    ])
    expect(laneOf(login, 'gender').released[1]).toBe(`bad in clear in the ID token as ${claim}.of[0]`)
    expect(laneOf(login, 'gender').userinfo).toEqual([
      'good the sealed claim, as in the ID token',
      `bad in clear as ${claim}.of[0]`
    ])
    expect(laneOf(login, 'national_id').userinfo).toEqual([`bad in clear as ${claim}.id`])
  })

  test('is told of a claim that a rule has for another attribute, and of a copy that was overwritten', () => {
    expect(said(loginWith({ [clearClaim]: data.gender }))).toEqual([
      `bad gender is in clear in the ID token as ${clearClaim}`,
      `warn own set another value, in clear: ${clearClaim} in the ID token`
    ])
    expect(said(loginWith({ [hobby]: data.gender }))[0]).toBe(
      `bad gender is in clear in the ID token as ${hobby}`
    )
  })

  test('is told of an access token, unless it is opaque', () => {
    const claims = { idToken: decided, accessToken: { plain: data.gender } }
    const login = loginWith({})
    Object.assign(login.runs[0] ?? {}, { claims })
    expect(said(login)).toEqual(['bad gender is in clear in the access token as plain'])
    expect(laneOf(login, 'gender').released[1]).toBe('bad in clear in the access token as plain')
    expect(said({ ...login, accessToken: { type: 'opaque' } })).toEqual([])
  })

  test('is told of /userinfo alone, where a token has it no more', () => {
    const login = loginWith({}, { userinfo: { sub: 'x', ...decided, nickname: data.gender } })
    expect(said(login)).toEqual(['bad gender is served in clear by /userinfo as nickname'])
  })

  test('is nothing in a token that was not issued', () => {
    const { idToken: _none, ...without } = loginWith({ [claimOf('all')]: data.gender })
    const { userinfo: _unserved, ...unserved } = without
    expect(said(unserved)).toEqual([])
    expect(said({ ...unserved, status: 'refused' })).toEqual([])
    expect(laneOf({ ...unserved, status: 'refused' }, 'gender')).toMatchObject({
      released: [expect.stringMatching(/^none would have been in the ID token .*: the login was refused$/)],
      userinfo: ['none the login was refused']
    })
  })
})

describe('the place of a slot', () => {
  test('is red where something else stands in it', () => {
    const text = 'bad no sealed value stands in app_metadata.sealed_demographics, but something else'
    for (const value of ['f', { x: 'y' }, 'a.b.c.d.e', sealedValue(data).split('.')[0] as string]) {
      const login = loginWith({}, { appMetadata: { sealed_demographics: value } })
      expect(said(login)).toEqual([text])
      expect(laneOf(login, 'gender').stored).toEqual([text])
    }
  })

  test('is mended by whoever writes it', () => {
    const mendOf = (login: InspectedLogin) => findingsOf(login)[0]?.mend
    const appMetadata = { sealed_demographics: 'f' }
    expect(mendOf(loginWith({}, { appMetadata }))).toBe(
      'change the Action that writes it, and npx a0seal build'
    )
    expect(mendOf(loginWith({}, { stored: { app_metadata: appMetadata } }))).toBe(
      'take app_metadata.sealed_demographics out of the profile, and log in again'
    )
  })
})

test('an attribute that was never sent has no part in the value and the claim of its slot', () => {
  const policyOfOne = {
    ...policy,
    release: policy.release.map(rule => ({ ...rule, attributes: ['gender', 'ethnicity'] }))
  }
  const app_metadata = { sealed_demographics: sealedValue({ gender: data.gender }) }
  const seen = eventOf({ user: { app_metadata } })
  const sealing: OurExecution = { ...ours('seal-attributes', {}, {}), event: seen }
  const releasing: OurExecution = { ...ours('release-attributes', {}, { [sealedClaim]: jwe }), event: seen }
  const login = loginWith(
    {},
    { policy: policyOfOne, stored: { app_metadata }, userinfo: { [sealedClaim]: jwe } }
  )
  Object.assign(login.runs[0] ?? {}, { executions: () => [sealing, releasing] })
  expect(laneOf(login, 'gender')).toMatchObject({
    stored: ['good sealed in app_metadata.sealed_demographics'],
    userinfo: ['good the sealed claim, as in the ID token']
  })
  expect(laneOf(login, 'ethnicity')).toMatchObject({
    stored: ['none nothing: what is sealed in app_metadata.sealed_demographics has none of it'],
    userinfo: ['none nothing']
  })
})

test('each claim of an attribute is told of at /userinfo', () => {
  const rules = [
    { ...clearToID, attributes: ['gender'], scope: 'x' },
    { ...clearToID, attributes: ['gender'], as: claimOf('g2') }
  ]
  const two = definePolicy({ ...policyInput, release: rules } as never)
  const idToken = { [claimOf('gender')]: null, [claimOf('g2')]: data.gender }
  const login = loginWith({}, { policy: two, userinfo: idToken })
  Object.assign(login.runs[0] ?? {}, { executions: () => [ours('release-attributes', {}, idToken)] })
  expect(laneOf(login, 'gender').userinfo).toEqual([
    `none ${claimOf('gender')}: null, so that no older value is served`,
    `plain ${claimOf('g2')}: in clear, as in the ID token`
  ])
})

test('a copied field is at rest where it is stored, and not where it was typed', () => {
  const login = loginWith({})
  expect(laneOf(login, 'hobby').stored).toEqual(['plain in clear in user_metadata.hobby'])
  expect(laneOf({ ...login, stored: { user_metadata: {} } }, 'hobby').stored).toEqual(['none nothing'])
})
