import { createPrivateKey, createPublicKey } from 'node:crypto'
import { isPlainObject, parseJson } from '../../core/auth0/json.js'
import { A0sealError } from '../../core/errors.js'
import { isKid } from '../../core/format/header.js'
import { keyId } from '../../core/jwe/thumbprint.js'
import type { NewKeys, Purpose } from './generate.js'
import { publicKeys } from './public.js'
import { describeKeySet } from './report.js'
import { keySetText } from './rotate.js'

type Members = Record<string, unknown>

const refuse = (why: string): never => {
  throw new A0sealError('ERR_KEY_SET', why)
}

/** A key in PEM as the members of a JWK. What Node's parser says of it may quote it. */
const readPem = (text: string): Members => {
  if (/ENCRYPTED/.test(text)) return refuse('the PEM is encrypted: decrypt it first, as `openssl pkey` does')
  try {
    const key = text.includes('PRIVATE KEY') ? createPrivateKey(text) : createPublicKey(text)
    return key.export({ format: 'jwk' }) as Members
  } catch {
    return refuse('this PEM holds no key that can be read')
  }
}

/** The keys of a text: PEM, a JWK, or a JWKS. */
const readKeys = (text: string): unknown[] => {
  if (text.includes('-----BEGIN')) return [readPem(text)]
  const value = parseJson(text)
  if (!isPlainObject(value)) return refuse('it is neither PEM nor a JWK or JWKS as JSON')
  return Array.isArray(value.keys) ? value.keys : [value]
}

const isPair = (purpose: Purpose): boolean => purpose === 'application' || purpose === 'api'

/** Members are named one by one: what else is there says nothing to us, or something we do not hold to. */
const ours = (jwk: unknown, purpose: Purpose): Members => {
  if (!isPlainObject(jwk)) return refuse('a key is not a JSON object')
  const { kty, crv, x, y, d, k, kid, alg } = jwk
  const isSecret = kty === 'oct'
  if (isSecret === isPair(purpose))
    return refuse(
      isSecret ? 'an `oct` key is for slots, index or mac' : 'a key pair is for an application or an api'
    )
  // Only the keys of others keep their kid: ours commits a value to its key.
  if (!isSecret)
    return {
      kty,
      crv,
      x,
      y,
      d,
      kid: isKid(kid) && kid !== d ? kid : keyId({ kty, crv, x, y }),
      use: 'enc',
      alg: 'ECDH-ES'
    }
  const secret = { kty, k, kid: keyId({ kty, k }) }
  if (purpose === 'index') return { ...secret, use: 'sig', alg: 'HS256' }
  return { ...secret, use: 'enc', alg: alg === 'A256KW' ? alg : 'A256GCM' }
}

const purposeOf = (keys: readonly unknown[]): Purpose =>
  isPlainObject(keys[0]) && keys[0].kty === 'oct' ? 'slots' : 'application'

/**
 * Keys from elsewhere as key sets of ours: each gets `kid`, `use` and `alg`.
 *
 * @throws ERR_KEY_SET for what is no key of 256 bits, on P-256 or on X25519, or not for that purpose; never with a word of it
 */
export const importKeys = (text: string, wanted?: Purpose): NewKeys => {
  const found = readKeys(text)
  const purpose = wanted ?? purposeOf(found)
  const keys = found.map(jwk => ours(jwk, purpose))
  const [first] = keys
  const made = purpose === 'mac' ? String(first?.k) : keySetText({ keys })
  const { kind, problems } = describeKeySet(made)
  if (problems.length > 0) return refuse(problems.join('; '))
  if (purpose === 'mac')
    return keys.length === 1 ? { text: made, alg: 'HMAC' } : refuse('a MAC key is one key')
  return {
    text: made,
    ...(kind === 'private' && { publicText: `${publicKeys(made)}\n` }),
    kid: String(first?.kid),
    alg: String(first?.alg)
  }
}
