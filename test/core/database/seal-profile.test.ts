import { describe, expect, it } from 'vitest'
import { sealProfile } from '../../../lib/core/database/seal-profile.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { nowMs } from '../../fixtures/clock.js'
import { eventOf, secrets, tenantId, userId } from '../../fixtures/event.js'
import { contentOf, sealAt, sealedValue, writesOf } from '../../fixtures/login.js'
import { namespace } from '../../fixtures/policies.js'

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

  it.each(['metadata', 'app_metadata'])('accepts %s, keeps what is in it, and warns', spelling => {
    const { profile, warnings } = sealProfile(policy, { ...user, [spelling]: { plan: 'gold' } }, options)
    expect(profile).not.toHaveProperty('metadata')
    expect(appMetadataOf(profile)).toMatchObject({ plan: 'gold', sealed_demographics: expect.any(String) })
    expect(warnings).toHaveLength(1)
    expect(warnings[0]).toContain(` ${spelling}:`)
  })

  it('seals fields of user_metadata too, keeps the others, and warns', () => {
    const typed = { user_id: '1', user_metadata: { national_id: '123', hobby: 'chess' } }
    const { profile, warnings } = sealProfile(policy, typed, options)
    expect(profile.user_metadata).toEqual({ hobby: 'chess' })
    const { data, src } = contentOf(appMetadataOf(profile).sealed_identity, { slot: 'identity' })
    expect([data, src]).toEqual([{ national_id: '123' }, 'user'])
    expect(warnings).toHaveLength(1)
  })

  it('leaves a value alone that is as it was', () => {
    const sealed = { sealed_demographics: sealedValue({ gender: 'canary-g', ethnicity: 'canary-e' }) }
    const { profile } = sealProfile(policy, { ...user, app_metadata: sealed }, options)
    expect(profile.app_metadata).toEqual(sealed)
  })

  it.each([
    ['there are no keys', {}, { secrets: {} }],
    ['the tenant is unknown', {}, { tenant: '' }],
    ['metadata is no object', { metadata: 'text' }, {}]
  ])('leaves out what cannot be sealed, and says so, where %s', (_what, changes, missing) => {
    const input = { ...user, user_metadata: { national_id: 'canary-n' }, ...changes }
    const { profile, warnings } = sealProfile(policy, input, { ...options, ...missing })
    expect(JSON.stringify([profile, warnings])).not.toContain('canary')
    expect(profile).toMatchObject({ user_id: '1', email: 'ann@acme.test' })
    expect(warnings[0]).toMatch(/^a0seal seal-profile ERR_/)
  })
})
