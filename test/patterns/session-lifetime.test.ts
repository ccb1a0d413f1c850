import { expect, it } from 'vitest'
import { fixtureTime, postLoginEvent, runAction } from '../../lib/testing/index.js'

const login = (roles: string[]) =>
  runAction('test/patterns/actions/session-lifetime.cjs', {
    event: postLoginEvent({ authorization: { roles } })
  })

it('ends the sessions of administrators early', async () => {
  expect((await login(['admin'])).session).toEqual({
    expiresAt: Date.parse(fixtureTime) + 3_600_000,
    cookieMode: 'non-persistent'
  })
})

it('leaves the sessions of others', async () => {
  expect((await login(['editor'])).session).toBeUndefined()
})
