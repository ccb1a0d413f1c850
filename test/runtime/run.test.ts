import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { action, event, eventOf, printed, runBodies, runHere } from './pipeline.js'

const namesOf = ({ actions }: { actions: { name: string }[] }) => actions.map(({ name }) => name)

describe('running a trigger', () => {
  it('completes without Actions', async () => {
    expect(await runHere([])).toMatchObject({ outcome: { type: 'completed' }, actions: [] })
  })

  it('runs Actions in order and reports each', async () => {
    const result = await runBodies([`console.log('one')`, `console.log('two')`])
    expect(result.outcome).toEqual({ type: 'completed' })
    expect(result.actions).toMatchObject([
      { name: 'action-1', handler: 'onExecutePostLogin', log: 'one', durationMs: expect.any(Number) },
      { name: 'action-2', handler: 'onExecutePostLogin', log: 'two' }
    ])
    expect(result.actions[0]).not.toHaveProperty('error')
  })

  it('gives each Action an event of its own', async () => {
    const given = eventOf({ app_metadata: { a: { b: 1 } } })
    const copy = structuredClone(given)
    const spoil = `event.user.email = 'x'; event.user.app_metadata.a.b = 2; event.client.metadata.x = 1
      event.transaction.metadata.x = 1; event.secrets.x = 1; delete event.tenant`
    const result = await runBodies([spoil, 'console.log(JSON.stringify(event))'], { event: given })
    const seen = (await runBodies(['console.log(JSON.stringify(event))'], { event: given })).actions[0]?.log
    expect(result.actions[1]?.log).toBe(seen)
    expect(given).toEqual(copy)
  })

  it('gives each Action its own secrets only', async () => {
    const log = 'console.log(JSON.stringify(event.secrets))'
    const result = await runHere([
      { ...action(log), secrets: { A: '1' } },
      { ...action(log), secrets: { B: '2' } }
    ])
    expect(result.actions.map(report => report.log)).toEqual(['{"A":"1"}', '{"B":"2"}'])
  })

  it.each([
    [`throw new Error('boom')`, 'boom'],
    [`throw 'text'`, 'text'],
    [`throw undefined`, 'undefined'],
    [`throw new Error()`, 'Unknown error'],
    [`throw Object.create(null)`, 'Unknown error'],
    [`throw Object.defineProperty(new Error(), 'message', { get() { throw 1 } })`, 'Unknown error'],
    [`await null; null.x`, "Cannot read properties of null (reading 'x')"]
  ])('fails with the message of an uncaught error: %s', async (body, message) => {
    const result = await runBodies(['', `console.log('before'); ${body}`, ''])
    expect(result.outcome).toEqual({ type: 'failed', message })
    expect(namesOf(result)).toEqual(['action-1', 'action-2'])
    expect(result.actions[1]).toMatchObject({ error: message, log: 'before' })
  })

  it('fails on an error even where the Action denied before', async () => {
    expect((await runBodies([`api.access.deny('no'); throw new Error('boom')`])).outcome.type).toBe('failed')
  })

  it('fails on a handler Auth0 refuses', async () => {
    const sync = { name: 'sync', code: 'exports.onExecutePostLogin = () => {}', secrets: {} }
    expect((await runHere([sync])).outcome).toMatchObject({
      type: 'failed',
      message: expect.stringContaining('Invalid function signature')
    })
  })

  it('ends an Action that never answers, and reports it', async () => {
    const result = await runBodies(['', `console.log('waiting'); await new Promise(() => {})`, ''], {
      timeoutMs: 30
    })
    const message = 'Request to Webtask exceeded allowed execution time'
    expect(result.outcome).toEqual({ type: 'failed', message })
    expect(result.actions.at(-1)).toMatchObject({ name: 'action-2', log: 'waiting', error: message })
  })

  it('counts the time of all Actions together', async () => {
    const pause = 'await new Promise(r => setTimeout(r, 40))'
    expect((await runBodies([pause, pause, pause], { timeoutMs: 100 })).outcome.type).toBe('failed')
    expect((await runBodies([pause], { timeoutMs: 100 })).outcome.type).toBe('completed')
  })

  it('fails an Action that held the thread for too long', async () => {
    const block = 'const end = Date.now() + 40; while (Date.now() < end);'
    expect((await runBodies([block], { timeoutMs: 20 })).outcome.type).toBe('failed')
  })

  it.each([
    ['while a later one runs', ['await new Promise(r => setTimeout(r, 20))']],
    ['after the run', []]
  ])('ignores calls an Action makes after its handler has ended, %s', async (_when, later) => {
    const late = `setTimeout(() => {
      api.idToken.setCustomClaim('late', 1); api.user.setAppMetadata('late', 1); api.access.deny('late')
      api.transaction.setMetadata('late', 1); api.accessToken.addScope('late')
    }, 1)`
    const result = await runBodies([late, ...later])
    await sleep(20)
    expect(result.outcome.type).toBe('completed')
    expect(result).not.toHaveProperty('profileUpdate')
    expect(JSON.stringify(result.state)).not.toContain('late')
  })

  it('changes neither the state it resumes nor what that holds', async () => {
    const { state } = await runBodies([
      `api.idToken.setCustomClaim('a', 1); api.transaction.setMetadata('m', 1); api.accessToken.addScope('s')
       api.idToken.setCustomClaim('iss', 1); api.redirect.sendUserTo('https://acme.test/')`
    ])
    const copy = structuredClone(state)
    const body = `api.idToken.setCustomClaim('b', 1); api.transaction.setMetadata('n', 1); api.accessToken.addScope('t')
      api.idToken.setCustomClaim('aud', 1); api.authentication.recordMethod('https://acme.test/otp')`
    const resumed = await runHere([action('', body)], { resume: state })
    expect(state).toEqual(copy)
    expect(resumed.state).toMatchObject({
      claims: { idToken: { a: 1, b: 1 } },
      transactionMetadata: { m: 1, n: 1 },
      scopes: { added: ['s', 't'] },
      dropped: [{ claim: 'iss' }, { claim: 'aud' }],
      recordedMethods: ['https://acme.test/otp']
    })
  })
})

