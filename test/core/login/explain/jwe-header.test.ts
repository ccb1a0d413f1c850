import { expect, test } from 'vitest'
import { kidOf } from '../../../../lib/core/login/explain/held.js'
import { jweHeader } from '../../../../lib/core/login/explain/jwe-header.js'
import { secretJWK } from '../../../fixtures/keys.js'
import { sealedValue } from '../../../fixtures/login.js'

const jwe = (header: unknown, rest = '.x.x.x.x'): string =>
  `${Buffer.from(JSON.stringify(header)).toString('base64url')}${rest}`

const ours = sealedValue({ gender: 'x' })

test('reads the texts of a header, and nothing else that somebody put there', () => {
  expect(jweHeader(jwe({ enc: 'x', alg: 'dir', kid: 'k', typ: 't' }))).toEqual({
    alg: 'dir',
    kid: 'k',
    typ: 't'
  })
  expect(jweHeader(jwe({ enc: 'x', alg: { toString: 1 }, kid: [{ isEscaped: true }], typ: 1 }))).toEqual({})
  expect(jweHeader(jwe({ enc: 'x' }, '..x.x.x'))).toEqual({})
})

test.each<[string, unknown]>([
  ['no text', { v: jwe({ enc: 'x' }) }],
  ['four parts', jwe({ enc: 'x' }, '.x.x.x')],
  ['nothing encrypted', jwe({ enc: 'x' }, '....')],
  ['no IV', jwe({ enc: 'x' }, '.x..x.x')],
  ['no ciphertext', jwe({ enc: 'x' }, '.x.x..x')],
  ['no tag', jwe({ enc: 'x' }, '.x.x.x.')],
  ['other characters at a start', jwe({ enc: 'x' }, '.x.x. male.x')],
  ['other characters at an end', jwe({ enc: 'x' }, '.x.x.fe .x')],
  ['other characters', jwe({ enc: 'x' }, '.x.x.fe male.x')],
  ['no enc', jwe({ alg: 'dir' })],
  ['an enc that is no text', jwe({ enc: 1 })],
  ['no object', jwe([])],
  ['null', jwe(null)],
  ['no JSON', 'x.x.x.x.x']
])('takes for no JWE: %s', (_, value) => {
  expect(jweHeader(value)).toBeUndefined()
})

test('a text that only begins like a sealed value is none', () => {
  const [header] = ours.split('.')
  expect(kidOf(ours)).toBe(secretJWK(1).kid)
  expect(kidOf(`${header}.female`)).toBeUndefined()
  expect(kidOf(`${header}..a.in clear.b`)).toBeUndefined()
})
