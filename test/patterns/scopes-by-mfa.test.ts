import { expect, it } from 'vitest'
import { minutesFrom, postLoginEvent, runAction } from '../../lib/testing/index.js'

const removed = async (...names: string[]) => {
  const methods = names.map(name => ({ name, timestamp: minutesFrom(-1) }))
  const event = postLoginEvent({ authentication: { methods } })
  return (await runAction('test/patterns/actions/scopes-by-mfa.cjs', { event })).scopes.removed
}

it('takes the scope from users without a second factor', async () => {
  expect(await removed('pwd')).toEqual(['write:payments'])
  expect(await removed('pwd', 'mfa')).toEqual([])
})
