import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { fixtureTime, minutesFrom, runAction } from '../../lib/testing/index.js'
import { startService } from './service.js'

const action = 'test/patterns/actions/cached-token.cjs'
let service: Awaited<ReturnType<typeof startService>>
beforeAll(async () => {
  service = await startService({
    'POST /token': { access_token: 'test-token', expires_in: 600 },
    'GET /plans/auth0|test-user-1': { plan: 'gold' }
  })
})
beforeEach(() => {
  service.asked.length = 0
})
afterAll(() => service.stop())

it('fetches the token once while it lasts', async () => {
  const secrets = { SERVICE_URL: service.url, SERVICE_SECRET: 'test secret' }
  const first = await runAction(action, { secrets, now: fixtureTime })
  expect(first.claims.idToken).toEqual({ 'https://acme.test/plan': 'gold' })
  expect(service.asked).toEqual(['POST /token', 'GET /plans/auth0|test-user-1'])

  await runAction(action, { secrets, cache: first.cache, now: minutesFrom(9) })
  expect(service.asked).toHaveLength(3)
  await runAction(action, { secrets, cache: first.cache, now: minutesFrom(10) })
  expect(service.asked).toHaveLength(5)
})

it('lets users in without their plan where the service is down', async () => {
  const run = await runAction(action, { secrets: { SERVICE_URL: 'http://127.0.0.1:1' } })
  expect(run.outcome.type).toBe('completed')
  expect(run.claims.idToken).toEqual({})
  expect(run.logs).toEqual(['the plan service did not answer'])
})
