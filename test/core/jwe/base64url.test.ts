import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64url } from '../../../lib/core/jwe/base64url.js'
import { runs } from '../../fixtures/arbitraries.js'

describe('decoding base64url', () => {
  it('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(decodeBase64url(Buffer.from(bytes).toString('base64url'))).toEqual(Buffer.from(bytes))
      }),
      runs
    )
  })

  it.each([
    ['padding', 'YQ=='],
    ['spare bits that are set', 'YR'],
    ['the alphabet of base64', '-_+/'],
    ['white space', 'YWJj\n'],
    ['other characters, which Node skips', 'YW!Jj'],
    ['a length that no bytes have', 'YWJjY']
  ])('refuses %s', (_what, text) => {
    expect(decodeBase64url(text)).toBeUndefined()
  })
})
