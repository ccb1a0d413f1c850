import { expect, it } from 'vitest'
import { postLoginEvent, runFlow } from '../../lib/testing/index.js'

const later = { code: `exports.onExecutePostLogin = async () => { console.log('later') }` }
const login = (email_verified: boolean) =>
  runFlow(['test/patterns/actions/deny-unverified-email.cjs', later], {
    event: postLoginEvent({ user: { email_verified } })
  })

it('denies, and later Actions do not run', async () => {
  const run = await login(false)
  expect(run.denied).toEqual({ reason: 'Please verify your e-mail address first.' })
  expect(run.logs).toEqual([])
})

it('lets verified users in', async () => {
  const run = await login(true)
  expect(run.outcome.type).toBe('completed')
  expect(run.logs).toEqual(['later'])
})
