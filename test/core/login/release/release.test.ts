import { describe, expect, it } from 'vitest'
import { allReleaseSteps } from '../../../../lib/core/login/all-steps.js'
import { decideRelease, decideRule } from '../../../../lib/core/login/release/release.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { nowMs, nowSeconds } from '../../../fixtures/clock.js'
import { delegatedRuns, eventOf, nativeSocialRuns, silentRuns } from '../../../fixtures/event.js'
import { keyPair } from '../../../fixtures/keys.js'
import { codesOf, sealedValue } from '../../../fixtures/login.js'
import { none } from '../../../fixtures/none.js'
import { namespace, withFields } from '../../../fixtures/policies/policies.js'
import {
  api,
  claimOf,
  clearToAPI,
  clearToID,
  data,
  openAs,
  policyReleasing,
  release,
  sealedClaim,
  stored,
  toHrWeb,
  withheld
} from '../../../fixtures/release.js'

const optIn = { optIn: 'a0seal_release', trustAppAdmins: true }
const nothing = { idToken: none, accessToken: none, notes: [] }
const withoutClaims = (...names: string[]) => ({ idToken: withheld(...names), accessToken: {}, notes: [] })

describe('releasing', () => {
  it('hands the slot to its application, sealed to it', async () => {
    const { idToken, accessToken, notes } = release(toHrWeb)
    expect(Object.keys(idToken)).toEqual([sealedClaim])
    expect([accessToken, notes]).toEqual([{}, []])
    expect(await openAs(idToken[sealedClaim], keyPair(1).privateJWK, 'hr-web')).toMatchObject({
      data,
      iat: nowSeconds
    })
  })

  it('decides on tokens alone', () => {
    expect(Object.keys(release([toHrWeb, clearToAPI]))).toEqual(['idToken', 'accessToken', 'notes'])
  })

  it('hands out the attributes of the rule only', async () => {
    const { idToken } = release({ ...toHrWeb, attributes: ['gender'] })
    const { data } = await openAs(idToken[sealedClaim], keyPair(1).privateJWK, 'hr-web')
    expect(data).toEqual({ gender: 'x' })
  })

  it('says null where nothing is stored, or nothing of what the rule names', () => {
    const without = withoutClaims('demographics')
    expect(release(toHrWeb, { stored: {} })).toEqual(without)
    expect(release(toHrWeb, { stored: { sealed_demographics: null } })).toEqual(without)
    const other = { sealed_demographics: sealedValue({ ethnicity: 'y' }) }
    expect(release({ ...toHrWeb, attributes: ['gender'] }, { stored: other })).toEqual(without)
    expect(release(clearToID, { stored: other }).idToken).toEqual({
      ...withheld('gender'),
      [claimOf('ethnicity')]: 'y'
    })
  })

  it('says of each rule what it handed out, or why nothing, for who explains a login', () => {
    const ofRule = (rule: object, app_metadata: object = stored) => {
      const policy = policyReleasing({ ...toHrWeb, ...rule })
      const event = eventOf({ client: { client_id: 'hr-web', metadata: {} }, user: { app_metadata } })
      const [outcome] = policy.release.map(one =>
        decideRule(one, policy, event, { now: nowMs, steps: allReleaseSteps })
      )
      return { ...outcome, claims: Object.keys(outcome?.claims ?? {}) }
    }
    const other = { sealed_demographics: sealedValue({ ethnicity: 'y' }) }
    const without = { claims: [sealedClaim], attributes: [], notes: [], withheld: 'nothing stored' }
    expect(ofRule({}, {})).toEqual(without)
    expect(ofRule({ attributes: ['gender'] }, other)).toEqual(without)
    const all = { claims: [sealedClaim], attributes: ['gender', 'ethnicity'], notes: [] }
    expect(ofRule({})).toStrictEqual(all)
  })

  it('sets nothing in an access token where there is nothing to hand out', () => {
    const atAPI = { resource_server: { identifier: api } }
    const none = { idToken: {}, accessToken: {}, notes: [] }
    expect(release(clearToAPI, { ...atAPI, stored: {} })).toEqual(none)
    expect(release({ ...clearToAPI, scope: 'read:gender' }, atAPI)).toEqual(none)
    expect(release({ ...clearToAPI, organizations: ['org_1'] }, atAPI)).toEqual(none)
  })

  it('does not take back what another rule hands out under the same claim', () => {
    for (const rules of [
      [toHrWeb, { ...toHrWeb, organizations: ['org_9'] }],
      [{ ...toHrWeb, organizations: ['org_9'] }, toHrWeb]
    ]) {
      const { release: checked, ...policy } = policyReleasing(rules[0] as object)
      const [other] = policyReleasing(rules[1] as object).release
      const both = { ...policy, release: [...checked, ...(other ? [other] : [])] }
      const { idToken } = decideRelease(both, eventOf({ user: { app_metadata: stored } }), {
        now: nowMs,
        steps: allReleaseSteps
      })
      expect(idToken[sealedClaim]).toMatch(/^ey/)
    }
  })

  it('hands out no value of another maker than the slot has', () => {
    const fromUser = { sealed_demographics: sealedValue(data, { src: 'user' }) }
    const decision = release(clearToID, { stored: fromUser })
    expect(decision.idToken).toEqual(withheld('gender', 'ethnicity'))
    expect(decision.notes).toEqual([{ code: 'ERR_SOURCE', slot: 'demographics', failed: true }])
    const fromTenant = { sealed_identity: sealedValue({ national_id: '1' }, { slot: 'identity' }) }
    const identity = release({ ...toHrWeb, slot: 'identity' }, { stored: fromTenant })
    expect(identity.idToken).toEqual(withheld('identity'))
    expect(codesOf(identity)).toEqual(['ERR_SOURCE'])
  })

  it('says that the user vouches for a field', async () => {
    const value = sealedValue({ national_id: '1' }, { slot: 'identity', src: 'user' })
    const { idToken } = release({ ...toHrWeb, slot: 'identity' }, { stored: { sealed_identity: value } })
    const payload = await openAs(idToken[claimOf('identity')], keyPair(1).privateJWK, 'hr-web')
    expect(payload).toMatchObject({ data: { national_id: '1' }, src: 'user' })
  })

  it('says nothing of who vouches for an attribute', async () => {
    const { idToken } = release(toHrWeb)
    expect(await openAs(idToken[sealedClaim], keyPair(1).privateJWK, 'hr-web')).not.toHaveProperty('src')
  })

  it('reads a slot kept for the login from transaction metadata, and from nowhere else', async () => {
    const rule = { ...toHrWeb, slot: 'handoff' }
    const sealed_handoff = sealedValue({ id_hint: 'h' }, { slot: 'handoff' })
    const { idToken } = release(rule, { transaction: { metadata: { sealed_handoff } } })
    const payload = await openAs(idToken[claimOf('handoff')], keyPair(1).privateJWK, 'hr-web')
    expect(payload.data).toEqual({ id_hint: 'h' })
    expect(release(rule, { stored: { sealed_handoff } })).toEqual(withoutClaims('handoff'))
    expect(release(rule, { transaction: undefined })).toEqual(withoutClaims('handoff'))
  })

  it.each(silentRuns)('happens in %s too', (_what, run) => {
    expect(Object.keys(release(toHrWeb, run).idToken)).toEqual([sealedClaim])
  })

  it('goes on with the other rules where one fails', () => {
    const decision = release([{ ...toHrWeb, slot: 'payroll' }, toHrWeb], {
      stored: { ...stored, sealed_payroll: 'broken' }
    })
    expect(decision.idToken).toEqual({ ...withheld('payroll'), [sealedClaim]: expect.any(String) })
    expect(decision.notes).toEqual([{ code: 'ERR_NO_KEYS', slot: 'payroll', failed: true }])
  })
})

