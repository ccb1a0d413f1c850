import { describe, expect, it } from 'vitest'
import { applyRelease, type ReleaseDecision } from '../../lib/core/login/release/release.js'
import { applySeal } from '../../lib/core/login/seal/seal.js'
import type { SealDecision } from '../../lib/core/login/seal/slot-run.js'
import type { OnError } from '../../lib/core/policy/types.js'
import type { RuleContext, RuleUser, RuleUsers } from '../../lib/rules/rule.js'
import { runRuleStep } from '../../lib/rules/rule-step.js'

const createStep = (failing: (keyof RuleUsers)[] = []) => {
  const calls: [string, string, unknown][] = []
  const method = (name: keyof RuleUsers) => async (id: string, metadata: unknown) => {
    calls.push([name, id, structuredClone(metadata)])
    if (failing.includes(name)) throw new Error('canary')
  }
  const user: RuleUser = { user_id: 'oidc|1', user_metadata: { typed: 1, kept: 2 } }
  const context: RuleContext = { tenant: 'acme', clientID: 'app' }
  const users = {
    updateAppMetadata: method('updateAppMetadata'),
    updateUserMetadata: method('updateUserMetadata')
  }
  const options = { rule: 'test', login: { user, context, configuration: {} }, users }
  const run = (decide: () => SealDecision, onError: OnError = 'continue') =>
    runRuleStep(decide, { ...options, apply: applySeal, onError })
  const release = (decision: ReleaseDecision) =>
    runRuleStep(() => decision, { ...options, apply: applyRelease, onError: 'continue' })
  return { calls, user, context, run, release }
}

const nothing: SealDecision = { appMetadata: {}, userMetadata: {}, transactionMetadata: {}, notes: [] }
const decision: SealDecision = {
  ...nothing,
  appMetadata: { sealed_x: 'v', gone: null },
  userMetadata: { typed: null },
  transactionMetadata: { sealed_y: 'w' }
}

describe('a step in a Rule', () => {
  it('stores only what was set, first what is sealed, and shows it to the next Rule', async () => {
    const { calls, user, context, run } = createStep()
    expect(await run(() => decision)).toEqual({})
    expect(calls).toEqual([
      ['updateAppMetadata', 'oidc|1', { sealed_x: 'v', gone: null }],
      ['updateUserMetadata', 'oidc|1', { typed: null }]
    ])
    expect(user).toMatchObject({ app_metadata: { sealed_x: 'v' }, user_metadata: { kept: 2 } })
    expect(user.user_metadata).not.toHaveProperty('typed')
    expect(context).toMatchObject({ a0seal: { sealed_y: 'w' } })
  })

  it('tells the next Rule all that was set for it, by one step or by several', async () => {
    const { context, run } = createStep()
    await run(() => ({ ...nothing, transactionMetadata: { sealed_a: 'a', sealed_b: 'b' } }))
    await run(() => ({ ...nothing, transactionMetadata: { sealed_c: 'c' } }))
    expect(context.a0seal).toEqual({ sealed_a: 'a', sealed_b: 'b', sealed_c: 'c' })
  })

  it('sets claims in the context', async () => {
    const { context, release } = createStep()
    await release({ idToken: { a: 1 }, accessToken: { b: 2 }, notes: [] })
    expect(context).toMatchObject({ idToken: { a: 1 }, accessToken: { b: 2 } })
  })

  it('calls nothing where there is nothing to store', async () => {
    const { calls, user, run } = createStep()
    await run(() => nothing)
    expect(calls).toEqual([])
    expect(user).not.toHaveProperty('app_metadata')
  })

  it('leaves a clear value where its sealed one could not be stored', async () => {
    const { calls, user, run } = createStep(['updateAppMetadata'])
    expect(await run(() => decision)).toEqual({ line: 'a0seal test ERR_UNEXPECTED' })
    expect(calls.map(([name]) => name)).toEqual(['updateAppMetadata'])
    expect(user).not.toHaveProperty('app_metadata')
    expect(user.user_metadata).toHaveProperty('typed')
  })

  it.each([
    ['a failed write', ['updateUserMetadata' as const], () => decision],
    [
      'a step that throws',
      [],
      () => {
        throw new Error('canary')
      }
    ]
  ])('refuses after %s, if the policy says so, in bland words', async (_what, failing, decide) => {
    const { denied, line } = await createStep(failing).run(decide, 'deny')
    expect(denied).toBeTruthy()
    expect(`${denied} ${line}`).not.toContain('canary')
    expect((await createStep(failing).run(decide)).denied).toBeUndefined()
  })
})
