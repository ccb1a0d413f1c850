import { expect, it } from 'vitest'
import { lengthPrefixed } from '../../../lib/core/format/mac.js'

it('writes each item behind its length, a text as UTF-8 and bytes as they are', () => {
  expect([...lengthPrefixed(['aż', new Uint8Array([7, 0]), ''])]).toEqual([
    ...[0, 0, 0, 3, 0x61, 0xc5, 0xbc],
    ...[0, 0, 0, 2, 7, 0],
    ...[0, 0, 0, 0]
  ])
  expect([...lengthPrefixed([new Uint8Array(258)])].slice(0, 4)).toEqual([0, 0, 1, 2])
})
