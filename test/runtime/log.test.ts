import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { actionConsole, withLog } from '../../lib/runtime/log.js'
import { runBodies } from './pipeline.js'

const logsOf = async (...bodies: string[]) => (await runBodies(bodies)).actions.map(({ log }) => log)

describe('the console of an Action', () => {
  it('is captured for each Action, whatever the level', async () => {
    expect(
      await logsOf(`console.log('one', { two: 2 }); console.error('three')`, `console.info('four')`)
    ).toEqual(['one { two: 2 }\nthree', 'four'])
  })

  it('is cut to 256 characters for each execution', async () => {
    const [long, next] = await logsOf(
      `for (let i = 0; i < 50; i++) console.log('0123456789')`,
      `console.log('x'.repeat(300))`
    )
    expect(long?.slice(0, 24)).toBe('0123456789\n0123456789\n01')
    expect(long).toHaveLength(256)
    expect(next).toBe('x'.repeat(256))
  })

  it('captures the top level of an Action and what it awaits', async () => {
    const { actions } = await runBodies([`await new Promise(r => setTimeout(r, 1)); console.log('later')`])
    expect(actions[0]?.log).toBe('later')
  })

  it('keeps executions apart that interleave', async () => {
    const print = async (name: string, pauseMs: number) => {
      const log = { text: '' }
      await withLog(log, async () => {
        actionConsole.log(name, 1)
        await sleep(pauseMs)
        actionConsole.log(name, 2)
      })
      return log.text
    }
    expect(await Promise.all([print('a', 8), print('b', 2)])).toEqual(['a 1\na 2\n', 'b 1\nb 2\n'])
  })

  it('goes nowhere outside an execution', () => {
    expect(() => actionConsole.log('lost')).not.toThrow()
  })
})
