import { describe, expect, it } from 'vitest'
import { nowSeconds } from '../../fixtures/clock.js'
import { delegatedRuns, silentRuns } from '../../fixtures/event.js'
import { keyPair } from '../../fixtures/keys.js'
import { codesOf, sealedValue } from '../../fixtures/login.js'
import { none } from '../../fixtures/none.js'
import {
  api,
  claimOf,
  clearToAPI,
  clearToID,
  data,
  openAs,
  release,
  sealedClaim,
  stored,
  toHrWeb
} from '../../fixtures/release.js'

const optIn = { optIn: 'a0seal_release', trustAppAdmins: true }
const nothing = { idToken: none, accessToken: none, notes: [] }

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

  it('sets no claim where nothing is stored, or nothing of what the rule names', () => {
    expect(release(toHrWeb, { stored: {} })).toMatchObject(nothing)
    expect(release(toHrWeb, { stored: { sealed_demographics: null } })).toMatchObject(nothing)
    const other = { sealed_demographics: sealedValue({ ethnicity: 'y' }) }
    expect(release({ ...toHrWeb, attributes: ['gender'] }, { stored: other })).toMatchObject(nothing)
    expect(release({ ...clearToID, attributes: ['gender'] }, { stored: other })).toMatchObject(nothing)
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
    expect(release(rule, { stored: { sealed_handoff } })).toMatchObject(nothing)
    expect(release(rule, { transaction: undefined })).toMatchObject(nothing)
  })

  it.each(silentRuns)('happens in %s too', (_what, run) => {
    expect(Object.keys(release(toHrWeb, run).idToken)).toEqual([sealedClaim])
  })

  it('goes on with the other rules where one fails', () => {
    const decision = release([{ ...toHrWeb, slot: 'payroll' }, toHrWeb], {
      stored: { ...stored, sealed_payroll: 'broken' }
    })
    expect(Object.keys(decision.idToken)).toEqual([sealedClaim])
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
      asking(['read:gender2'])
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
    expect(release(rule, { organization: { id: 'org_2' } })).toMatchObject(nothing)
    expect(release(rule)).toMatchObject(nothing)
    const inAny = { ...rule, organizations: ['*'] }
    expect(release(inAny, { organization: { id: 'org_2' } }).idToken).toEqual(gender)
    expect(release(inAny)).toMatchObject(nothing)
  })

  it.each(delegatedRuns)('delegation: nothing in %s, unless the rule says so', (_what, run) => {
    const decision = release(
      [
        { ...toHrWeb, delegated: true },
        { ...toHrWeb, slot: 'payroll' }
      ],
      run
    )
    expect(Object.keys(decision.idToken)).toEqual([sealedClaim])
    expect(decision.notes).toEqual([{ code: 'ERR_DELEGATED', slot: 'payroll' }])
    expect(codesOf(release(clearToID, run))).toEqual(['ERR_DELEGATED'])
    expect(release(clearToID, run).idToken).toEqual({})
  })

  it('delegation: it is not worth a word where the rule is for another application', () => {
    expect(release(toHrWeb, { ...delegatedRuns[0]?.[1], client_id: 'crm' }).notes).toEqual([])
  })
})
