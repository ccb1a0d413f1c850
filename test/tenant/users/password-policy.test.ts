import { expect, test } from 'vitest'
import { passwordProblem } from '../../../lib/tenant/users/password-policy.js'

const profile = { email: 'ada@acme.example', given_name: 'Augusta' }
const codeOf = (password: string, options: object) =>
  passwordProblem(password, { options: options as never }, profile)?.split(':')[0]

test('each level of strength refuses what is below it', () => {
  const cases: [policy: string | null, weak: string, strong: string][] = [
    [null, '', 'a'],
    ['none', '', 'a'],
    ['low', 'abcde', 'abcdef'],
    ['fair', 'abcdefg1', 'Abcdefg1'],
    ['good', 'abcdefg1', 'abcdef-1'],
    ['excellent', 'abcdef-1x', 'abcdef-1xy'],
    ['excellent', 'abcdef-1xxx', 'abcdef-1xxyx']
  ]
  for (const [passwordPolicy, weak, strong] of cases) {
    const found = [passwordPolicy, codeOf(weak, { passwordPolicy }), codeOf(strong, { passwordPolicy })]
    expect(found).toEqual([passwordPolicy, 'PasswordStrengthError', undefined])
  }
})

test('a length of its own goes over that of the level', () => {
  const options = { passwordPolicy: 'low', password_complexity_options: { min_length: 12 } }
  expect(codeOf('abcdefghijk', options)).toBe('PasswordStrengthError')
  expect(codeOf('abcdefghijkl', options)).toBeUndefined()
})

test('words of the dictionary and of the person are refused where that is switched on', () => {
  const dictionary = ['Correct-Horse']
  expect(codeOf('correct-horse', { password_dictionary: { enable: true, dictionary } })).toBe(
    'PasswordDictionaryError'
  )
  expect(codeOf('correct-horse', { password_dictionary: { enable: false, dictionary } })).toBeUndefined()
  const personal = { password_no_personal_info: { enable: true } }
  expect(codeOf('my-AUGUSTA-1', personal)).toBe('PasswordNoUserInfoError')
  expect(codeOf('horse-battery', personal)).toBeUndefined()
  expect(codeOf('my-AUGUSTA-1', {})).toBeUndefined()
})
