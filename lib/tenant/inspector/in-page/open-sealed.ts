import type { webcrypto } from 'node:crypto'

// Runs in the page of the inspector, and nowhere but there: what is pasted into it stays in it.

type JWK = webcrypto.JsonWebKey & { kty: string; kid?: string }

interface Header {
  alg: string
  enc: string
  kid?: string
  epk?: JWK
}

/** What a sealed value says, or why it cannot be read. */
export type Opened =
  | {
      ok: true
      data: unknown
      /** What the value is bound to, in words. */
      binding: string
    }
  | { ok: false; reason: string }

const { subtle } = crypto

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), character => character.charCodeAt(0))

const ascii = (text: string) => new TextEncoder().encode(text)

const isKey = (value: unknown): value is JWK =>
  typeof value === 'object' && value !== null && typeof (value as JWK).kty === 'string'

/** All keys of a pasted text: a JWK, a JWKS, or an object that has either anywhere in it, as a map of secrets does. */
const keysIn = (value: unknown): JWK[] => {
  if (isKey(value)) return [value]
  if (typeof value === 'string') return value.startsWith('{') ? parseKeys(value) : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(keysIn) : []
}

/** @returns none where the text is not JSON or has no key in it */
export const parseKeys = (text: string): JWK[] => {
  try {
    return keysIn(JSON.parse(text))
  } catch {
    return []
  }
}

const length32 = (number: number): number[] => [24, 16, 8, 0].map(shift => (number >>> shift) & 255)

/** Concat KDF with SHA-256 for a 256-bit key, RFC 7518 §4.6.2, without party information. */
const deriveKey = async (secret: ArrayBuffer, algorithm: string): Promise<Uint8Array<ArrayBuffer>> => {
  const id = ascii(algorithm)
  const info = [...length32(id.length), ...id, ...length32(0), ...length32(0), ...length32(256)]
  const input = Uint8Array.from([...length32(1), ...new Uint8Array(secret), ...info])
  return new Uint8Array(await subtle.digest('SHA-256', input))
}

/** The numbers of a key, without what WebCrypto would hold against the import. */
const bare = ({ kid: _kid, use: _use, alg: _alg, key_ops: _ops, ext: _ext, ...numbers }: JWK): JWK => numbers

const agree = async ({ epk, enc }: Header, key: JWK): Promise<Uint8Array<ArrayBuffer>> => {
  if (!epk) throw new TypeError('no ephemeral key')
  const algorithm = key.crv === 'X25519' ? { name: 'X25519' } : { name: 'ECDH', namedCurve: String(key.crv) }
  const own = await subtle.importKey('jwk', bare(key), algorithm, false, ['deriveBits'])
  const other = await subtle.importKey('jwk', bare(epk), algorithm, false, [])
  return deriveKey(await subtle.deriveBits({ name: algorithm.name, public: other }, own, 256), enc)
}

const contentKey = async (header: Header, key: JWK, encryptedKey: string) => {
  const gcm = { name: 'AES-GCM' }
  if (header.alg === 'ECDH-ES')
    return subtle.importKey('raw', await agree(header, key), gcm, false, ['decrypt'])
  const own = bytesOf(String(key.k))
  if (header.alg === 'dir') return subtle.importKey('raw', own, gcm, false, ['decrypt'])
  if (header.alg !== 'A256KW') throw new TypeError('an algorithm of somebody else')
  const wrapping = await subtle.importKey('raw', own, 'AES-KW', false, ['unwrapKey'])
  return subtle.unwrapKey('raw', bytesOf(encryptedKey), wrapping, 'AES-KW', gcm, false, ['decrypt'])
}

/** Opens a compact JWE (RFC 7516) with the one of the keys its header names. Asks no server for anything. */
export const openSealed = async (jwe: string, keys: readonly JWK[]): Promise<Opened> => {
  const [protectedHeader = '', encryptedKey = '', iv = '', ciphertext = '', tag = ''] = jwe.split('.')
  try {
    const header = JSON.parse(atob(protectedHeader.replace(/-/g, '+').replace(/_/g, '/'))) as Header
    const named = keys.filter(({ kid }) => kid !== undefined && kid === header.kid)
    const key = named.find(({ kty, d }) => kty === 'oct' || d !== undefined)
    if (!key)
      return {
        ok: false,
        reason: named.length > 0 ? 'That is the public half: it opens nothing.' : 'Another key opens it.'
      }
    const algorithm = { name: 'AES-GCM', iv: bytesOf(iv), additionalData: ascii(protectedHeader) }
    const sealed = Uint8Array.from([...bytesOf(ciphertext), ...bytesOf(tag)])
    const plaintext = await subtle.decrypt(algorithm, await contentKey(header, key, encryptedKey), sealed)
    const { data, iss, sub, aud, iat } = JSON.parse(new TextDecoder().decode(plaintext)) as Record<
      string,
      unknown
    >
    const at = new Date(Number(iat) * 1000).toLocaleString('en-GB')
    return { ok: true, data, binding: `for ${aud}, about ${sub}, by ${iss}, ${at}` }
  } catch {
    return { ok: false, reason: 'It does not open with this key.' }
  }
}
