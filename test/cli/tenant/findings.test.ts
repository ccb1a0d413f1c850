import { describe, expect, test } from 'vitest'
import { createFindingLines, executionLines, refusalLines } from '../../../lib/cli/tenant/findings.js'
import type { JsonObject } from '../../../lib/core/auth0/json.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import type { InspectedLogin } from '../../../lib/tenant/inspector/login.js'
import { inspectedLogin, inspectedRun } from '../../tenant/inspector/login.js'

type Run = Parameters<typeof refusalLines>[0]

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    a: { attributes: ['iban', 'blood.type', { name: 'allergies', from: ['known_allergies'] }] },
    b: { attributes: [{ name: 'risk', connections: ['samlp'] }] },
    c: { userMetadata: ['national_id'] }
  }
})
const oidc = { name: 'idp', strategy: 'oidc', denyList: [] }
const over = { end: {} } as Run

/** A login with these logs of its Actions, and the profile it leaves. */
const loginOf = (
  logs: Readonly<Record<string, string>>,
  profile?: JsonObject,
  about: Partial<InspectedLogin> = {}
): InspectedLogin => {
  const actions = Object.entries(logs).map(([name, log]) => ({
    name,
    log,
    handler: 'onExecutePostLogin' as const,
    durationMs: 1,
    wrote: [],
    claims: []
  }))
  return inspectedLogin({
    policy,
    source: oidc,
    runs: [inspectedRun({ actions })],
    ...(profile && { stored: { user_id: 'oidc|1', app_metadata: {}, user_metadata: {}, ...profile } }),
    ...about
  })
}

const findings = (login: InspectedLogin) => createFindingLines()(over, login)

const deny = '(mend it: npx a0seal deny-list apply --connection idp)'

describe('what is said of a login', () => {
  test('nothing where nothing is wrong, or while it goes on', () => {
    expect(findings(loginOf({ 'seal-attributes': '' }, {}))).toEqual([])
    expect(createFindingLines()({}, loginOf({ a: 'ERR_TAG' }, { iban: 'canary' }))).toEqual([])
  })

  test('attributes that the profile has in clear, however Auth0 spells them, and never their values', () => {
    const profile = { iban: 'canary', 'blood:type': 'canary', known_allergies: ['canary'] }
    expect(findings(loginOf({}, profile))).toEqual([
      `login to hr-web: iban is stored in clear ${deny}`,
      `login to hr-web: blood.type is stored in clear ${deny}`,
      `login to hr-web: allergies is stored in clear ${deny}`
    ])
  })

  test('an attribute of other connections too: it is at rest in clear all the same', () => {
    const samlp = { ...oidc, strategy: 'samlp' }
    expect(findings(loginOf({}, { risk: 'canary' }))).toEqual([
      'login to hr-web: risk is stored in clear (mend it: add idp to the connections of risk in the policy, then npx a0seal deny-list apply --connection idp)'
    ])
    expect(findings(loginOf({}, { risk: 'canary' }, { source: samlp }))).toEqual([
      `login to hr-web: risk is stored in clear ${deny}`
    ])
  })

  test('fields of user_metadata by their place', () => {
    expect(findings(loginOf({}, { user_metadata: { national_id: 'canary', hobby: 'x' } }))).toEqual([
      'login to hr-web: user_metadata.national_id is stored in clear (mend it: npx a0seal build, and bind seal-attributes)'
    ])
  })

  test('what an Action of ones own has stored, of what was sent and of what was typed', () => {
    const typed = { event: { user: { user_metadata: { national_id: 'canary-2' } } }, secrets: {}, now: 0 }
    const login = loginOf(
      {},
      { app_metadata: { one: 'canary-1', other: 'canary-2' } },
      { sent: { connection: 'idp', profile: { iban: 'canary-1' } }, runs: [inspectedRun({ given: typed })] }
    )
    const mend = '(mend it: change the Action that writes it, and npx a0seal build)'
    expect(findings(login)).toEqual([
      `login to hr-web: iban is stored in clear as app_metadata.one ${mend}`,
      `login to hr-web: national_id is stored in clear as app_metadata.other ${mend}`
    ])
  })

  test('codes of each Action, the worst first, and nothing else of what it logged', () => {
    const logs = {
      'seal-attributes': 'a0seal seal-attributes ERR_STALE slot=a ERR_TAG slot=b',
      mine: 'canary ERR_OF_MINE NO_ERR_TAGS'
    }
    expect(findings(loginOf(logs))).toEqual([
      'login to hr-web: seal-attributes ERR_TAG (mend it: see ERR_TAG in the table of codes in the README)',
      'login to hr-web: seal-attributes ERR_STALE (mend it: log in at the identity provider again, which seals it)'
    ])
  })

  test('codes only, where no policy is known or the user is gone', () => {
    const logs = { a: 'ERR_NO_KEYS' }
    const said = ['login to hr-web: a ERR_NO_KEYS (mend it: npx a0seal keys generate --out keys.json)']
    const { policy: _unknown, ...unexplained } = loginOf(logs, { iban: 'canary' })
    expect(findings(unexplained)).toEqual(said)
    expect(findings(loginOf(logs))).toEqual(said)
  })

  test('of each thing once, however many legs a login has', () => {
    const lines = createFindingLines()
    const login = loginOf({ a: 'ERR_NO_KEYS' }, { iban: 'canary' })
    expect(lines(over, login)).toHaveLength(2)
    expect(lines(over, login)).toEqual([])
    login.runs.push(inspectedRun({ actions: [{ ...login.runs[0]?.actions[0], log: 'ERR_TAG' } as never] }))
    expect(lines(over, login)).toHaveLength(1)
  })
})

