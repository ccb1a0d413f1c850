import { expect, it } from 'vitest'
import { preUserRegistrationEvent, runAction } from '../../lib/testing/index.js'

const signUp = (email: string) =>
  runAction('test/patterns/actions/signup-allow-list.cjs', {
    trigger: 'pre-user-registration',
    event: preUserRegistrationEvent({ user: { email } })
  })

it('takes addresses of the company', async () => {
  const run = await signUp('ann@acme.test')
  expect(run.outcome.type).toBe('completed')
  expect(run.appMetadata).toEqual({ signup_country: 'PT' })
})

it('refuses others', async () => {
  const run = await signUp('eve@example.com')
  expect(run.denied).toEqual({
    reason: 'domain is not on the allow list',
    userMessage: 'Please use your company address.'
  })
  expect(run.writes).toEqual([])
})
