import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compileFunction } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { withClock } from '../../../lib/runtime/clock.js'
import { runText } from '../../../lib/runtime/code/compile.js'
import { runAction } from '../../../lib/testing/index.js'
import { builtPolicy } from '../../fixtures/built.js'
import { nowMs, nowSeconds } from '../../fixtures/clock.js'
import { eventOf, secrets } from '../../fixtures/event.js'
import { contentOf } from '../../fixtures/login.js'

/** As anybody else in this process may compile a text: with the parameters and the file name of an Action. */
const compileElsewhere = (code: string, filename: string) =>
  compileFunction(code, ['module', 'exports', 'require', 'console'], { filename })

/** A text that is in no cache. */
const freshText = (() => {
  let count = 0
  return () => `exports.now = () => Date.now() // ${process.pid} ${++count}`
})()

const timeOf = (code: string, hasClock: boolean): number => {
  const scope = { require: undefined, console: undefined }
  const { exports } = runText(code, { filename: 'text.js', scope, hasClock })
  return withClock(() => nowMs, (exports as { now(): number }).now)
}

describe('a text that somebody else compiled too', () => {
  it('seals at the time of its run', async () => {
    const file = join(builtPolicy('parity'), 'actions/seal-attributes/code.js')
    compileElsewhere(await readFile(file, 'utf8'), 'seal-attributes.js')
    const event = eventOf({ user: { gender: 'x' } })
    const { appMetadata } = await runAction(file, { event, secrets, now: nowMs })
    expect(contentOf(appMetadata.sealed_demographics, { slot: 'demographics' }).iat).toBe(nowSeconds)
  })

  it('has our Date where it has a clock, whoever came first', () => {
    const code = freshText()
    const module = { exports: {} as { now?(): number } }
    expect(timeOf(code, false)).not.toBe(nowMs)
    compileElsewhere(code, 'text.js')(module, module.exports)
    expect(timeOf(code, true)).toBe(nowMs)
    expect(
      withClock(
        () => nowMs,
        () => module.exports.now?.()
      )
    ).not.toBe(nowMs)
  })

  it('has the real Date elsewhere, also after us', () => {
    const code = freshText()
    expect(timeOf(code, true)).toBe(nowMs)
    expect(timeOf(code, false)).not.toBe(nowMs)
    const module = { exports: {} as { now?(): number } }
    compileElsewhere(code, 'text.js')(module, module.exports)
    expect(
      withClock(
        () => nowMs,
        () => module.exports.now?.()
      )
    ).not.toBe(nowMs)
  })

  it('may end in a comment', () => {
    expect(timeOf(`${freshText()} // the end`, true)).toBe(nowMs)
  })
})
