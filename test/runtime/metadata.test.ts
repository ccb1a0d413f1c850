import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../lib/core/auth0/json.js'
import { action, eventOf, printed, runBodies, runHere } from './pipeline.js'

const show = (expression: string) => `console.log(JSON.stringify(${expression}))`
const updateOf = async (user: JsonObject, ...bodies: string[]) =>
  (await runBodies(bodies, { event: eventOf(user) })).profileUpdate

describe('the profile an Action sees', () => {
  it('has app_metadata merged over its root', async () => {
    const user = { groups: ['external'], gender: 'f', app_metadata: { groups: ['internal'], plan: 'gold' } }
    const shown = show(
      '[event.user.groups, event.user.gender, event.user.plan, event.user.app_metadata.groups]'
    )
    const result = await runBodies([shown], { event: eventOf(user) })
    expect(printed(result)).toEqual([['internal'], 'f', 'gold', ['internal']])
  })

  it('keeps its own metadata where app_metadata has keys of those names', async () => {
    const user = { app_metadata: { user_metadata: 1, app_metadata: 2 }, user_metadata: { a: 1 } }
    const result = await runBodies([show('[event.user.app_metadata, event.user.user_metadata]')], {
      event: eventOf(user)
    })
    expect(printed(result)).toEqual([user.app_metadata, user.user_metadata])
  })

  it('always has both kinds of metadata', async () => {
    const event = { ...eventOf({}), user: { user_id: 'oidc|1', user_metadata: null } }
    const result = await runBodies([show('[event.user.app_metadata, event.user.user_metadata]')], { event })
    expect(printed(result)).toEqual([{}, {}])
  })

  it('is not broken by app_metadata that is no object', async () => {
    const result = await runBodies([show('[event.user.app_metadata, event.user[0]]')], {
      event: eventOf({ app_metadata: ['x'] })
    })
    expect(printed(result)).toEqual([['x'], null])
  })

  it('shows a write to later Actions only, and under the root too', async () => {
    const result = await runBodies(
      [
        `api.user.setAppMetadata('plan', 'gold'); api.user.setUserMetadata('hobby', 'chess')
         ${show('[event.user.app_metadata, event.user.user_metadata, event.user.plan]')}`,
        show('[event.user.app_metadata, event.user.user_metadata, event.user.plan]')
      ],
      { event: eventOf({ app_metadata: { old: 1 } }) }
    )
    expect(JSON.parse(result.actions[0]?.log ?? '')).toEqual([{ old: 1 }, {}, null])
    expect(printed(result)).toEqual([{ old: 1, plan: 'gold' }, { hobby: 'chess' }, 'gold'])
  })

  it('shows a removal to later Actions', async () => {
    const result = await runBodies(
      [`api.user.setAppMetadata('plan', null)`, show('event.user.app_metadata')],
      {
        event: eventOf({ app_metadata: { plan: 'gold', old: 1 } })
      }
    )
    expect(printed(result)).toEqual({ old: 1 })
  })
})

