import { describe, expect, it } from 'vitest'
import { findingsWith, subjectsWith } from '../healthy.js'

const using = (...texts: string[]) => ({ emailTemplates: [{ name: 'welcome_email', texts }] })

describe('D15, a template that uses what is not stored any more', () => {
  it('is found in any of its texts', () => {
    expect(findingsWith(using('Hello', '{{ user.gender | escape }}'))).toMatchObject([
      { id: 'D15', level: 'warning', subject: 'welcome_email gender' }
    ])
  })

  it.each([
    ['{{ user.gender }}', 'gender'],
    ['{{ user["https://bank.example/iban"] }}', 'https://bank.example/iban'],
    ['{{ user.user_metadata.national_id }}', 'user_metadata.national_id'],
    ["{% if user_metadata['national_id'] %}", 'user_metadata.national_id'],
    ['{{ user["user_metadata"]["national_id"] }}', 'user_metadata.national_id']
  ])('is found: %s', (text, field) => {
    expect(subjectsWith('D15', using(text))).toEqual([`welcome_email ${field}`])
  })

  it.each(['{{ user.genders }}', 'user gender', '{{ user.user_metadata.hobby }}', '{{ user.national_id }}'])(
    'is none: %s',
    text => {
      expect(subjectsWith('D15', using(text))).toEqual([])
    }
  )
})
