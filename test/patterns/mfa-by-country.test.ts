import { expect, it } from 'vitest'
import { type Overrides, type PostLoginEvent, postLoginEvent, runFlow } from '../../lib/testing/index.js'

const audit = {
  code: `exports.onExecutePostLogin = async event => { console.log(event.authentication.methods.length) }`
}
const login = (changes: Overrides<PostLoginEvent>) =>
  runFlow(['test/patterns/actions/mfa-by-country.cjs', audit], { event: postLoginEvent(changes) })

it('asks for a factor in another country, before later Actions run', async () => {
  const run = await login({ user: { app_metadata: { last_country: 'FR' } } })
  expect(run.challenge).toEqual({
    kind: 'challenge',
    factors: [{ type: 'otp' }, { type: 'push-notification' }]
  })
  expect(run.logs).toEqual([])
  expect(run.appMetadata).toEqual({ last_country: 'PT' })

  const done = await run.continueWith()
  expect(done.outcome.type).toBe('completed')
  expect(done.logs).toEqual(['2'])
})

it('asks for none at home, at the first login, and where there is one already', async () => {
  const mfa = { name: 'mfa', timestamp: '2026-01-01T11:59:00.000Z' }
  for (const changes of [
    { user: { app_metadata: { last_country: 'PT' } } },
    {},
    { user: { app_metadata: { last_country: 'FR' } }, authentication: { methods: [mfa] } }
  ]) {
    expect((await login(changes)).outcome).toEqual({ type: 'completed' })
  }
})
