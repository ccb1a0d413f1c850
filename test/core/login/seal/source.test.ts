import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { codesOf, contentOf, sealedValue, sealLogin, writesOf } from '../../../fixtures/login.js'
import { namespace } from '../../../fixtures/policies/policies.js'

const policy = definePolicy({
  namespace,
  slots: {
    kyc: {
      attributes: [
        { name: 'risk', connections: ['corp'] },
        { name: 'org.level', from: ['rank'] }
      ],
      onNull: 'remove'
    }
  }
})
const slot = 'kyc'
const hobby = { connection: 'hobby', provider: 'oauth2', user_id: '1' }
const corp = (profileData?: unknown) => ({ connection: 'corp', provider: 'oidc', user_id: '2', profileData })
const login = (identities: unknown, options: Parameters<typeof sealLogin>[1] = {}) =>
  sealLogin(policy, {
    connection: { name: 'corp', strategy: 'oidc' },
    ...options,
    root: { risk: 'of hobby', 'org.level': 'of hobby', identities, ...options.root }
  })
const dataOf = (decision: ReturnType<typeof login>) =>
  contentOf(decision.appMetadata.sealed_kyc, { slot }).data
const linked = [{ code: 'ERR_LINKED', slot, fields: ['risk', 'org.level'] }]

describe('a profile of linked accounts', () => {
  it('has at its root what the first identity brings', () => {
    const identities = [corp(), { ...hobby, profileData: { risk: 'of another' } }]
    const { risk, ...rest } = dataOf(login(identities, { root: { risk: 'LOW' } }))
    expect([risk, rest]).toEqual(['LOW', { 'org.level': 'of hobby' }])
  })

  it('has what another one brings with that identity, under any of its names', () => {
    expect(dataOf(login([hobby, corp({ risk: 'HIGH' })]))).toEqual({ risk: 'HIGH' })
    expect(dataOf(login([hobby, corp({ 'org:level': 7 })]))).toEqual({ 'org.level': 7 })
    expect(dataOf(login([hobby, corp({ rank: 8 })]))).toEqual({ 'org.level': 8 })
  })

  it('brings nothing of the root where that identity brings nothing', () => {
    const decision = login([hobby, corp({})])
    expect([writesOf(decision), decision.notes]).toEqual([{}, []])
  })

  it('removes by null what that identity says, not what the root says', () => {
    const stored = { sealed_kyc: sealedValue({ risk: 'HIGH' }, { slot }) }
    expect(writesOf(login([hobby, corp({})], { stored, root: { risk: null } }))).toEqual({})
    expect(writesOf(login([hobby, corp({ risk: null })], { stored }))).toEqual({ sealed_kyc: null })
  })

  it.each<[string, unknown[]]>([
    ['says nothing of that identity', [hobby, corp()]],
    ['has a text in its place', [hobby, corp('canary')]],
    ['has two identities of the connection', [corp({ risk: 'a' }), corp({ risk: 'b' })]],
    ['has no identity of the connection', [hobby]],
    ['has broken identities', [null, 'corp', 5]]
  ])('brings nothing where it %s, and one line says so', (_what, identities) => {
    const stored = { sealed_kyc: sealedValue({ risk: 'before' }, { slot }) }
    const decision = login(identities, { stored })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual(linked)
    expect(writesOf(login(identities))).toEqual({})
  })

  it('is not worth a word where no attribute is of this connection', () => {
    const elsewhere = definePolicy({
      namespace,
      slots: { kyc: { attributes: [{ name: 'risk', connections: ['other'] }] } }
    })
    const root = { risk: 'x', identities: [hobby, corp()] }
    expect(codesOf(sealLogin(elsewhere, { root, connection: { name: 'corp', strategy: 'oidc' } }))).toEqual(
      []
    )
  })

  it('is told by the name of the connection, not by its strategy', () => {
    const connection = { name: 'corp', strategy: 'hobby' }
    expect(dataOf(login([hobby, corp({ risk: 'HIGH' })], { connection }))).toEqual({ risk: 'HIGH' })
  })
})

describe('a profile that lists no identities', () => {
  it.each([undefined, null, [], {}, 'corp'])('has everything at its root: %j', identities => {
    expect(dataOf(login(identities))).toEqual({ risk: 'of hobby', 'org.level': 'of hobby' })
  })

  it('has everything at its root where the connection is unknown', () => {
    expect(dataOf(login([hobby, corp()], { connection: undefined }))).toEqual({ 'org.level': 'of hobby' })
  })
})
