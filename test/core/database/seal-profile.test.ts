import { describe, expect, it } from 'vitest'
import { sealProfile } from '../../../lib/core/database/seal-profile.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { nowMs } from '../../fixtures/clock.js'
import { eventOf, secrets, tenantId, userId } from '../../fixtures/event.js'
import { contentOf, sealAt, sealedValue, writesOf } from '../../fixtures/login.js'
import { namespace } from '../../fixtures/policies/policies.js'

const policy = definePolicy({
  namespace,
  slots: {
    demographics: { attributes: ['gender', { name: 'ethnicity', from: ['org.ethnicity'] }] },
    identity: { userMetadata: ['national_id'] },
    handoff: { attributes: ['id_hint'], keep: 'login' }
  }
})
const options = {
  tenant: tenantId,
  subject: userId,
  connection: { name: 'employees', strategy: 'auth0' },
  secrets,
  now: nowMs
}
const user = {
  user_id: '1',
  email: 'ann@acme.test',
  gender: 'canary-g',
  'org:ethnicity': 'canary-e',
  id_hint: 'h'
}
const appMetadataOf = (profile: Record<string, unknown>) => profile.app_metadata as Record<string, unknown>

describe('a profile sealed before it is returned', () => {
  it('has its attributes in app_metadata, where the Action finds them', () => {
    const { profile, warnings } = sealProfile(policy, user, options)
    const { app_metadata, ...root } = profile
    expect(root).toEqual({ user_id: '1', email: 'ann@acme.test', id_hint: 'h' })
    expect(contentOf(appMetadataOf(profile).sealed_demographics).data).toEqual({
      gender: 'canary-g',
      ethnicity: 'canary-e'
    })
    expect(warnings).toEqual([])
    const decision = sealAt(policy, eventOf({ user: { app_metadata } }))
    expect([writesOf(decision), decision.notes]).toEqual([{}, []])
  })

  it.each(['metadata', 'app_metadata'])('takes %s where it is trusted, and warns', spelling => {
    const input = { ...user, [spelling]: { plan: 'gold' } }
    const { profile, warnings } = sealProfile(policy, input, { ...options, trustMetadata: true })
    expect(profile).not.toHaveProperty('metadata')
    expect(appMetadataOf(profile)).toMatchObject({ plan: 'gold', sealed_demographics: expect.any(String) })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(` ${spelling}:`)
  })

  it.each(['metadata', 'app_metadata'])('leaves out %s of a profile from elsewhere, and warns', spelling => {
    const input = { ...user, [spelling]: { roles: ['admin'], sealed_demographics: 'canary' } }
    const { profile, warnings } = sealProfile(policy, input, options)
    expect(profile).not.toHaveProperty('metadata')
    expect(Object.keys(appMetadataOf(profile))).toEqual(['sealed_demographics'])
    expect(contentOf(appMetadataOf(profile).sealed_demographics).data).toMatchObject({ gender: 'canary-g' })
    expect(warnings).toEqual([
      `a0seal seal-profile leaves out ${spelling}: write trustMetadata: true if it is your own`
    ])
  })

  it('seals fields of user_metadata too, keeps the others, and warns', () => {
    const typed = { user_id: '1', user_metadata: { national_id: '123', hobby: 'chess' } }
    const { profile, warnings } = sealProfile(policy, typed, options)
    expect(profile.user_metadata).toEqual({ hobby: 'chess' })
    const { data, src } = contentOf(appMetadataOf(profile).sealed_identity, { slot: 'identity' })
    expect([data, src]).toEqual([{ national_id: '123' }, 'user'])
    expect(warnings).toHaveLength(1)
  })

  it('leaves a stored value alone that is as it was, and what stands beside it', () => {
    const stored = {
      plan: 'gold',
      sealed_demographics: sealedValue({ gender: 'canary-g', ethnicity: 'canary-e' })
    }
    const { profile, warnings } = sealProfile(policy, user, { ...options, stored })
    expect(profile.app_metadata).toEqual(stored)
    expect(warnings).toEqual([])
  })

  it('is joined with what is stored, and without it has no more than the input', () => {
    const input = { user_id: '1', 'org:ethnicity': 'new' }
    const stored = { sealed_demographics: sealedValue({ gender: 'x', ethnicity: 'y' }) }
    const joined = sealProfile(policy, input, { ...options, stored })
    expect(contentOf(appMetadataOf(joined.profile).sealed_demographics).data).toEqual({
      gender: 'x',
      ethnicity: 'new'
    })
    const alone = sealProfile(policy, input, options)
    expect(contentOf(appMetadataOf(alone.profile).sealed_demographics).data).toEqual({ ethnicity: 'new' })
  })

  it('keeps aside what is stored and does not open here', () => {
    const foreign = sealedValue({ gender: 'x' }, { subject: 'auth0|other' })
    const { profile } = sealProfile(policy, user, { ...options, stored: { sealed_demographics: foreign } })
    expect(appMetadataOf(profile)).toMatchObject({ sealed_lost_demographics: foreign })
    expect(contentOf(appMetadataOf(profile).sealed_demographics).data).toMatchObject({ gender: 'canary-g' })
  })

  it.each([
    ['of another connection', ['corp'], 1],
    ['of this connection', ['employees'], 0],
    ['of this strategy', ['corp', 'auth0'], 0]
  ])('says what it leaves out: an attribute %s', (_what, connections, count) => {
    const attributes = ['gender', { name: 'risk', from: ['org.risk'], connections }]
    const partly = definePolicy({ namespace, slots: { kyc: { attributes } } })
    const input = { user_id: '1', gender: 'canary-g', 'org:risk': 'canary-r' }
    const { profile, warnings } = sealProfile(partly, input, options)
    expect(JSON.stringify([profile, warnings])).not.toContain('canary')
    expect(warnings).toEqual(
      Array(count).fill(
        'a0seal seal-profile leaves out org:risk: the policy has it of other connections only'
      )
    )
    const { data } = contentOf(appMetadataOf(profile).sealed_kyc, { slot: 'kyc' })
    expect(data).toEqual(count === 1 ? { gender: 'canary-g' } : { gender: 'canary-g', risk: 'canary-r' })
    expect(sealProfile(partly, { user_id: '1' }, options).warnings).toEqual([])
  })

  it.each([
    ['there are no keys', {}, { secrets: {} }],
    ['the tenant is unknown', {}, { tenant: '' }],
    ['metadata is no object', { metadata: 'text' }, { trustMetadata: true }],
    ['what is stored is no object', {}, { stored: 'text' as never }]
  ])('leaves out what cannot be sealed, and says so, where %s', (_what, changes, missing) => {
    const input = { ...user, user_metadata: { national_id: 'canary-n' }, ...changes }
    const { profile, warnings } = sealProfile(policy, input, { ...options, ...missing })
    expect(JSON.stringify([profile, warnings])).not.toContain('canary')
    expect(profile).toMatchObject({ user_id: '1', email: 'ann@acme.test' })
    expect(warnings[0]).toMatch(/^a0seal seal-profile ERR_/)
  })
})