describe('in clear', () => {
  it('is one claim for each attribute', () => {
    expect(release(clearToID).idToken).toEqual({ [claimOf('gender')]: 'x', [claimOf('ethnicity')]: 'y' })
  })

  it('is under another name where the rule has one', () => {
    expect(release({ ...clearToID, attributes: ['gender'], as: claimOf('sex') }).idToken).toEqual({
      [claimOf('sex')]: 'x'
    })
  })

  it('keeps the type of a value', () => {
    const odd = { sealed_demographics: sealedValue({ gender: false, ethnicity: { a: [null, 0] } }) }
    expect(release(clearToID, { stored: odd }).idToken).toEqual({
      [claimOf('gender')]: false,
      [claimOf('ethnicity')]: { a: [null, 0] }
    })
  })

  it('goes to the access token of the API of the rule', () => {
    const { idToken, accessToken } = release(clearToAPI, { resource_server: { identifier: api } })
    expect(accessToken).toEqual({ [claimOf('gender')]: 'x', [claimOf('ethnicity')]: 'y' })
    expect(idToken).toEqual({})
  })

  it('needs no key of the application', () => {
    expect(
      release({ ...clearToID, applications: 'any', acceptThirdParty: true }, { client_id: 'unknown' }).idToken
    ).toHaveProperty([claimOf('gender')])
  })
})

