import { describe, expect, it } from 'vitest'
import { triggerIds } from '../../../../lib/core/auth0/triggers.js'
import { accepted, mistakeWith, policyWith, refused } from '../../../fixtures/policies/input.js'

const own = (entry: object) => ({ triggers: { 'post-change-password': [{ file: 'a.ts', ...entry }] } })
const at = (member = '') => `triggers.post-change-password[0]${member}`
const many = (count: number) => Array.from({ length: count }, (_, index) => `name${index}`)
const versions = (count: number, version: unknown) =>
  Object.fromEntries(many(count).map(name => [name, version]))

describe('the form of the lists of triggers', () => {
  it.each(triggerIds.filter(id => id !== 'post-login' && id !== 'pre-user-registration'))(
    'is right for %s',
    id => {
      expect(mistakeWith({ triggers: { [id]: [{ file: 'a.ts' }, { deployed: 'theirs' }] } })).toEqual(
        accepted
      )
    }
  )

  it.each<[string, unknown]>([
    ['triggers', []],
    ['triggers.post-logins', { 'post-logins': [] }],
    ['triggers.constructor', { constructor: [] }],
    ['triggers.post-change-password', { 'post-change-password': { file: 'a.ts' } }],
    [at(), { 'post-change-password': ['verified-only'] }],
    [at(), { 'post-change-password': [5] }],
    [at('.file'), { 'post-change-password': [{ name: 'a' }] }],
    [at('.deployed'), { 'post-change-password': [{ deployed: ' theirs' }] }],
    [at('.deployed'), { 'post-change-password': [{ deployed: undefined }] }],
    [at('.file'), { 'post-change-password': [{ deployed: 'theirs', file: 'a.ts' }] }]
  ])('has a mistake at %s', (path, triggers) => {
    expect(mistakeWith({ triggers })).toEqual(refused(path))
  })

  it.each([
    [
      'post-login',
      'one of seal-attributes, copy-user-metadata, release-attributes, or { file } or { deployed }'
    ],
    ['pre-user-registration', 'one of guard-signup, or { file } or { deployed }'],
    ['post-change-password', '{ file } or { deployed }']
  ])('of %s say to a wrong name what may stand there', (trigger, what) => {
    expect(() => policyWith({ triggers: { [trigger]: ['release-attribute'] } })).toThrow(
      new RegExp(`triggers\\.${trigger}\\[0\\]: must be ${what}$`)
    )
  })

  it.each<[string, object]>([
    ['.file', { file: '' }],
    ['.file', { file: ' a.ts' }],
    ['.file', { file: ['a.ts'] }],
    ['.file', { file: 'a.json' }],
    ['.file', { file: '/home/a.ts' }],
    ['.file', { file: 'C:\\a.ts' }],
    ['.name', { name: 5 }],
    ['.secret', { secret: 'A' }],
    ['.secrets', { secrets: 'A' }],
    ['.secrets[0]', { secrets: ['not a name'] }],
    ['.secrets[0]', { secrets: ['A'.repeat(129)] }],
    ['.secrets[1]', { secrets: ['A', 'A'] }],
    ['.secrets', { secrets: many(31) }],
    ['.dependencies', { dependencies: ['lodash'] }],
    ['.dependencies.lodash', { dependencies: { lodash: '^4.17.21' } }],
    ['.dependencies.lodash', { dependencies: { lodash: '4.17.21 || 5.0.0' } }],
    ['.dependencies.a b', { dependencies: { 'a b': '1.0.0' } }],
    ['.dependencies', { dependencies: versions(11, '1.0.0') }],
    ['.modules.shared', { modules: { shared: '1' } }],
    ['.modules.shared', { modules: { shared: 0 } }],
    ['.modules.Shared', { modules: { Shared: 1 } }],
    ['.modules.sha.red', { modules: { 'sha.red': 1 } }],
    ['.modules', { modules: versions(4, 1) }]
  ])('has a mistake at %s of %o', (member, entry) => {
    expect(mistakeWith(own(entry))).toEqual(refused(at(member)))
  })

  it.each([
    { file: '../shared/a.mts', name: 'My_Action-1' },
    {
      secrets: many(30),
      dependencies: { ...versions(8, '10.20.30-rc.1'), '@scope/a.b': 'latest' },
      modules: versions(3, 2)
    }
  ])('takes %o', entry => {
    expect(mistakeWith(own(entry))).toEqual(accepted)
  })
})
