import { describe, expect, it } from 'vitest'
import { reservedAppMetadata } from '../../../lib/core/auth0/reserved.js'
import { eventOf, runBodies } from '../pipeline.js'

const messageOf = async (body: string, user = {}) => {
  const { outcome } = await runBodies([body], { event: eventOf(user) })
  return outcome.type === 'failed' ? outcome.message : outcome.type
}

describe('api.user', () => {
  it.each([...reservedAppMetadata])('refuses the reserved name %s in app_metadata only', async name => {
    expect(await messageOf(`api.user.setAppMetadata('${name}', 1)`)).toContain('reserved')
    expect(await messageOf(`api.user.setUserMetadata('${name}', 1)`)).toBe('completed')
  })

  it.each(['App', 'User'])('refuses "." and "$" in the names of set%sMetadata', async kind => {
    for (const name of ['a.b', '$a', 'a$', '.']) {
      expect(await messageOf(`api.user.set${kind}Metadata('${name}', 1)`)).toContain('must not contain')
    }
    expect(await messageOf(`api.user.set${kind}Metadata('a:b_c-1', 1)`)).toBe('completed')
  })

  it.each([`''`, 'undefined', '1', '{}'])('refuses the name %s', async name => {
    expect(await messageOf(`api.user.setAppMetadata(${name}, 1)`)).toContain('needs a name')
  })

  it.each(['undefined', '() => 1'])('refuses the value %s', async value => {
    expect(await messageOf(`api.user.setAppMetadata('a', ${value})`)).toContain('must be JSON')
    expect(await messageOf(`api.user.setUserMetadata('a', ${value})`)).toContain('must be JSON')
  })

  it.each(['app_metadata', 'user_metadata'])(
    'refuses to write where the stored %s is no object',
    async name => {
      const setter = name === 'app_metadata' ? 'setAppMetadata' : 'setUserMetadata'
      const other = name === 'app_metadata' ? 'setUserMetadata' : 'setAppMetadata'
      for (const stored of ['text', ['list'], 1]) {
        const body = `event.user.${name} = {}; api.user.${setter}('a', 1)`
        expect(await messageOf(body, { [name]: stored })).toContain(`Unexpected ${name} format`)
        expect(await messageOf(`api.user.${other}('a', 1)`, { [name]: stored })).toBe('completed')
      }
    }
  )

  it('can be caught by the Action, and writes nothing then', async () => {
    const result = await runBodies([
      `try { api.user.setAppMetadata('a.b', 1) } catch { console.log('caught') }`
    ])
    expect(result.actions[0]).toMatchObject({ log: 'caught', wrote: [] })
    expect(result).not.toHaveProperty('profileUpdate')
  })
})
