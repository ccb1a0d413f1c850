import { isPlainObject, parseJson } from '../../core/auth0/json.js'
import { secretValueMaxChars } from '../../core/auth0/limits.js'
import { is32Bytes } from '../../core/format/base64url.js'
import { isKid, typAtRest } from '../../core/format/header.js'
import { otherwise } from '../../core/format/jwk.js'
import { pointOf } from '../../core/format/point.js'
import { createKeySetParser, isUnset } from '../../core/jwe/key-set.js'
import { importPrivateKey } from '../../core/jwe/private-keys.js'
import { importPublicKey } from '../../core/jwe/public-keys.js'
import { importSecretKey } from '../../core/jwe/secret-keys.js'
import { keyId } from '../../core/jwe/thumbprint.js'
import { indexing, parseIndexKeys } from '../../core/seal/blind-index.js'
import { parseMacKey } from '../../core/seal/mac.js'
import { parseSecretKeys } from '../../core/seal/sealed-value.js'
import { parsePublicKeys } from '../../core/seal/write-only.js'

/** What a file of keys is for. A set holds keys of one kind. */
export type KeyKind = 'secret' | 'public' | 'private' | 'index' | 'MAC'

/** One key, without its material. What is not well made in it is left out. */
export interface KeyReport {
  kid?: string
  alg?: string
  curve?: string
  /** The first key seals; the others open what was sealed before; one that says it is for something else is ignored. */
  place: 'seals' | 'opens' | 'ignored'
  /** Added and not promoted yet: when, NumericDate seconds. */
  added?: number
}

export interface KeySetReport {
  kind?: KeyKind
  keys: KeyReport[]
  /** Why an Action or a reader would refuse it, in words. Empty where they would not. */
  problems: string[]
}

type Members = Record<string, unknown>

const parsers: Readonly<Record<KeyKind, (text: string) => unknown>> = {
  secret: parseSecretKeys,
  public: parsePublicKeys,
  private: createKeySetParser(typAtRest, importPrivateKey, pointOf),
  index: parseIndexKeys,
  MAC: parseMacKey
}

const algorithms: Readonly<Record<string, KeyKind>> = {
  A256GCM: 'secret',
  dir: 'secret',
  A256KW: 'secret',
  'ECDH-ES': 'public',
  HS256: 'index'
}

const kindOf = ({ alg, d }: Members): KeyKind | undefined => {
  const kind = Object.hasOwn(algorithms, String(alg)) ? algorithms[String(alg)] : undefined
  return kind === 'public' && d !== undefined ? 'private' : kind
}

/** A kid may be shown, unless somebody pasted key material in its place. */
const isShown = ({ kid, k, d }: Members): boolean =>
  typeof kid === 'string' && /^[!-~]{1,128}$/.test(kid) && kid !== k && kid !== d

/** The result of a check that throws, where a throw means no. */
const succeeds = (check: () => unknown): boolean => {
  try {
    return Boolean(check())
  } catch {
    return false // what Node's crypto throws may quote the key
  }
}

const ignores: Readonly<Record<KeyKind, (jwk: Members) => boolean>> = {
  secret: jwk => importSecretKey(jwk, typAtRest) === undefined,
  public: jwk => importPublicKey(jwk, typAtRest) === undefined,
  private: jwk => importPrivateKey(jwk, typAtRest) === undefined,
  index: jwk => otherwise(jwk, indexing) !== undefined,
  MAC: () => false
}

/** True for a key, not the first, that the parsers leave out of a set of this kind. */
const isIgnored = (jwk: unknown, index: number, kind: KeyKind | undefined): boolean =>
  index > 0 && kind !== undefined && isPlainObject(jwk) && succeeds(() => ignores[kind](jwk))

