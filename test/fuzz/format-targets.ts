// What core and reader share, and the reader's PEM: texts that somebody else may have written.
import { isDeepStrictEqual } from 'node:util'
import { A0sealError } from '../../lib/core/errors.js'
import { parseClaims } from '../../lib/core/format/claims.js'
import { headerText, parseHeader, typAtRest } from '../../lib/core/format/header.js'
import { pointOf } from '../../lib/core/format/point.js'
import { isWriteOnlyValue } from '../../lib/core/format/write-only.js'
import { jwkForm } from '../../lib/reader/jwk-form.js'
import { parseKeySet } from '../../lib/reader/key-set.js'
import { pkcs8Of } from '../../lib/reader/pem.js'
import { nowSeconds } from '../fixtures/clock.js'
import { indexJWK, keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import { mutateJson, mutateText } from './mutate.js'
import type { Random } from './random.js'
import { refusedOr, type Target } from './target.js'

const mutated = (text: string, random: Random): string =>
  random.below(2) === 0
    ? mutateText(text, random)
    : (JSON.stringify(mutateJson(JSON.parse(text), random)) ?? 'undefined')

const { kty, crv, x = '', y = '' } = keyPair(1).publicJWK as Record<'kty' | 'crv' | 'x' | 'y', string>
const headers = [
  headerText({ alg: 'dir', kid: secretJWK(1).kid ?? '', typ: typAtRest }),
  headerText({ alg: 'ECDH-ES', kid: 'theirs', typ: typAtRest, epk: { kty, crv, x, y } })
]

const header: Target = {
  name: 'a header',
  input: random => mutated(random.pick(headers), random),
  run(input) {
    const parsed = parseHeader(String(input), typAtRest, pointOf)
    if (parsed && headerText(parsed) !== input) throw new Error('took a header that we would not write')
  }
}

const claims = JSON.stringify({ iss: 'urn:auth0:a', sub: 'b', aud: 'c', iat: nowSeconds, data: { d: 1 } })
const known = ['iss', 'sub', 'aud', 'iat', 'src', 'data']

const claimsSet: Target = {
  name: 'claims',
  input: random => mutated(claims, random),
  run(input) {
    const parsed = refusedOr(() => parseClaims(String(input), 'src'))
    if (parsed && !Object.keys(parsed).every(name => known.includes(name)))
      throw new Error('took a claim that is none of ours')
    if (parsed && Number.isNaN(new Date(parsed.iat * 1000).getTime()))
      throw new Error('took a time that is none')
  }
}

const storedObject: Target = {
  name: 'a stored object',
  input: random => mutateJson({ v: 'a.b.c.d.e', tag: 'f', fp: 'g' }, random),
  run(input) {
    if (isWriteOnlyValue(input) && !Object.keys(input).every(name => ['v', 'tag', 'fp'].includes(name)))
      throw new Error('took a member that is none of ours')
  }
}

/** No message may have anything of what was handed over: it may be a key. */
const refusedQuietly = <T>(run: () => T, secret: string): T | undefined => {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof A0sealError)) throw new Error(`crash: ${error}`)
    if (error.message.includes(secret)) throw new Error('shows a key')
    return undefined
  }
}

const body = 'TESTKEYTESTKEYTESTKEY'
const labels = ['PRIVATE KEY', 'EC PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'PUBLIC KEY', 'CERTIFICATE', 'X']

const pem: Target = {
  name: 'a PEM',
  input(random) {
    const blocks = Array.from({ length: 1 + random.below(3) }, () => {
      const label = random.pick(labels)
      return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`
    })
    const text = blocks.join(random.pick(['', 'Bag Attributes\n', ' ']))
    return mutateText(random.below(2) === 0 ? text.replaceAll('\n', '\\n') : text, random)
  },
  run(input) {
    const found = refusedQuietly(() => pkcs8Of(String(input)), body)
    if (found !== undefined && !/^-----BEGIN PRIVATE KEY-----[\s\S]*-----END PRIVATE KEY-----$/.test(found))
      throw new Error('took what is no PKCS #8 key')
  }
}

const { privateJWK } = keyPair(1)
const d = privateJWK.d ?? ''
const sets = [
  keySetText(
    privateJWK,
    { ...privateJWK, kid: 'other', alg: 'ES256', use: 'sig' },
    { kty: 'RSA', n: 'AQAB' }
  ),
  keySetText(secretJWK(1), indexJWK(1), secretJWK(2, 'A256KW')),
  keySetText({ kty: 'RSA', n: 'AQAB', d: 'AQAB' }, privateJWK)
]
const mode = { algorithms: ['dir', 'A256KW', 'ECDH-ES'], takesPrivate: true } as const

const readerKeys: Target = {
  name: "a reader's key set",
  input: random => mutated(random.pick(sets), random),
  run(input) {
    const keys = refusedQuietly(() => parseKeySet(input, { forms: [jwkForm], mode }), d)
    if (!keys) return
    const value = JSON.parse(String(input))
    const [first] = Array.isArray(value.keys) ? value.keys : [value]
    if (keys[0]?.kid !== first.kid) throw new Error('passed over the first key')
    if (
      !isDeepStrictEqual(
        [...new Set(keys.map(({ kid }) => kid))],
        keys.map(({ kid }) => kid)
      )
    )
      throw new Error('took two keys of one kid')
  }
}

export const formatTargets: readonly Target[] = [header, claimsSet, storedObject, pem, readerKeys]
