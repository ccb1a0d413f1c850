import { expect, it } from 'vitest'
import { is32Bytes } from '../../../lib/core/format/base64url.js'

const text = Buffer.alloc(32, 1).toString('base64url')

it('takes 32 bytes in one spelling', () => {
  expect(is32Bytes(text)).toBe(true)
})

it.each([
  [text],
  `${text}=`,
  ` ${text}`,
  `+${text.slice(1)}`,
  `${text.slice(0, 20)}/${text.slice(21)}`,
  text.slice(1),
  `${text.slice(0, -1)}B`,
  5,
  undefined
])('takes no %j for 32 bytes', wrong => {
  expect(is32Bytes(wrong)).toBe(false)
})
