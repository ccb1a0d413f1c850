import { createHmac, hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { macOf, parseMacKey } from '../../../lib/core/seal/mac.js'
import { codeThrownBy } from '../../fixtures/codes.js'

const secret = Buffer.from('a0seal TEST KEY mac ............').toString('base64url')
const key = Buffer.alloc(32, 'test')

describe('the MAC key', () => {
  it('gives three subkeys by HKDF-SHA256, one for each use', () => {
    const derive = (info: string) =>
      Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', info, 32))
    expect(parseMacKey(secret)).toEqual({
      tag: derive('a0seal-tag-v1'),
      fingerprint: derive('a0seal-fp-v1'),
      inner: derive('a0seal-mac-v1')
    })
  })

  it('is parsed once for each text, and forgotten again where there are many', () => {
    const texts = Array.from({ length: 20 }, (_, i) => Buffer.alloc(32, i + 1).toString('base64url'))
    const [text, other] = texts
    const parsed = parseMacKey(text)
    // At once: how many texts other tests have had parsed before is not known here.
    expect(parseMacKey(text)).toBe(parsed)
    expect(parseMacKey(other)).not.toBe(parsed)
    for (const text of texts) parseMacKey(text)
    expect(parseMacKey(text)).not.toBe(parsed)
    expect(parseMacKey(text)).toEqual(parsed)
  })

  it('is remembered beside another', () => {
    const isKept = ([one, other]: readonly [number, number]) => {
      const [text, next] = [one, other].map(byte => Buffer.alloc(32, byte).toString('base64url'))
      const parsed = parseMacKey(text)
      parseMacKey(next)
      return parseMacKey(text) === parsed
    }
    // Between two of them all may be forgotten, but not twice in a row.
    expect([[101, 102] as const, [103, 104] as const].some(isKept)).toBe(true)
  })

  it.each([undefined, null, '', '##A0SEAL_MAC_KEY##', '@@A0SEAL_MAC_KEY@@'])(
    'is unset where it is %j',
    text => {
      expect(codeThrownBy(() => parseMacKey(text))).toBe('ERR_NO_KEYS')
    }
  )

  it.each([
    'text',
    `${secret}=`,
    secret.slice(0, -2),
    Buffer.alloc(33).toString('base64url'),
    Buffer.alloc(31).toString('base64url')
  ])('is 32 bytes of base64url, and not "%s"', text => {
    expect(codeThrownBy(() => parseMacKey(text))).toBe('ERR_KEY_SET')
  })
})

describe('a MAC', () => {
  it('is HMAC-SHA256 over items, each behind its length', () => {
    const message = Buffer.concat([Buffer.of(0, 0, 0, 3), Buffer.from('aż'), Buffer.of(0, 0, 0, 0)])
    expect(macOf(key, ['aż', ''])).toBe(createHmac('sha256', key).update(message).digest('base64url'))
  })

  it('tells lists apart whose texts are the same', () => {
    const macs = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', '']].map(items => macOf(key, items))
    expect(new Set(macs).size).toBe(4)
  })
})