describe('a field of the user in clear', () => {
  const policy = withFields(
    policyReleasing({ ...clearToID, slot: 'identity' }, { ...clearToAPI, slot: 'identity' }),
    {
      identity: [{ name: 'national_id', type: 'string', max: 5 }]
    }
  )
  const released = (national_id: unknown, of = policy) => {
    const sealed_identity = sealedValue({ national_id }, { slot: 'identity', src: 'user' })
    const event = eventOf({
      resource_server: { identifier: api },
      user: { app_metadata: { sealed_identity } }
    })
    return decideRelease(of, event, { now: nowMs, steps: allReleaseSteps })
  }

  it('is what the policy says of it', () => {
    const claims = { [claimOf('national_id')]: '12345' }
    expect(released('12345')).toEqual({ idToken: claims, accessToken: claims, notes: [] })
  })

  it.each<[unknown, string]>([
    [['admin'], 'ERR_COPY_TYPE'],
    [true, 'ERR_COPY_TYPE'],
    [12345, 'ERR_COPY_TYPE'],
    [{ roles: 'admin' }, 'ERR_COPY_TYPE'],
    ['123456', 'ERR_COPY_SIZE'],
    ['ééé', 'ERR_COPY_SIZE']
  ])('is withheld where it is something else, though it was sealed: %j', (value, code) => {
    const note = { code, slot: 'identity', fields: ['national_id'], failed: true }
    expect(released(value)).toEqual({
      idToken: withheld('national_id'),
      accessToken: {},
      notes: [note, note]
    })
  })

  it('has at most 500 bytes where the policy says nothing', () => {
    const open = policyReleasing({ ...clearToID, slot: 'identity' })
    const codes = (bytes: number) => codesOf(released('x'.repeat(bytes), open))
    expect([codes(500), codes(501)]).toEqual([[], ['ERR_COPY_SIZE']])
  })

  it('is measured by what the policy says of this field, and of no other', () => {
    const policy = definePolicy({
      namespace,
      slots: {
        identity: {
          userMetadata: [
            { name: 'national_id', type: 'string' },
            { name: 'age', type: 'number' }
          ]
        }
      },
      applications: { 'hr-web': { client_id: 'hr-web' } },
      release: [
        { slot: 'identity', to: 'id_token', applications: ['hr-web'], form: 'clear', storedInClear: true }
      ]
    })
    const idTokenFor = (data: object) => {
      const sealed_identity = sealedValue({ ...data }, { slot: 'identity', src: 'user' })
      const event = eventOf({ user: { app_metadata: { sealed_identity } } })
      return decideRelease(policy, event, { now: nowMs, steps: allReleaseSteps }).idToken
    }
    const right = { [claimOf('national_id')]: '12345', [claimOf('age')]: 7 }
    expect(idTokenFor({ national_id: '12345', age: 7 })).toEqual(right)
    expect(idTokenFor({ national_id: '12345', age: '7' })).toEqual({ ...right, [claimOf('age')]: null })
  })

  it('is not measured where it leaves sealed: its reader sees whose word it is', () => {
    const sealed = withFields(policyReleasing({ ...toHrWeb, slot: 'identity' }), {
      identity: [{ name: 'national_id', type: 'string', max: 5 }]
    })
    const { idToken, notes } = released(['x'.repeat(500)], sealed)
    expect(idToken[claimOf('identity')]).toMatch(/^ey/)
    expect(notes).toEqual([])
  })
})

describe('the application of a rule', () => {
  it.each(['crm', 'other', '', 'HR-WEB', 'hr-web2'])('is not "%s"', client_id => {
    expect(release(toHrWeb, { client_id })).toMatchObject(nothing)
  })

  it('is known by its client id, not by its name in the policy', () => {
    expect(Object.keys(release({ ...toHrWeb, applications: ['crm'] }, { client_id: 'crm' }).idToken)).toEqual(
      [sealedClaim]
    )
    expect(release({ ...toHrWeb, applications: ['crm'] }, { client_id: 'hr-web' })).toMatchObject(nothing)
  })

  it('may be any, but never a third-party client', () => {
    const toAny = { ...clearToID, applications: 'any', acceptThirdParty: true }
    expect(Object.keys(release(toAny, { client_id: 'anything' }).idToken)).toHaveLength(2)
    expect(release(toAny, { client_id: 'tpc_anything' })).toMatchObject(nothing)
  })

  it('may opt in by client_metadata, with its own key', async () => {
    const { publicJWK, privateJWK } = keyPair(4)
    const client = (metadata: Record<string, unknown> | undefined) => ({ client_id: 'new-app', metadata })
    const rule = { ...toHrWeb, applications: optIn }
    const a0seal_jwk = JSON.stringify(publicJWK)
    const { idToken } = release(rule, { client: client({ a0seal_release: 'true', a0seal_jwk }) })
    expect(await openAs(idToken[sealedClaim], privateJWK, 'new-app')).toMatchObject({ data })
    for (const metadata of [
      undefined,
      {},
      { a0seal_jwk },
      { a0seal_release: 'false', a0seal_jwk },
      { a0seal_release: true, a0seal_jwk }
    ]) {
      expect(release(rule, { client: client(metadata) })).toMatchObject(nothing)
    }
  })
})

