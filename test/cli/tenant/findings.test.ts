import { describe, expect, test } from 'vitest'
import { executionLines, findingLines, refusalLines } from '../../../lib/cli/tenant/findings.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'

type Run = Parameters<typeof findingLines>[0]
type User = NonNullable<Parameters<typeof findingLines>[1]['user']>

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    a: { attributes: ['iban', 'blood.type', { name: 'allergies', from: ['known_allergies'] }] },
    b: { attributes: [{ name: 'risk', connections: ['samlp'] }] },
    c: { userMetadata: ['national_id'] }
  }
})
const oidc = { id: 'con_1', name: 'idp', strategy: 'oidc' }
const clean = { user_id: 'oidc|1', app_metadata: {}, user_metadata: {} }

/** A run of post-login with these logs of its Actions, over unless said otherwise. */
const runOf = (
  logs: Readonly<Record<string, string>>,
  { connection = oidc, isOver = true }: { connection?: object | undefined; isOver?: boolean } = {}
): Run => {
  const actions = Object.entries(logs).map(([name, log]) => ({ name, log }))
  const input = { client: { client_id: 'hr-web' }, user: clean, connection }
  return { input, ...(isOver && { end: { result: { actions } } }) } as unknown as Run
}

const findings = (run: Run, profile: object = {}) =>
  findingLines(run, { policy, user: { ...clean, ...profile } as unknown as User })

const deny = '(mend it: npx a0seal deny-list apply --connection idp)'

describe('what is said of a login', () => {
  test('nothing where nothing is wrong, or while it goes on', () => {
    expect(findings(runOf({ 'seal-attributes': '' }))).toEqual([])
    expect(findings(runOf({ a: 'ERR_TAG' }, { isOver: false }), { iban: 'canary' })).toEqual([])
  })

  test('attributes that the profile has in clear, however Auth0 spells them, and never their values', () => {
    const said = findings(runOf({}), { iban: 'canary', 'blood:type': 'canary', known_allergies: ['canary'] })
    expect(said).toEqual([
      `login to hr-web: iban is stored in clear ${deny}`,
      `login to hr-web: blood.type is stored in clear ${deny}`,
      `login to hr-web: allergies is stored in clear ${deny}`
    ])
  })

  test('an attribute of other connections too: it is at rest in clear all the same', () => {
    const samlp = { ...oidc, strategy: 'samlp' }
    expect(findings(runOf({}), { risk: 'canary' })).toEqual([
      'login to hr-web: risk is stored in clear (mend it: add idp to the connections of risk in the policy, then npx a0seal deny-list apply --connection idp)'
    ])
    expect(findings(runOf({}, { connection: samlp }), { risk: 'canary' })).toEqual([
      `login to hr-web: risk is stored in clear ${deny}`
    ])
  })

  test('fields of user_metadata by their place', () => {
    expect(findings(runOf({}), { user_metadata: { national_id: 'canary', hobby: 'x' } })).toEqual([
      'login to hr-web: user_metadata.national_id is stored in clear (mend it: npx a0seal build, and bind seal-attributes)'
    ])
  })

  test('codes of each Action, the worst first, and nothing else of what it logged', () => {
    const logs = {
      'seal-attributes': 'a0seal seal-attributes ERR_STALE slot=a ERR_TAG slot=b',
      mine: 'canary ERR_OF_MINE NO_ERR_TAGS'
    }
    expect(findings(runOf(logs))).toEqual([
      'login to hr-web: seal-attributes ERR_TAG (mend it: see ERR_TAG in the table of codes in the README)',
      'login to hr-web: seal-attributes ERR_STALE (mend it: log in at the identity provider again, which seals it)'
    ])
  })

  test('codes only, where no policy is known or the user is gone', () => {
    const run = runOf({ a: 'ERR_NO_KEYS' })
    const said = ['login to hr-web: a ERR_NO_KEYS (mend it: npx a0seal keys generate --out keys.json)']
    const user = { ...clean, iban: 'canary' } as unknown as User
    expect(findingLines(run, { policy: undefined, user })).toEqual(said)
    expect(findingLines(run, { policy, user: undefined })).toEqual(said)
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
      'login to hr-web: mine failed: it threw, or took too long (look at it: http://at/1)'
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
    expect(refusalLines(runOf({}, { isOver: false }), 'http://at/1')).toEqual([])
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
        `${trigger}: mine failed: it threw, or took too long ${at}`
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
