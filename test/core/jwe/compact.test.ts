import { describe, expect, it, vi } from 'vitest'
import { jweMaxChars } from '../../../lib/core/format/jwe.js'
import { decryptJWE, encryptJWE } from '../../../lib/core/jwe/compact.js'
import { parseSecretKeys } from '../../../lib/core/seal/sealed-value.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { handMadeJWE, nonCanonical, partsOf, secretBytes, withPart } from '../../fixtures/jwe.js'
import { keySetText, secretJWK } from '../../fixtures/keys.js'

const jwk = secretJWK(1)
const keySet = parseSecretKeys(keySetText(jwk))
const header = JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: jwk.kid, typ: 'a0seal+jwt' })
const handMade = (options: Partial<Parameters<typeof handMadeJWE>[0]> = {}) =>
  handMadeJWE({ header, cek: secretBytes(jwk), plaintext: 'ab', ...options })

const codeFor = (jwe: unknown) => codeThrownBy(() => decryptJWE(jwe, keySet))

describe('a compact JWE', () => {
  it('opens to the text that was sealed, and tells the key', () => {
    const { plaintext, key } = decryptJWE(encryptJWE('żółć 🗝', keySet), keySet)
    expect(plaintext).toBe('żółć 🗝')
    expect(key).toBe(keySet.first)
  })

  it('has an IV of its own each time', () => {
    const ivs = Array.from({ length: 1000 }, () => partsOf(encryptJWE('', keySet))[2])
    expect(new Set(ivs).size).toBe(1000)
  })

  it('opens with any key of the set, and only with the one its kid names', () => {
    const [first, second] = [secretJWK(1), secretJWK(2)]
    const jwe = encryptJWE('text', parseSecretKeys(keySetText(second)))
    expect(decryptJWE(jwe, parseSecretKeys(keySetText(first, second))).key.kid).toBe(second.kid)
    expect(codeFor(jwe)).toBe('ERR_UNKNOWN_KEY')
  })

  it('does not try the first key on a value that names none of the set', () => {
    const otherKid = header.replace(jwk.kid as string, secretJWK(2).kid as string)
    expect(codeFor(handMade({ header: otherKid }))).toBe('ERR_UNKNOWN_KEY')
  })

  it('does not open under another key that its kid names', () => {
    const otherKid = header.replace(jwk.kid as string, secretJWK(2).kid as string)
    const both = parseSecretKeys(keySetText(jwk, secretJWK(2)))
    expect(codeThrownBy(() => decryptJWE(handMade({ header: otherKid }), both))).toBe('ERR_DECRYPT')
  })

  it.each([undefined, null, 5, true, {}, [], ['a.b.c.d.e'], new String('a')])('is no %o', value => {
    expect(codeFor(value)).toBe('ERR_FORMAT')
  })

  it.each(['', '.', '....', 'a.b.c', 'hello'])('is not "%s"', text => {
    expect(codeFor(text)).toBe('ERR_FORMAT')
  })

  it('has five parts', () => {
    expect(codeFor(handMade())).toBe('nothing was thrown')
    expect(codeFor(`${handMade()}.`)).toBe('ERR_FORMAT')
    expect(codeFor(`${handMade()}.AAAA`)).toBe('ERR_FORMAT')
  })

  it.each([11, 13, 16, 1])('has no IV of %i bytes', ivBytes => {
    expect(codeFor(handMade({ ivBytes }))).toBe('ERR_FORMAT')
  })

  it.each([4, 8, 12, 15])('has no tag of %i bytes, although Node would take it', tagBytes => {
    expect(codeFor(handMade({ tagBytes }))).toBe('ERR_FORMAT')
  })

  it('has no tag that is longer', () => {
    expect(codeFor(withPart(handMade(), 4, Buffer.alloc(17).toString('base64url')))).toBe('ERR_FORMAT')
  })

  it.each([
    ['the ciphertext', 3],
    ['the tag', 4]
  ])('has one text only for %s', (_name, index) => {
    const jwe = handMade()
    const other = nonCanonical(partsOf(jwe)[index] as string)
    expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(partsOf(jwe)[index] as string, 'base64url'))
    expect(codeFor(withPart(jwe, index, other))).toBe('ERR_FORMAT')
    expect(codeFor(withPart(jwe, index, `${partsOf(jwe)[index]}=`))).toBe('ERR_FORMAT')
  })

  it('has one text only for the IV', () => {
    const jwe = handMade()
    expect(codeFor(withPart(jwe, 2, `${partsOf(jwe)[2]}\n`))).toBe('ERR_FORMAT')
  })

  it('has one text only for the header', () => {
    const jwe = handMade({ header: `${header}` })
    expect(codeFor(withPart(jwe, 0, `${partsOf(jwe)[0]}=`))).toBe('ERR_FORMAT')
  })

  it('has no encrypted key under a dir key', () => {
    expect(codeFor(withPart(handMade(), 1, 'AAAA'))).toBe('ERR_DECRYPT')
  })

  it('authenticates its header', () => {
    const other = Buffer.from(header).toString('base64url')
    const foreign = handMade({ header: header.replace('a0seal', 'b0seal') })
    expect(codeFor(withPart(foreign, 0, other))).toBe('ERR_DECRYPT')
  })

  it('may be empty inside', () => {
    expect(decryptJWE(handMade({ plaintext: '' }), keySet).plaintext).toBe('')
  })

  it('is looked at up to its largest size, and not beyond', () => {
    const bytes = Array.from({ length: 300 }, (_, i) => 48_900 + i)
    const ofSize = (characters: number) =>
      bytes
        .map(size => handMade({ plaintext: ' '.repeat(size) }))
        .find(({ length }) => length >= characters) ?? ''
    expect(ofSize(jweMaxChars)).toHaveLength(jweMaxChars)
    expect(codeFor(ofSize(jweMaxChars))).toBe('nothing was thrown')
    expect(codeFor(ofSize(jweMaxChars + 1))).toBe('ERR_FORMAT')
  })

  it.each(['x'.repeat(1_000_000), '.'.repeat(1_000_000), `${handMade()}${'A'.repeat(1_000_000)}`])(
    'refuses a text of 1 MB before it splits or decodes it',
    text => {
      const spies = [vi.spyOn(String.prototype, 'split'), vi.spyOn(Buffer, 'from')]
      const code = codeFor(text)
      const calls = spies.map(spy => spy.mock.calls.length)
      for (const spy of spies) spy.mockRestore()
      expect({ code, calls }).toEqual({ code: 'ERR_FORMAT', calls: [0, 0] })
    }
  )

  it('carries nothing of a failure but its code', () => {
    const jwe = withPart(
      handMade({ plaintext: 'canary-plaintext' }),
      4,
      Buffer.alloc(16).toString('base64url')
    )
    try {
      decryptJWE(jwe, keySet)
      expect.unreachable()
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_DECRYPT', message: 'ERR_DECRYPT' })
      expect(error).not.toHaveProperty('cause')
    }
  })
})