describe('what narrows a rule', () => {
  it('is no audience for ID tokens: they come with any access token', () => {
    expect(Object.keys(release(toHrWeb, { resource_server: { identifier: api } }).idToken)).toEqual([
      sealedClaim
    ])
  })

  it.each([undefined, { identifier: `${api}/` }, { identifier: 'https://other.example' }])(
    'audience: not %o',
    resource_server => {
      expect(release(clearToAPI, { resource_server })).toMatchObject(nothing)
    }
  )

  it('scope: without it the claim is null, so that no older value is served', () => {
    const scope = 'read:gender'
    const asking = (requested_scopes: string[] | undefined) => ({ transaction: { requested_scopes } })
    for (const transaction of [
      { transaction: undefined },
      asking(undefined),
      asking([]),
      asking(['read:gender2']),
      asking('read:gender2' as never)
    ]) {
      expect(release({ ...toHrWeb, scope }, transaction)).toMatchObject({
        idToken: { [sealedClaim]: null },
        notes: []
      })
      expect(release({ ...clearToID, scope }, transaction).idToken).toEqual({
        [claimOf('gender')]: null,
        [claimOf('ethnicity')]: null
      })
    }
    expect(release({ ...toHrWeb, scope }, asking(['openid', scope])).idToken[sealedClaim]).toMatch(/^ey/)
  })

  it('scope: it authorises no application, and no other API', () => {
    const requested = { transaction: { requested_scopes: ['read:gender'] } }
    expect(release({ ...toHrWeb, scope: 'read:gender' }, { ...requested, client_id: 'crm' })).toMatchObject(
      nothing
    )
    expect(release({ ...toHrWeb, scope: 'read:gender' }, { client_id: 'crm' })).toMatchObject(nothing)
    expect(release({ ...clearToAPI, scope: 'read:gender' }, requested)).toMatchObject(nothing)
  })

  it('organizations: those that are named, or any', () => {
    const rule = { ...clearToID, attributes: ['gender'], organizations: ['org_1'] }
    const gender = { [claimOf('gender')]: 'x' }
    expect(release(rule, { organization: { id: 'org_1' } }).idToken).toEqual(gender)
    const without = withoutClaims('gender')
    expect(release(rule, { organization: { id: 'org_2' } })).toEqual(without)
    expect(release(rule)).toEqual(without)
    const inAny = { ...rule, organizations: ['*'] }
    expect(release(inAny, { organization: { id: 'org_2' } }).idToken).toEqual(gender)
    expect(release(inAny)).toEqual(without)
    for (const organization of [null, {}, { id: 5 }])
      expect(release(inAny, { organization: organization as never })).toEqual(without)
  })

  it.each(delegatedRuns)('delegation: nothing in %s, unless the rule says so', (_what, run) => {
    const decision = release(
      [
        { ...toHrWeb, delegated: true },
        { ...toHrWeb, slot: 'payroll' }
      ],
      run
    )
    expect(decision.idToken).toEqual({ ...withheld('payroll'), [sealedClaim]: expect.any(String) })
    expect(decision.notes).toEqual([{ code: 'ERR_DELEGATED', slot: 'payroll' }])
    expect(codesOf(release(clearToID, run))).toEqual(['ERR_DELEGATED'])
    expect(release(clearToID, run).idToken).toEqual(withheld('gender', 'ethnicity'))
  })

  it.each(nativeSocialRuns)('delegation: a native social login is none, %s', (_what, run) => {
    expect(release(clearToID, run)).toMatchObject({ idToken: { [claimOf('gender')]: 'x' }, notes: [] })
  })

  it('delegation: it is not worth a word where the rule is for another application', () => {
    expect(release(toHrWeb, { ...delegatedRuns[0]?.[1], client_id: 'crm' }).notes).toEqual([])
  })
})
