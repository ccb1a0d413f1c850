import { describe, expect, it } from 'vitest'
import { action, event, failureOf, runBodies, runHere } from '../../pipeline.js'

describe('api.prompt.render', () => {
  it('suspends after the Action, which continues', async () => {
    const actions = [
      action(
        `api.prompt.render('ap_1', { fields: { a: 1 }, vars: { 'b.c': [2] } }); console.log('finished')`,
        `console.log(event.prompt.fields.a)`
      ),
      action(`console.log('next')`)
    ]
    const { outcome, state, actions: reports } = await runHere(actions)
    expect(outcome).toEqual({ type: 'prompt', id: 'ap_1', fields: { a: 1 }, vars: { 'b.c': [2] } })
    expect(reports[0]?.log).toBe('finished')
    const resumed = await runHere(actions, {
      resume: state,
      event: { ...event, prompt: { id: 'ap_1', fields: { a: 5 } } }
    })
    expect(resumed.actions.map(({ handler, log }) => [handler, log])).toEqual([
      ['onContinuePostLogin', '5'],
      ['onExecutePostLogin', 'next']
    ])
  })

  it('needs no options', async () => {
    const { outcome } = await runBodies([`api.prompt.render('ap_1')`])
    expect(outcome).toEqual({ type: 'prompt', id: 'ap_1', fields: {}, vars: {} })
  })

  it('is for one prompt, and not beside a redirect', async () => {
    const leave = `api.redirect.sendUserTo('https://acme.test/')`
    expect(await failureOf(`api.prompt.render('a'); api.prompt.render('b')`)).toContain('one prompt')
    expect(await failureOf(`${leave}; api.prompt.render('a')`)).toContain('both redirect')
    expect(await failureOf(`api.prompt.render('a'); ${leave}`)).toContain('both render')
  })

  const many = (name: string, count: number) =>
    `{ ${name}: Object.fromEntries(Array.from({ length: ${count} }, (_, i) => ['k' + i, 1])) }`
  it.each([
    [`'x'.repeat(48)`, '{}', 'prompt'],
    [`'x'.repeat(49)`, '{}', 'must not exceed 48'],
    ['1', '{}', 'must be a string'],
    [`'a'`, '{ fields: 1 }', 'must be an object'],
    [`'a'`, '{ other: {} }', 'fields and vars'],
    [`'a'`, many('fields', 24), 'prompt'],
    [`'a'`, many('fields', 25), 'more than 24 fields'],
    [`'a'`, many('vars', 25), 'more than 24 vars'],
    [`'a'`, `{ fields: { '1a': 1 } }`, 'name of a field'],
    [`'a'`, `{ fields: { ['a'.repeat(51)]: 1 } }`, 'name of a field'],
    [`'a'`, `{ vars: { a: 'x'.repeat(24 * 1024) } }`, 'exceed 24576 bytes']
  ])('answers (%s, %s) with: %s', async (id, options, message) => {
    expect(await failureOf(`api.prompt.render(${id}, ${options})`)).toContain(message)
  })
})