describe('a deny', () => {
  it('stops later Actions and lets the one that called it finish', async () => {
    const result = await runBodies([`api.access.deny('no'); await null; console.log('finished')`, ''])
    expect(result.outcome).toEqual({ type: 'denied', reason: 'no' })
    expect(namesOf(result)).toEqual(['action-1'])
    expect(result.actions[0]?.log).toBe('finished')
  })

  it.each([
    `api.redirect.sendUserTo('https://acme.test/')`,
    `api.authentication.challengeWith({ type: 'otp' })`
  ])('beats %s of the same Action', async other => {
    expect((await runBodies([`${other}; api.access.deny('no')`])).outcome.type).toBe('denied')
    expect((await runBodies([`api.access.deny('no'); ${other}`])).outcome.type).toBe('denied')
  })
})

describe('a redirect', () => {
  const actions = [
    action(`console.log('first')`, `throw new Error('not me')`, 'first'),
    action(
      `api.redirect.sendUserTo('https://acme.test/'); console.log('finished')`,
      `console.log('continued')`,
      'second'
    ),
    action(`console.log(JSON.stringify(event.request.query))`, '', 'third')
  ]

  it('suspends the pipeline after the Action, which finishes', async () => {
    const { outcome, actions: reports, state } = await runHere(actions)
    expect(outcome).toEqual({ type: 'redirect', url: 'https://acme.test/' })
    expect(reports.map(({ name, log }) => [name, log])).toEqual([
      ['first', 'first'],
      ['second', 'finished']
    ])
    expect(state.position).toEqual({ index: 1, handler: 'onContinuePostLogin' })
  })

  it('resumes with onContinuePostLogin of the same Action, then runs the next ones from their start', async () => {
    const { state } = await runHere(actions)
    const fresh = { ...event, request: { ...event.request, query: { state: 'x' } } }
    const resumed = await runHere(actions, { resume: structuredClone(state), event: fresh })
    expect(resumed.outcome.type).toBe('completed')
    expect(resumed.actions.map(({ name, handler, log }) => [name, handler, log])).toEqual([
      ['second', 'onContinuePostLogin', 'continued'],
      ['third', 'onExecutePostLogin', '{"state":"x"}']
    ])
  })

  it('keeps claims and transaction metadata over the absence', async () => {
    const keeping = [
      action(
        `api.idToken.setCustomClaim('a', 1); api.transaction.setMetadata('m', 1); api.redirect.sendUserTo('https://x.test')`,
        `console.log(JSON.stringify(event.transaction.metadata))`
      )
    ]
    const resumed = await runHere(keeping, { resume: (await runHere(keeping)).state })
    expect(printed(resumed)).toEqual({ m: 1 })
    expect(resumed.state.claims.idToken).toEqual({ a: 1 })
  })

  it('may follow a redirect', async () => {
    const again = [
      action(`api.redirect.sendUserTo('https://a.test/')`, `api.redirect.sendUserTo('https://b.test/')`)
    ]
    const second = await runHere(again, { resume: (await runHere(again)).state })
    expect(second.outcome).toEqual({ type: 'redirect', url: 'https://b.test/' })
  })
})

describe('a challenge', () => {
  it('suspends after the Action and resumes at the next one', async () => {
    const actions = [
      action(`api.authentication.challengeWith({ type: 'otp' })`, `throw new Error('not me')`, 'first'),
      action('', '', 'second')
    ]
    const halted = await runHere(actions)
    expect(halted.outcome).toEqual({ type: 'challenge', kind: 'challenge', factors: [{ type: 'otp' }] })
    expect(namesOf(halted)).toEqual(['first'])
    const resumed = await runHere(actions, { resume: halted.state })
    expect(resumed.actions.map(({ name, handler }) => [name, handler])).toEqual([
      ['second', 'onExecutePostLogin']
    ])
  })

  it('after the last Action leaves nothing to run', async () => {
    const actions = [action(`api.authentication.enrollWithAny([{ type: 'otp' }])`)]
    const resumed = await runHere(actions, { resume: (await runHere(actions)).state })
    expect(resumed).toMatchObject({ outcome: { type: 'completed' }, actions: [] })
  })
})