const materialProblems = (jwk: Members, kind: KeyKind): string[] => {
  if (kind === 'secret' || kind === 'index') {
    if (jwk.kty !== 'oct' || !is32Bytes(jwk.k))
      return ['is not 32 bytes as base64url without padding, in `k` of an `oct` key']
    return jwk.kid === keyId(jwk) ? [] : ['has a kid that is not the first 22 characters of its thumbprint']
  }
  const { d, ...rest }: Members = { ...jwk, kid: 'any', use: 'enc' } // those are looked at beside this
  if (!succeeds(() => importPublicKey(rest, typAtRest))) return ['is no point on P-256 or X25519']
  if (kind === 'public' || succeeds(() => importPrivateKey({ ...rest, d }, typAtRest))) return []
  return ['has a private half that does not fit its public half']
}

const problemsOf = (jwk: unknown, setKind: KeyKind | undefined): string[] => {
  if (!isPlainObject(jwk)) return ['is not a JSON object']
  const kind = kindOf(jwk)
  if (!kind) return [`has an alg that is none of ${Object.keys(algorithms).join(', ')}`]
  if (kind !== setKind) return [`is a ${kind} key among ${setKind} keys: a set holds one kind`]
  const use = kind === 'index' ? 'sig' : 'enc'
  return [
    ...(isKid(jwk.kid) ? [] : ['has no kid of 1 to 128 characters']),
    ...(jwk.use === use ? [] : [`does not say "use": "${use}"`]),
    ...(kind !== 'private' && jwk.d !== undefined ? ['holds a private key `d` too'] : []),
    ...materialProblems(jwk, kind)
  ]
}

const reportOf = (jwk: unknown, index: number, setKind: KeyKind | undefined): KeyReport => {
  const place = isIgnored(jwk, index, setKind) ? 'ignored' : index === 0 ? 'seals' : 'opens'
  if (!isPlainObject(jwk)) return { place }
  const { kid, alg, crv, added } = jwk
  return {
    ...(isShown(jwk) && { kid: kid as string }),
    ...(kindOf(jwk) && { alg: alg as string }),
    ...((crv === 'P-256' || crv === 'X25519') && { curve: crv }),
    place,
    ...(typeof added === 'number' && { added })
  }
}

const repeatedKids = (jwks: readonly unknown[]): string[] => {
  const kids = jwks.flatMap(jwk => (isPlainObject(jwk) && isShown(jwk) ? [jwk.kid as string] : []))
  return [...new Set(kids.filter((kid, index) => kids.indexOf(kid) !== index))]
}

const diagnose = (text: string): KeySetReport => {
  if (isUnset(text)) return { keys: [], problems: ['the file is empty, or holds a placeholder'] }
  if (succeeds(() => parseMacKey(text.trim()))) {
    const problems = text === text.trim() ? [] : ['there is white space around the key']
    return { kind: 'MAC', keys: [], problems }
  }
  const value = parseJson(text)
  if (!isPlainObject(value)) return { keys: [], problems: ['it is not a JSON object'] }
  const jwks: unknown[] = Array.isArray(value.keys) ? value.keys : [value]
  const [first] = jwks
  const kind = isPlainObject(first) ? kindOf(first) : undefined
  const ours = jwks.flatMap((jwk, index) => (isIgnored(jwk, index, kind) ? [] : [{ jwk, number: index + 1 }]))
  const problems = [
    ...(text.length > secretValueMaxChars
      ? [`${text.length} characters are more than the ${secretValueMaxChars} of an Action secret`]
      : []),
    ...(jwks.length === 0 ? ['there is no key in it'] : []),
    ...ours.flatMap(({ jwk, number }) => problemsOf(jwk, kind).map(problem => `key ${number} ${problem}`)),
    ...repeatedKids(ours.map(({ jwk }) => jwk)).map(kid => `the kid ${kid} is there twice`)
  ]
  return { ...(kind && { kind }), keys: jwks.map((jwk, index) => reportOf(jwk, index, kind)), problems }
}

/**
 * What a file of keys holds, and what is wrong with it: never key material. The parsers that Actions and readers use have
 * the last word.
 */
export const describeKeySet = (text: string): KeySetReport => {
  const report = diagnose(text)
  const parse = report.kind && parsers[report.kind]
  if (report.problems.length > 0 || (parse && succeeds(() => parse(text)))) return report
  return { ...report, problems: ['it is refused, for a reason that has no words here'] }
}
