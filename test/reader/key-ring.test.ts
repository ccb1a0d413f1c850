import { describe, expect, it, vi } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { nowMs } from '../fixtures/clock.js'
import { keySetText, secretJWK } from '../fixtures/keys.js'
import { codeRejectedBy, data, readableValue, slot, tenant, token } from './values.js'

const [first, second, third] = [1, 2, 3].map(digit => secretJWK(digit))
const firstValue = readableValue({ jwk: first as never })
const secondValue = readableValue({ jwk: second as never })
const thirdValue = readableValue({ jwk: third as never })

/** A reader whose keys come from a function, and its clock. */
const setUp = (...answers: (string | Error)[]) => {
  let clockMs = nowMs
  const keys = vi.fn(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (answer instanceof Error) throw answer
    return answer
  })
  const reader = createReader({ keys, tenant, slot, now: () => clockMs })
  const open = (value: string) => reader.open(value, { token })
  const pass = (ms: number) => {
    clockMs += ms
  }
  return { keys, open, pass }
}

const both = keySetText(first as never, second as never)
const firstOnly = keySetText(first as never)

describe('a function that gets keys', () => {
  it('is called at the first value, and once for all that the keys open', async () => {
    const { keys, open, pass } = setUp(both)
    expect(keys).not.toHaveBeenCalled()
    await Promise.all([open(firstValue), open(secondValue)])
    pass(3_600_000)
    await open(firstValue)
    expect(keys).toHaveBeenCalledTimes(1)
  })

  it('is called again for an unknown kid, after 30 seconds', async () => {
    const { keys, open, pass } = setUp(firstOnly, both)
    await open(firstValue)
    pass(29_999)
    expect(await codeRejectedBy(open(secondValue))).toBe('ERR_UNKNOWN_KEY')
    expect(keys).toHaveBeenCalledTimes(1)
    pass(1)
    expect(await open(secondValue)).toMatchObject({ data })
    expect(keys).toHaveBeenCalledTimes(2)
  })

  it('is called once every 30 seconds at most, however many values have an unknown kid', async () => {
    const { keys, open, pass } = setUp(firstOnly)
    await open(firstValue)
    pass(30_000)
    const codes = await Promise.all([1, 2, 3].map(() => codeRejectedBy(open(thirdValue))))
    expect(codes).toEqual(codes.map(() => 'ERR_UNKNOWN_KEY'))
    expect(await codeRejectedBy(open(thirdValue))).toBe('ERR_UNKNOWN_KEY')
    expect(keys).toHaveBeenCalledTimes(2)
  })

  it('serves all that wait for it', async () => {
    const { keys, open, pass } = setUp(firstOnly, both)
    await open(firstValue)
    pass(30_000)
    const opened = await Promise.all([open(secondValue), open(secondValue), open(firstValue)])
    expect(opened).toHaveLength(3)
    expect(keys).toHaveBeenCalledTimes(2)
  })

  it('takes the place of the keys it gave before', async () => {
    const { open, pass } = setUp(firstOnly, keySetText(second as never))
    await open(firstValue)
    pass(30_000)
    await open(secondValue)
    expect(await codeRejectedBy(open(firstValue))).toBe('ERR_UNKNOWN_KEY')
  })

  it('may fail: what it throws is passed on to all values of 5 seconds, and then it is called again', async () => {
    const failure = new Error('the key service is down')
    const { keys, open, pass } = setUp(failure, failure, firstOnly)
    for (const each of [1, 2]) {
      await Promise.all([1, 2, 3].map(() => expect(open(firstValue)).rejects.toBe(failure)))
      pass(4_999)
      await expect(open(firstValue)).rejects.toBe(failure)
      expect(keys).toHaveBeenCalledTimes(each)
      pass(1)
    }
    expect(await open(firstValue)).toMatchObject({ data })
    expect(keys).toHaveBeenCalledTimes(3)
  })

  it('may give keys that are wrong: it is not asked for others at once', async () => {
    const { keys, open, pass } = setUp('{}', firstOnly)
    expect(await codeRejectedBy(open(firstValue))).toBe('ERR_KEY_SET')
    expect(await codeRejectedBy(open(firstValue))).toBe('ERR_KEY_SET')
    expect(keys).toHaveBeenCalledTimes(1)
    pass(5_000)
    expect(await open(firstValue)).toMatchObject({ data })
  })

  it('leaves the keys it gave before where it fails', async () => {
    const { open, pass } = setUp(firstOnly, new Error('the key service is down'))
    await open(firstValue)
    pass(30_000)
    await expect(open(secondValue)).rejects.toThrow('down')
    expect(await open(firstValue)).toMatchObject({ data })
    expect(await codeRejectedBy(open(secondValue))).toBe('ERR_UNKNOWN_KEY')
  })

  it('may be one that returns at once, and its mistakes come with the value', async () => {
    const at = (keys: () => string | undefined) =>
      createReader({ keys, tenant, slot }).open(firstValue, { token })
    expect(await at(() => firstOnly)).toMatchObject({ data })
    expect(await codeRejectedBy(at(() => undefined))).toBe('ERR_NO_KEYS')
    expect(await codeRejectedBy(at(() => '{}'))).toBe('ERR_KEY_SET')
    const failing = () => {
      throw new RangeError('at once')
    }
    await expect(at(failing)).rejects.toThrow(RangeError)
  })
})

describe('keys that are given', () => {
  it('are not looked at again', async () => {
    const jwks = JSON.parse(firstOnly)
    let clockMs = nowMs
    const reader = createReader({ keys: jwks, tenant, slot, now: () => clockMs })
    await reader.open(firstValue, { token })
    jwks.keys.push(second)
    clockMs += 60_000
    expect(await codeRejectedBy(reader.open(secondValue, { token }))).toBe('ERR_UNKNOWN_KEY')
  })
})