describe('what is said of a login that was refused', () => {
  const refused = (outcome: object, actions: readonly object[]) => {
    const input = { client: { client_id: 'hr-web' } }
    return refusalLines({ input, end: { result: { outcome, actions } } } as unknown as Run, 'http://at/1')
  }
  const actions = [{ name: 'seal-attributes' }, { name: 'mine' }]

  test('which Action denied it or threw, and never its words', () => {
    expect(refused({ type: 'denied', reason: 'canary' }, actions)).toEqual([
      'login to hr-web: mine denied the login (look at it: http://at/1)'
    ])
    const threw = [{ name: 'seal-attributes' }, { name: 'mine', error: 'canary' }]
    expect(refused({ type: 'failed', message: 'canary' }, threw)).toEqual([
      'login to hr-web: mine failed: it threw an error (look at it: http://at/1)'
    ])
  })

  test('that it took too long, if its thread had to be ended too', () => {
    const message = 'Request to Webtask exceeded allowed execution time'
    expect(refused({ type: 'failed', message }, [{ name: 'mine', error: message }])).toEqual([
      'login to hr-web: mine failed: it took too long (look at it: http://at/1)'
    ])
    expect(refused({ type: 'failed', message }, [])).toEqual([
      'login to hr-web: the Actions failed: one took too long, or ended the thread that runs them (look at it: http://at/1)'
    ])
  })

  test('no Action where it was none', () => {
    expect(refused({ type: 'denied', reason: 'canary' }, [])).toEqual([
      'login to hr-web: a Rule denied the login (look at it: http://at/1)'
    ])
    expect(refused({ type: 'failed', message: 'canary' }, actions)).toEqual([
      'login to hr-web: the run of the Actions failed (look at it: http://at/1)'
    ])
  })

  test('nothing where it was not refused', () => {
    expect(refused({ type: 'completed' }, actions)).toEqual([])
    expect(refusalLines({ input: { client: { client_id: 'hr-web' } } } as Run, 'http://at/1')).toEqual([])
  })
})

describe('what is said of a run of another trigger', () => {
  type Execution = Parameters<typeof executionLines>[0]
  const said = (run: { trigger: string; outcome: string; actions: readonly object[] }) =>
    executionLines({ id: '1', ...run } as unknown as Execution, { issuer: 'http://at/' })
  const at = '(look at it: GET http://at/api/v2/actions/executions/1)'

  test('codes of its Actions, and which of them refused or threw, never its words', () => {
    const log = 'a0seal guard-signup ERR_NO_KEYS canary'
    const guard = { trigger: 'pre-user-registration', actions: [{ name: 'guard-signup', log }] }
    expect(said({ ...guard, outcome: 'denied' })).toEqual([
      'pre-user-registration: guard-signup ERR_NO_KEYS (mend it: npx a0seal keys generate --out keys.json)',
      `pre-user-registration: guard-signup denied the sign-up ${at}`
    ])
    const actions = [{ name: 'mine', log: 'canary', error: 'canary' }]
    for (const trigger of ['credentials-exchange', 'post-user-registration'])
      expect(said({ trigger, outcome: 'failed', actions })).toEqual([
        `${trigger}: mine failed: it threw an error ${at}`
      ])
    const refused = {
      trigger: 'credentials-exchange',
      outcome: 'denied',
      actions: [{ name: 'mine', log: '' }]
    }
    expect(said(refused)).toEqual([`credentials-exchange: mine denied the token ${at}`])
  })

  test('nothing where nothing is wrong', () => {
    const actions = [{ name: 'mine', log: 'canary' }]
    expect(said({ trigger: 'credentials-exchange', outcome: 'completed', actions })).toEqual([])
  })
})
