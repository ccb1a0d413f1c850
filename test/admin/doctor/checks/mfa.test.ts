import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { actionsBound, findingsWith, ourActions, subjectsWith, theirs, wantedOf } from '../healthy.js'

const withAction = (code: string) => ({ actions: actionsBound(theirs('their-mfa', code), ...ourActions()) })

describe('D06, MFA', () => {
  it.each([
    ['a policy', { mfaPolicies: ['all-applications'] }, 'all-applications'],
    ['Actions', { settings: { flags: {}, isMfaCustomized: true } }, 'customize_mfa_in_postlogin_action']
  ])('is found where it is on by %s', (_, facts, subject) => {
    expect(findingsWith(facts)).toMatchObject([{ id: 'D06', level: 'warning', subject }])
  })

  it.each([
    "api.multifactor.enable('any')",
    "api.multifactor?.enable('any')",
    "api.authentication.challengeWith({ type: 'otp' })",
    'api.authentication.enrollWithAny(factors)'
  ])('is found where code says %s', code => {
    expect(subjectsWith('D06', withAction(code))).toEqual(['their-mfa'])
  })

  it('is none of an Action that is not bound, or where nothing is denied', () => {
    const code = "api.multifactor.enable('any')"
    const actions = { ...actionsBound(...ourActions()), all: [...ourActions(), theirs('old', code)] }
    expect(subjectsWith('D06', { actions })).toEqual([])
    const policy = definePolicy({
      namespace: 'https://acme.example/',
      slots: { identity: { userMetadata: ['national_id'] } }
    })
    const facts = {
      ...withAction(code),
      mfaPolicies: ['all-applications'],
      settings: { flags: {}, isMfaCustomized: true }
    }
    expect(subjectsWith('D06', facts, wantedOf({ policy }))).toEqual([])
  })
})
