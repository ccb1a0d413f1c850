import { describe, expect, it } from 'vitest'
import { lastSegmentOf, readsLikeRight } from '../../../lib/core/policy/rights.js'

describe('a name that reads like a right', () => {
  it.each([
    ...[
      'role',
      'roles',
      'roles ',
      ' Role',
      'user_role',
      'user-role',
      'userRoles',
      'role2',
      'ROLE',
      'r\u00f4le'
    ],
    ...['isAdmin', 'is_admin', 'ISADMIN', 'isadmin', 'superAdmin', 'administrators', 'superuser'],
    ...['orgId', 'org_id', 'orgid', 'OrgID', 'ORG_ID', 'organization', 'organisation_name', 'tenantId'],
    ...['group', 'groupName', 'app_permissions', 'scope', 'privileges', 'access_rights'],
    ...['plan', 'subscription_plan', 'planType', 'accountTier'],
    ...['entitlement', 'entitlements', 'myEntitlement', 'acr', 'amr', 'acr_value'],
    ...['email', 'eMail', 'e-mail', 'E_MAIL', 'contactEmail', 'emailAddress', 'preferences.email'],
    ...['email_verified', 'isVerified', 'phoneVerified', 'verified_at']
  ])('is %s', name => {
    expect(readsLikeRight(name)).toBe(true)
  })

  it.each([
    ...['meal_preference', 'organ_donor', 'planet', 'favorite_color', 'hobby', 'roleplay', 'verified', ''],
    ...['organic', 'airplane', 'explanation', 'copyright', 'right_handed', 'badminton', 'mail', 'emailing'],
    ...['preferences.language', 'newsletter', '12', 'parole', 'groupie', 'amrita', '\u8272']
  ])('is not %s', name => {
    expect(readsLikeRight(name)).toBe(false)
  })
})

describe('the last segment of a claim', () => {
  it.each([
    ['https://acme.example/roles', 'roles'],
    ['https://acme.example/roles/', 'roles'],
    ['https://acme.example/x:plan', 'plan'],
    ['https://acme.example/x#org', 'org'],
    ['https://acme.example/x?admin', 'admin'],
    ['hobby', 'hobby'],
    ['', '']
  ])('of %s is %s', (claim, segment) => {
    expect(lastSegmentOf(claim)).toBe(segment)
  })
})
