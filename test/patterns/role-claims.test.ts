import { expect, it } from 'vitest'
import { postLoginEvent, runAction } from '../../lib/testing/index.js'

it('puts the roles on both tokens', async () => {
  const run = await runAction('test/patterns/actions/role-claims.cjs', {
    event: postLoginEvent({ authorization: { roles: ['editor'] } })
  })
  expect(run.claims).toEqual({
    idToken: { 'https://acme.test/roles': ['editor'] },
    accessToken: { 'https://acme.test/roles': ['editor'] }
  })
  // Without the namespace, the claim would be here.
  expect(run.dropped).toEqual([])
})

it('puts an empty list where the user has none', async () => {
  const run = await runAction('test/patterns/actions/role-claims.cjs', {
    event: postLoginEvent({ authorization: undefined })
  })
  expect(run.claims.idToken).toEqual({ 'https://acme.test/roles': [] })
})
