import { expect, it } from 'vitest'
import { credentialsExchangeEvent, runAction } from '../../lib/testing/index.js'

const exchange = (metadata: Record<string, string>) =>
  runAction('test/patterns/actions/service-claims.cjs', {
    trigger: 'credentials-exchange',
    event: credentialsExchangeEvent({ client: { metadata } })
  })

it('tells the tier and takes scopes beyond it', async () => {
  const silver = await exchange({ tier: 'silver' })
  expect(silver.claims.accessToken).toEqual({ 'https://acme.test/tier': 'silver' })
  expect(silver.targetScopes).toEqual([])
  expect((await exchange({ tier: 'gold' })).targetScopes).toBeUndefined()
})

it('refuses services without a tier', async () => {
  expect((await exchange({})).denied).toEqual({ code: 'invalid_request', reason: 'The service has no tier.' })
})
