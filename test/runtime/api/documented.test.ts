import { describe, expect, it } from 'vitest'
import { documentedMethods } from '../../../lib/runtime/api/documented.js'
import { handlers, type TriggerId } from '../../../lib/runtime/code/handlers.js'
import { runTrigger } from '../pipeline.js'

const triggers = Object.keys(handlers) as TriggerId[]
const show = `console.log(Object.entries(api).flatMap(([space, methods]) =>
  Object.entries(methods).filter(([, method]) => typeof method === 'function').map(([name]) => space + '.' + name)).join(' '))`

/** What the betas have that no page documents. */
const undocumented: Partial<Record<TriggerId, string[]>> = {
  'login-post-identifier': ['authentication.setConnectionByName', 'authentication.setOrganization'],
  'signup-post-identifier': ['authentication.setConnectionByName', 'authentication.setOrganization']
}

describe('the table of documented methods', () => {
  const count = (trigger: TriggerId) => documentedMethods[trigger].length

  it('has 133 methods over 11 triggers, 72 of them at post-login', () => {
    const counts = triggers.map(count).filter(Boolean)
    expect(counts).toHaveLength(11)
    expect(counts.reduce((sum, next) => sum + next)).toBe(133)
    expect(count('post-login')).toBe(72)
  })
})

describe.each(triggers)('the api of %s', trigger => {
  it('has the documented methods and no others', async () => {
    // Longer than what Auth0 keeps of a log.
    const { actions } = await runTrigger(trigger, [show], { profile: 'observed' })
    const expected = [...documentedMethods[trigger], ...(undocumented[trigger] ?? [])].sort()
    expect(actions[0]?.log.split(' ').sort()).toEqual(expected)
  })
})
