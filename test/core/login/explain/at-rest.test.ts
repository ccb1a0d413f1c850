import { expect, test } from 'vitest'
import { storedInClear } from '../../../../lib/core/login/explain/at-rest.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: {
      attributes: [
        'gender',
        { name: 'blood.type', from: ['blood_type'], connections: ['clinic'] },
        'constructor'
      ]
    },
    identity: { userMetadata: ['national_id', 'toString'] }
  }
})
const gender = { slot: 'demographics', name: 'gender' }
const blood = { slot: 'demographics', name: 'blood.type', connections: ['clinic'] }

test.each<[Record<string, unknown>, object[]]>([
  [{ gender: 'x' }, [{ ...gender, path: 'gender' }]],
  [
    { 'blood:type': 'x', blood_type: 'x' },
    [
      { ...blood, path: 'blood:type' },
      { ...blood, path: 'blood_type' }
    ]
  ],
  [
    { user_metadata: { national_id: 'x', hobby: 'chess' } },
    [{ slot: 'identity', name: 'national_id', path: 'user_metadata.national_id' }]
  ],
  [
    { gender: 'x', identities: [{ connection: 'a' }, 'x', null, { profileData: { gender: 'x' } }] },
    [
      { ...gender, path: 'gender' },
      { ...gender, path: 'identities[3].profileData.gender' }
    ]
  ]
])('finds what is at rest in clear, wherever it is: %j', (user, found) => {
  expect(storedInClear(policy, user)).toEqual(found)
})

test.each<[string, Record<string, unknown>]>([
  ['nothing', {}],
  ['null', { gender: null, user_metadata: { national_id: null }, identities: null }],
  ['fields of another place', { national_id: 'x', user_metadata: { gender: 'x' } }],
  ['what is no object', { user_metadata: 'x', identities: 'x' }],
  ['identities that are an object', { identities: { 0: { profileData: { gender: 'x' } } } }]
])('takes for no attribute in clear: %s', (_, user) => {
  expect(storedInClear(policy, user)).toEqual([])
})
