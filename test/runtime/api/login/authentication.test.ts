import { describe, expect, it } from 'vitest'
import { action, runBodies, runHere } from '../../pipeline.js'

const outcomeOf = async (call: string) => (await runBodies([`api.authentication.${call}`])).outcome

describe('api.authentication', () => {
  it.each([
    [`challengeWith({ type: 'otp' }, { additionalFactors: [{ type: 'email' }] })`, 'challenge'],
    [`challengeWithAny([{ type: 'otp' }, { type: 'email' }])`, 'challenge'],
    [`enrollWith({ type: 'otp' }, { additionalFactors: [{ type: 'email' }] })`, 'enroll'],
    [`enrollWithAny([{ type: 'otp' }, { type: 'email' }])`, 'enroll']
  ])('suspends by %s', async (call, kind) => {
    expect(await outcomeOf(call)).toEqual({
      type: 'challenge',
      kind,
      factors: [{ type: 'otp' }, { type: 'email' }]
    })
  })

  it.each(['challengeWith', 'enrollWith'])('takes null for the options of %s', async method => {
    for (const options of ['null', '{ additionalFactors: null }']) {
      expect(await outcomeOf(`${method}({ type: 'otp' }, ${options})`)).toMatchObject({
        factors: [{ type: 'otp' }]
      })
    }
  })

  it('copies the options of a factor at the call', async () => {
    const body = `const options = { preferredMethod: 'sms' }; api.authentication.challengeWith({ type: 'phone', options })
      options.preferredMethod = 'voice'`
    expect((await runBodies([body])).outcome).toMatchObject({
      factors: [{ type: 'phone', options: { preferredMethod: 'sms' } }]
    })
  })

  it.each([
    ['challengeWith()', 'A factor needs a type.'],
    [`challengeWith('otp')`, 'A factor needs a type.'],
    ['challengeWithAny([null])', 'A factor needs a type.'],
    ['enrollWith({})', 'A factor needs a type.'],
    ['challengeWithAny([])', 'At least one factor is needed.'],
    ['enrollWithAny()', 'At least one factor is needed.']
  ])('refuses %s', async (call, message) => {
    expect(await outcomeOf(call)).toEqual({ type: 'failed', message })
  })

  it('records a method, but only after a redirect', async () => {
    const record = `api.authentication.recordMethod('https://acme.test/otp').idToken.setCustomClaim('a', 1)`
    expect((await runBodies([record])).outcome.type).toBe('failed')
    const actions = [action(`api.redirect.sendUserTo('https://acme.test/')`, record)]
    const { state } = await runHere(actions, { resume: (await runHere(actions)).state })
    expect(state.recordedMethods).toEqual(['https://acme.test/otp'])
  })

  it.each([`'otp'`, `'urn:otp'`, 'undefined'])('does not record %s', async url => {
    const actions = [
      action(`api.redirect.sendUserTo('https://acme.test/')`, `api.authentication.recordMethod(${url})`)
    ]
    expect((await runHere(actions, { resume: (await runHere(actions)).state })).outcome.type).toBe('failed')
  })

  it('sets the primary user once per transaction', async () => {
    const set = `api.authentication.setPrimaryUser('oidc|2')`
    expect((await runBodies([set])).state.primaryUserId).toBe('oidc|2')
    expect((await runBodies([set, set])).outcome).toEqual({
      type: 'failed',
      message: 'The primary user can only be altered once per transaction'
    })
  })

  it.each([`''`, 'undefined', `'x'.repeat(129)`])('refuses the primary user %s', async id => {
    expect((await outcomeOf(`setPrimaryUser(${id})`)).type).toBe('failed')
    expect((await outcomeOf(`setPrimaryUser('x'.repeat(128))`)).type).toBe('completed')
  })
})

describe('api.multifactor', () => {
  const stateAfter = async (call: string) => (await runBodies([call, ''])).state.multifactor

  it('is recorded and runs later Actions first', async () => {
    const result = await runBodies([
      `api.multifactor.enable('any', { allowRememberBrowser: true }).access`,
      ''
    ])
    expect(result.outcome.type).toBe('completed')
    expect(result.actions).toHaveLength(2)
    expect(result.state.multifactor).toEqual({ provider: 'any', allowRememberBrowser: true })
  })

  it('does not remember the browser by default', async () => {
    expect(await stateAfter(`api.multifactor.enable('guardian')`)).toEqual({
      provider: 'guardian',
      allowRememberBrowser: false
    })
  })

  it('needs a provider', async () => {
    expect((await runBodies(['api.multifactor.enable()'])).outcome.type).toBe('failed')
  })
})

describe('api.rules', () => {
  it('knows of no Rule', async () => {
    expect((await runBodies([`console.log(api.rules.wasExecuted('rul_1'))`])).actions[0]?.log).toBe('false')
  })
})
