import { describe, expect, it } from 'vitest'
import { event, printed, runBodies } from '../../pipeline.js'

const show = 'console.log(JSON.stringify(event.transaction.metadata))'
const failed = async (body: string) => (await runBodies([body])).outcome.type === 'failed'

describe('transaction metadata', () => {
  it('is visible at once and to later Actions', async () => {
    const set = `const { transaction } = event; api.transaction.setMetadata('a', 'x'); api.transaction.setMetadata('n', -1)
      api.transaction.setMetadata('b', false); console.log(JSON.stringify(transaction.metadata))`
    const result = await runBodies([set, show])
    expect(JSON.parse(result.actions[0]?.log ?? '')).toEqual({ a: 'x', n: -1, b: false })
    expect(printed(result)).toEqual({ a: 'x', n: -1, b: false })
    expect(result.state.transactionMetadata).toEqual({ a: 'x', n: -1, b: false })
  })

  it('loses a key set to null', async () => {
    const result = await runBodies([
      `api.transaction.setMetadata('a', 1); api.transaction.setMetadata('b', 1)`,
      `api.transaction.setMetadata('a', null); ${show}`
    ])
    expect(printed(result)).toEqual({ b: 1 })
  })

  it('starts with what the transaction brought', async () => {
    const given = { ...event, transaction: { ...event.transaction, metadata: { from: 'exchange' } } }
    expect(printed(await runBodies([`api.transaction.setMetadata('a', 1)`, show], { event: given }))).toEqual(
      {
        from: 'exchange',
        a: 1
      }
    )
  })

  it('works without a transaction in the event', async () => {
    const { transaction: _, ...given } = event
    const result = await runBodies(
      [`delete event.transaction; api.transaction.setMetadata('a', 1); ${show}`, show],
      {
        event: given
      }
    )
    expect(result.actions.map(({ log }) => log)).toEqual(['{"a":1}', '{"a":1}'])
  })

  it('is not changed through the event', async () => {
    const result = await runBodies([
      `api.transaction.setMetadata('a', 1); event.transaction.metadata.a = 2; event.transaction.metadata.b = 2`,
      show
    ])
    expect(printed(result)).toEqual({ a: 1 })
  })

  it.each(['{}', '[]', 'undefined', '1.5', '2 ** 53', 'NaN', 'Infinity', '1n'])(
    'refuses the value %s',
    async value => {
      expect(await failed(`api.transaction.setMetadata('a', ${value})`)).toBe(true)
    }
  )

  it.each([`''`, `'k'.repeat(65)`, '1', 'undefined'])('refuses the key %s', async key => {
    expect(await failed(`api.transaction.setMetadata(${key}, 1)`)).toBe(true)
  })

  it('takes keys of 64 characters, values of 8 kB and 16 kB in all', async () => {
    const set = (key: string, chars: number) =>
      `api.transaction.setMetadata('${key}', 'é'.repeat(${chars / 2}))`
    expect(await failed(`api.transaction.setMetadata('k'.repeat(64), 1)`)).toBe(false)
    expect(await failed(set('a', 8_000))).toBe(false)
    expect(await failed(set('a', 8_002))).toBe(true)
    expect(await failed([set('a', 8_000), set('b', 7_900), set('b', 7_902)].join(';'))).toBe(false)
    expect(await failed([set('a', 8_000), set('b', 8_000)].join(';'))).toBe(true)
  })
})