describe('the profile update', () => {
  it('is one for all Actions, and the last value of a key counts', async () => {
    expect(
      await updateOf(
        {},
        `api.user.setAppMetadata('a', 1); api.user.setAppMetadata('b', 1)`,
        `api.user.setAppMetadata('b', 2).user.setUserMetadata('c', 3)`
      )
    ).toEqual({ app_metadata: { a: 1, b: 2 }, user_metadata: { c: 3 } })
  })

  it('replaces a nested object whole', async () => {
    const stored = { app_metadata: { nested: { kept: 1 }, other: 1 } }
    expect(await updateOf(stored, `api.user.setAppMetadata('nested', { fresh: 2 })`)).toEqual({
      app_metadata: { nested: { fresh: 2 } },
      user_metadata: {}
    })
  })

  it('is absent without a write', async () => {
    expect(await runBodies([''])).not.toHaveProperty('profileUpdate')
  })

  it('is absent where every value equals the stored one, in whatever member order', async () => {
    const stored = { app_metadata: { a: { x: 1, y: [2] } }, user_metadata: { b: 'c' } }
    const bodies = [`api.user.setAppMetadata('a', { y: [2], x: 1 }); api.user.setUserMetadata('b', 'c')`]
    expect(await runBodies(bodies, { event: eventOf(stored) })).not.toHaveProperty('profileUpdate')
  })

  it('leaves out the values that are equal', async () => {
    expect(
      await updateOf(
        { app_metadata: { a: 1, b: 1 } },
        `api.user.setAppMetadata('a', 1).user.setAppMetadata('b', 2)`
      )
    ).toEqual({ app_metadata: { b: 2 }, user_metadata: {} })
  })

  it('compares with what is stored, not with what is pending', async () => {
    expect(
      await updateOf(
        { app_metadata: { a: 1 } },
        `api.user.setAppMetadata('a', 2)`,
        `api.user.setAppMetadata('a', 1)`
      )
    ).toBeUndefined()
  })

  it('does not take what every object inherits for a stored value', async () => {
    const update = await updateOf({}, `api.user.setAppMetadata('__proto__', {})`)
    expect(Object.keys(update?.app_metadata ?? {})).toEqual(['__proto__'])
  })

  it('may be the first metadata of a user', async () => {
    const given = { ...eventOf({}), user: { user_id: 'oidc|1', app_metadata: null } }
    const result = await runBodies([`api.user.setAppMetadata('a', 1).user.setUserMetadata('b', 2)`], {
      event: given
    })
    expect(result.profileUpdate).toEqual({ app_metadata: { a: 1 }, user_metadata: { b: 2 } })
  })

  it('keeps null, even for a key that is not stored or stored as null', async () => {
    const nulls = `api.user.setAppMetadata('a', null); api.user.setAppMetadata('b', null)`
    expect(await updateOf({ app_metadata: { b: null } }, nulls)).toEqual({
      app_metadata: { a: null, b: null },
      user_metadata: {}
    })
  })

  it('has the value as it was when the Action set it', async () => {
    const body = `const list = [1]; api.user.setAppMetadata('list', list); list.push(2)`
    expect((await updateOf({}, body))?.app_metadata).toEqual({ list: [1] })
  })

  it('is there after a deny', async () => {
    const result = await runBodies([`api.user.setAppMetadata('a', 1); api.access.deny('no')`])
    expect(result.outcome).toEqual({ type: 'denied', reason: 'no' })
    expect(result.profileUpdate?.app_metadata).toEqual({ a: 1 })
  })

  it.each([
    ['a redirect', `api.redirect.sendUserTo('https://acme.test/')`],
    ['a challenge', `api.authentication.challengeWith({ type: 'otp' })`]
  ])('is there before %s, and not again after', async (_what, suspend) => {
    const actions = [action(`api.user.setAppMetadata('a', 1)`), action(suspend), action('')]
    const halted = await runHere(actions)
    expect(halted.profileUpdate?.app_metadata).toEqual({ a: 1 })
    const resumed = await runHere(actions, {
      resume: halted.state,
      event: eventOf({ app_metadata: { a: 1 } })
    })
    expect(resumed.outcome.type).toBe('completed')
    expect(resumed).not.toHaveProperty('profileUpdate')
  })

  it('is not there after a failure', async () => {
    const result = await runBodies([`api.user.setAppMetadata('a', 1)`, `throw new Error('x')`])
    expect(result).not.toHaveProperty('profileUpdate')
  })

  it('loses the user_metadata, and no more, of the Action that links accounts', async () => {
    const set = (n: number) => `api.user.setAppMetadata('a${n}', 1); api.user.setUserMetadata('u${n}', 1)`
    expect(
      await updateOf({}, set(1), `${set(2)}; api.authentication.setPrimaryUser('oidc|2')`, set(3))
    ).toEqual({
      app_metadata: { a1: 1, a2: 1, a3: 1 },
      user_metadata: { u1: 1, u3: 1 }
    })
  })

  it('is limited to 32 kB of each kind, counting what a session wrote before it was suspended', async () => {
    const big = (kind: string, chars: number) => `api.user.set${kind}Metadata('big', 'x'.repeat(${chars}))`
    expect((await runBodies([big('App', 31_900), big('User', 31_900)])).outcome.type).toBe('completed')
    const tooBig = await runBodies([big('User', 32_000)])
    expect(tooBig.outcome).toMatchObject({ type: 'failed', message: expect.stringContaining('32000') })
    expect(tooBig).not.toHaveProperty('profileUpdate')
    const actions = [
      action(`${big('App', 20_000)}; api.redirect.sendUserTo('https://acme.test/')`, big('App', 20_001))
    ]
    const { state } = await runHere(actions)
    expect((await runHere(actions, { resume: state })).outcome.type).toBe('failed')
  })

  it('is told by names in the report of each Action', async () => {
    const { actions } = await runBodies([
      `api.user.setAppMetadata('a', 'secret'); api.user.setUserMetadata('b', 1)`,
      ''
    ])
    expect(actions.map(({ wrote }) => wrote)).toEqual([['app_metadata.a', 'user_metadata.b'], []])
  })
})
