import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { fixtureTime, minutesFrom, postLoginEvent, runAction } from '../../lib/testing/index.js'
import { startService } from './service.js'

const action = 'test/patterns/actions/enrich-profile.ts'
const company = 'GET /companies/acme.test'
let service: Awaited<ReturnType<typeof startService>>
beforeAll(async () => {
  service = await startService({ 'POST /welcome': {}, [company]: { name: 'Acme' } })
})
beforeEach(() => {
  service.asked.length = 0
})
afterAll(() => service.stop())

const login = (app_metadata: object, now: string = fixtureTime) =>
  runAction(action, {
    secrets: { SERVICE_URL: service.url },
    event: postLoginEvent({ user: { app_metadata: { ...app_metadata } } }),
    now
  })

it('welcomes a user and asks for the company at the first login only', async () => {
  const first = await login({})
  expect(first.claims.idToken).toEqual({ 'https://acme.test/company': 'Acme' })
  expect(service.asked).toEqual(['POST /welcome', company])

  const second = await login(first.appMetadata)
  expect(second.claims).toEqual(first.claims)
  expect(second.writes).toEqual([])
  expect(service.asked).toHaveLength(2)
})

it('asks again after a month, and makes do with the old answer where there is none', async () => {
  const { appMetadata } = await login({})
  const later = minutesFrom(31 * 24 * 60)
  await login(appMetadata, later)
  expect(service.asked).toEqual(['POST /welcome', company, company])

  const { [company]: answer } = service.answers
  delete service.answers[company]
  const run = await login(appMetadata, later)
  service.answers[company] = answer
  expect(run.claims.idToken).toEqual({ 'https://acme.test/company': 'Acme' })
})

it('lets a new user in where the service is down', async () => {
  const run = await runAction(action, { secrets: { SERVICE_URL: 'http://127.0.0.1:1' } })
  expect(run.outcome.type).toBe('completed')
  expect(run.appMetadata).toEqual({})
  expect(run.logs).toEqual(['the company service did not answer'])
})
