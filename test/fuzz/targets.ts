import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '../../lib/core/auth0/json.js'
import { type Binding, issuerOf, readClaims } from '../../lib/core/format/claims.js'
import { typAtRest, typReleased } from '../../lib/core/format/header.js'
import { pointOf } from '../../lib/core/format/point.js'
import type { WriteOnlyValue } from '../../lib/core/format/write-only.js'
import { decryptJWE, encryptJWE } from '../../lib/core/jwe/compact.js'
import { createKeySetParser, type KeySet } from '../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../lib/core/jwe/private-keys.js'
import { writeClaims } from '../../lib/core/seal/claims.js'
import { parseMacKey } from '../../lib/core/seal/mac.js'
import { parseRecipientKeys } from '../../lib/core/seal/released.js'
import { open, parseSecretKeys } from '../../lib/core/seal/sealed-value.js'
import { parsePublicKeys, verifyWriteOnlyValue } from '../../lib/core/seal/write-only.js'
import { nowSeconds } from '../fixtures/clock.js'
import { tenantId, userId } from '../fixtures/event.js'
import { indexJWK, keyPair, keySetText, secretJWK } from '../fixtures/keys.js'
import { type Pinned, pinnedNames, readPinned } from '../vectors/pinned.js'
import { formatTargets } from './format-targets.js'
import { mutateHeader, mutateJson, mutateJWE, mutateText } from './mutate.js'
import { refusedOr, type Target } from './target.js'

/** Where a value belongs, and where it does not. */
const placesOf = (pinned: readonly Pinned[]): Binding[] =>
  pinned.flatMap(({ binding }) => [
    binding,
    { ...binding, sub: 'oidc|test-user-2' },
    { ...binding, aud: 'other-slot' },
    { ...binding, iss: issuerOf('other-test') }
  ])

const jweOf = ({ value }: Pinned): string => (typeof value === 'string' ? value : value.v)

/** A value, in the place where it is looked for. */
interface Placed {
  value: unknown
  place: Binding
}

const opener = (
  name: string,
  pinned: readonly Pinned[],
  jwes: readonly string[],
  openValue: (value: unknown, place: Binding) => { data: JsonObject }
): Target => {
  const places = placesOf(pinned)
  return {
    name,
    input(random): Placed {
      const { value, binding } = random.pick(pinned)
      if (random.below(20) === 0) return { value, place: random.pick(places) }
      return { value: mutateJWE(random.pick(jwes), random, jwes), place: binding }
    },
    run(input) {
      const { value, place } = input as Placed
      const honest = pinned.find(
        ({ value: right, binding }) => right === value && isDeepStrictEqual(binding, place)
      )
      const opened = refusedOr(() => openValue(value, place))
      if (opened && !isDeepStrictEqual(opened.data, honest?.claims.data))
        throw new Error('opened a changed value')
      if (!opened && honest) throw new Error('refused a value that was not changed')
    }
  }
}

const rsa = { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'rsa', alg: 'RS256', use: 'sig' }
const secretKeysText = keySetText(secretJWK(1), secretJWK(2), rsa, indexJWK(1), secretJWK(3, 'A256KW'))
const secretKeys = parseSecretKeys(secretKeysText)

const binding: Binding = { iss: issuerOf(tenantId), sub: userId, aud: 'demographics' }

/** Sealed with the right key by somebody who writes other claims: nobody should, and nothing may break. */
const sealedClaims: Target = {
  name: 'claims that a holder of the key sealed',
  input(random) {
    const text = writeClaims({ data: { list: [1, 'é', null] }, iat: nowSeconds }, binding)
    const mutated = random.below(2)
      ? mutateText(text, random)
      : JSON.stringify(mutateJson(JSON.parse(text), random))
    return { text: mutated, jwe: encryptJWE(mutated, secretKeys) }
  },
  run(input) {
    const { text, jwe } = input as { text: string; jwe: string }
    const opened = refusedOr(() => open(jwe, binding, secretKeys))
    if (!opened) return
    const { iss, sub, aud, iat } = JSON.parse(text)
    if (!isDeepStrictEqual({ iss, sub, aud }, binding) || iat !== opened.iat) {
      throw new Error('opened claims that are bound elsewhere')
    }
  }
}

const pairs = [keyPair(1), keyPair(1, 'X25519')]
const privateKeysText = keySetText(...pairs.map(({ privateJWK }) => privateJWK))
const publicKeysText = keySetText(...pairs.map(({ publicJWK }) => publicJWK), rsa)
const parsePrivateKeys = createKeySetParser(typReleased, importPrivateKey, pointOf)
const privateKeys = parsePrivateKeys(privateKeysText)

