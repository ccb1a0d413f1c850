import { expect, test } from 'vitest'
import { storedInClear } from '../../../../lib/core/login/explain/at-rest.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: {
      attributes: ['gender', { name: 'blood.type', from: ['blood_type'], connections: ['clinic'] }]
    },
    identity: { userMetadata: ['national_id'] }
  }
})
const pathsIn = (user: Record<string, unknown>) => storedInClear(policy, user).map(({ path }) => path)

test('finds what is at rest in clear, wherever it is', () => {
  expect(pathsIn({ gender: 'x' })).toEqual(['gender'])
  expect(pathsIn({ 'blood:type': 'x', blood_type: 'x' })).toEqual(['blood:type', 'blood_type'])
  expect(pathsIn({ user_metadata: { national_id: 'x' } })).toEqual(['user_metadata.national_id'])
  const identities = [{ connection: 'a' }, { connection: 'b', profileData: { gender: 'x' } }]
  expect(pathsIn({ identities })).toEqual(['identities[1].profileData.gender'])
})

test('takes no other field for one of the policy, and null for nothing', () => {
  expect(
    pathsIn({ gender: null, national_id: 'x', user_metadata: { gender: 'x' }, identities: 'x' })
  ).toEqual([])
})
