import { expect, it } from 'vitest'
import { postLoginEvent, refreshEvent, runAction } from '../../lib/testing/index.js'

const action = 'test/patterns/actions/consent-redirect.cjs'
const secret = 'test secret of the consent page'
const secrets = { CONSENT_SECRET: secret }

it('asks, and keeps the answer', async () => {
  const run = await runAction(action, { secrets })
  expect(run.redirect?.url).toMatch(/^https:\/\/consent\.acme\.test\/terms\?session_token=/)
  expect(run.writes).toEqual([])

  const done = await run.continueWith({ token: { secret, payload: { agreed: true } } })
  expect(done.outcome.type).toBe('completed')
  expect(done.appMetadata).toEqual({ terms: 3 })
})

it('refuses users who do not agree, and answers that are not from the page', async () => {
  const run = await runAction(action, { secrets })
  const refused = await run.continueWith({ token: { secret, payload: { agreed: false } } })
  expect(refused.denied).toEqual({ reason: 'The terms were not accepted.' })

  const forged = await run.continueWith({ token: { secret: 'other', payload: { agreed: true } } })
  expect(forged.error).toContain('The session token is invalid')
  expect(forged.appMetadata).toEqual({})
})

it('leaves alone users who agreed, and refreshes', async () => {
  const agreed = postLoginEvent({ user: { app_metadata: { terms: 3 } } })
  for (const event of [agreed, refreshEvent()]) {
    expect((await runAction(action, { secrets, event })).outcome).toEqual({ type: 'completed' })
  }
})