const writeOnly = (pinned: readonly Pinned[], jwes: readonly string[]): Target => {
  const places = placesOf(pinned)
  return {
    name: 'a stored write-only value',
    input(random): Placed {
      const { binding: place, value: stored } = random.pick(pinned)
      const [value, other] = [stored, random.pick(pinned).value] as [WriteOnlyValue, WriteOnlyValue]
      return random.pick<() => Placed>([
        () => ({ place, value: mutateJson(value, random) }),
        () => ({ place, value: { ...value, v: mutateHeader(value.v, random) } }),
        () => ({ place, value: { ...value, v: mutateJWE(value.v, random, jwes) } }),
        () => ({ place, value: { ...value, tag: other.tag } }),
        () => ({ place, value: { ...value, fp: other.fp } }),
        () => ({ place: random.pick(places), value })
      ])()
    },
    run(input) {
      const { value, place } = input as Placed
      const isIn = (found: unknown) =>
        pinned.some(right => isDeepStrictEqual(right.value, found) && isDeepStrictEqual(right.binding, place))
      const verified = refusedOr(() => verifyWriteOnlyValue(value, place, parseMacKey(pinned[0]?.macKey)))
      // An absent fingerprint and an undefined one are the same.
      const { fp, ...others } = verified ?? {}
      if (verified && !isIn({ ...others, ...(fp !== undefined && { fp }) }))
        throw new Error('verified a changed value')
      if (!verified && isIn(value)) throw new Error('refused a value that was not changed')
    }
  }
}

/** What has to hold of every key of a set that was taken; written anew, so that a mistake is not made twice. */
const assertKey = (jwk: Record<string, unknown>): void => {
  const { kty, kid, use, alg, crv, k, x, y } = jwk
  const isCanonical = (text: unknown) =>
    typeof text === 'string' &&
    /^[\w-]{43}$/.test(text) &&
    Buffer.from(text, 'base64url').toString('base64url') === text
  const thumbprint = createHash('sha256').update(`{"k":"${k}","kty":"oct"}`).digest('base64url')
  const isSecret =
    kty === 'oct' && isCanonical(k) && kid === thumbprint.slice(0, 22) && !Object.hasOwn(jwk, 'd')
  const isPoint = kty === 'EC' ? crv === 'P-256' && isCanonical(y) : kty === 'OKP' && crv === 'X25519'
  const isPublic = alg === 'ECDH-ES' && isPoint && isCanonical(x) && /^.{1,128}$/s.test(String(kid))
  if (
    use !== 'enc' ||
    !(alg === 'ECDH-ES' ? isPublic : isSecret && ['A256GCM', 'dir', 'A256KW'].includes(String(alg)))
  ) {
    throw new Error('took a key that is none of ours')
  }
}

const ourAlgorithms = new Set<unknown>(['A256GCM', 'dir', 'A256KW', 'ECDH-ES'])

const parser = (
  name: string,
  text: string,
  parse: (text: unknown) => KeySet,
  hasPrivate: boolean
): Target => ({
  name,
  input: random =>
    random.pick<() => unknown>([
      () => mutateText(text, random),
      () => JSON.stringify(mutateJson(JSON.parse(text), random)),
      () => JSON.stringify(mutateJson(mutateJson(JSON.parse(text), random), random)),
      () => mutateJson(JSON.parse(text), random)
    ])(),
  run(input) {
    const keySet = refusedOr(() => parse(input))
    if (!keySet) return
    const value = JSON.parse(input as string)
    const all: Record<string, unknown>[] = Array.isArray(value.keys) ? value.keys : [value]
    if (!hasPrivate && all.some(({ d }) => d !== undefined)) throw new Error('took a private key')
    if (keySet.first.kid !== all[0]?.kid) throw new Error('seals with another key than the first')
    const keys = all.filter(({ kid, use, kty, alg }) => {
      const isOurs = use === 'enc' && ['oct', 'EC', 'OKP'].includes(String(kty)) && ourAlgorithms.has(alg)
      const isThere = keySet.byKid.has(kid)
      if (isOurs && !isThere) throw new Error('left a key of ours out')
      return isOurs
    })
    for (const key of keys) {
      assertKey(key)
      if (Object.hasOwn(key, 'd') !== hasPrivate) throw new Error('took a key of the wrong kind')
    }
    if (new Set(keys.map(({ kid }) => kid)).size !== keys.length || keySet.byKid.size !== keys.length) {
      throw new Error('took two keys of one kid')
    }
  }
})

/** @param folder with our pinned values */
export const createTargets = (folder: string): Target[] => {
  const all = pinnedNames(folder).map(name => readPinned(folder, name))
  const jwes = all.map(jweOf)
  const withAlg = (alg: string) =>
    all.filter(({ typ, keys }) => typ === typAtRest && keys.keys[0]?.alg === alg)
  const readable = (alg: string) => {
    const pinned = withAlg(alg)
    const keySet = parseSecretKeys(JSON.stringify(pinned[0]?.keys))
    return opener(`a readable value, ${alg}`, pinned, jwes, (value, place) => open(value, place, keySet))
  }
  const released = all.filter(({ typ }) => typ === typReleased)
  return [
    readable('dir'),
    readable('A256KW'),
    sealedClaims,
    opener('a released value', released, jwes, (value, place) =>
      readClaims(decryptJWE(value, privateKeys).plaintext, place)
    ),
    writeOnly(withAlg('ECDH-ES'), jwes),
    parser('a set of secret keys', secretKeysText, parseSecretKeys, false),
    parser('a set of public keys', publicKeysText, parsePublicKeys, false),
    parser("a recipient's key", JSON.stringify(keyPair(1).publicJWK), parseRecipientKeys, false),
    parser('a set of private keys', privateKeysText, parsePrivateKeys, true),
    ...formatTargets
  ]
}
