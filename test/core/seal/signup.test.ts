import { describe, expect, it } from 'vitest'
import { signupSubjects } from '../../../lib/core/seal/signup.js'

describe('the subjects of a provisional value', () => {
  it('are one for each identifier of the user, in lower case', () => {
    const user = { email: 'Ann@Acme.test', username: 'ANN', phone_number: '+4912345' }
    expect(signupSubjects('users', user)).toEqual([
      'urn:a0seal:signup:users:email:ann@acme.test',
      'urn:a0seal:signup:users:username:ann',
      'urn:a0seal:signup:users:phone_number:+4912345'
    ])
  })

  it('are none for what is no identifier', () => {
    expect(signupSubjects('users', { email: '', username: 5, phone_number: null, name: 'Ann' })).toEqual([])
  })
})
