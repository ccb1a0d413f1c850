import { expect, it } from 'vitest'
import { connectionOf, findingsWith, subjectsWith, wantedOf } from '../healthy.js'

it.each([
  ['allow_legacy_delegation_grant_types', true],
  ['allow_legacy_ro_grant_types', true],
  ['enable_legacy_profile', true],
  ['disable_impersonation', false]
])('D13 is the flag %s where it is %s', (flag, value) => {
  const withFlag = (value: unknown) => ({ settings: { flags: { [flag]: value }, isMfaCustomized: false } })
  expect(findingsWith(withFlag(value))).toMatchObject([{ id: 'D13', level: 'info', subject: flag }])
  expect(findingsWith(withFlag(!value))).toEqual([])
})

it('D13 is a custom domain as AUTH0_DOMAIN', () => {
  expect(findingsWith({}, wantedOf({ domain: 'Login.acme.example' }))).toMatchObject([
    { id: 'D13', level: 'info', subject: 'login.acme.example' }
  ])
})

it('D13 is a database with configuration values', () => {
  const database = (configuration: object) => [
    connectionOf('users', { configuration } as never, 'auth0'),
    connectionOf('bank', { non_persistent_attrs: ['gender', 'iban', 'https://bank.example/iban'] })
  ]
  expect(subjectsWith('D13', { connections: database({ PASSWORD: '2.0$…' }) })).toEqual([
    'users configuration'
  ])
  expect(subjectsWith('D13', { connections: database({}) })).toEqual([])
})
