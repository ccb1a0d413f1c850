import { timingSafeEqual } from 'node:crypto'
import type { JsonObject } from '../../core/auth0/json.js'
import { A0sealError, fail } from '../../core/errors.js'
import { type Binding, bound, issuerOf, parseClaims, type SealedClaims } from '../../core/format/claims.js'
import { typAtRest } from '../../core/format/header.js'
import { innerMacItems } from '../../core/format/mac.js'
import { pointOf } from '../../core/format/point.js'
import { isWriteOnlyValue } from '../../core/format/write-only.js'
import { decryptJWE } from '../../core/jwe/compact.js'
import { createKeySetParser, type KeySet } from '../../core/jwe/key-set.js'
import { importPrivateKey } from '../../core/jwe/private-keys.js'
import { own } from '../../core/policy/own.js'
import type { Policy, Slot } from '../../core/policy/types.js'
import { canonicalJson } from '../../core/seal/canonical.js'
import { macOf, parseMacKey } from '../../core/seal/mac.js'
import { parseSecretKeys } from '../../core/seal/sealed-value.js'
import { verifyWriteOnlyValue } from '../../core/seal/write-only.js'
import { headerOf, inspectValue, jweOf } from './inspect.js'

/** What a value is opened with, and what it must be bound to. */
export interface Opening {
  policy: Pick<Policy, 'slots'>
  /** The tenant's id. */
  tenant: string
  /** Default: any user, whom the value then tells. */
  user?: string | undefined
  /** Default: any slot of the policy. */
  slot?: string | undefined
  /** Texts of keys, by the name of the secret that they belong to. Of a write-only slot, the private keys. */
  secrets: Readonly<Record<string, string>>
}

export interface OpenedValue {
  slot: string
  user: string
  kid: string
  /** ISO 8601: when the slot last changed. */
  changedAt: string
  /** Who vouches for it. */
  src: 'tenant' | 'user'
  data: JsonObject
}

const parsePrivateKeys = createKeySetParser(typAtRest, importPrivateKey, pointOf)

const keySetOf = ({ mode }: Slot, text: string): KeySet =>
  mode === 'write-only' ? parsePrivateKeys(text) : parseSecretKeys(text)

/** The slots that a value may be of, by what can be told of it without keys. @throws ERR_USAGE, ERR_FORMAT */
const candidates = (value: unknown, { policy, slot }: Opening): [name: string, slot: Slot][] => {
  if (slot !== undefined && !Object.hasOwn(policy.slots, slot))
    throw new A0sealError(
      'ERR_USAGE',
      `the policy has no slot ${slot}: it has ${Object.keys(policy.slots).join(', ')}`
    )
  const { kind, mode } = inspectValue(value)
  if (kind === 'released')
    throw new A0sealError(
      'ERR_FORMAT',
      'this value was released: the application or API that it is for opens it'
    )
  if (kind === 'of a sign-up')
    throw new A0sealError(
      'ERR_FORMAT',
      'this value is of a sign-up: the first login of the user seals it anew'
    )
  return Object.entries(policy.slots).filter(
    ([name, one]) => one.mode === mode && (slot === undefined || name === slot)
  )
}

/** The one key set that has the value's key. `kid` selects it: no key is tried. @throws ERR_NO_KEYS, ERR_UNKNOWN_KEY */
const selectKeys = (
  kid: string,
  slots: readonly [string, Slot][],
  { secrets }: Opening
): { secret: string; keySet: KeySet } => {
  const wanted = new Map(slots.map(([, slot]) => [slot.keys, slot]))
  const given = [...wanted].filter(([secret]) => own(secrets, secret) !== undefined)
  if (given.length === 0)
    throw new A0sealError(
      'ERR_NO_KEYS',
      `no keys of ${[...wanted.keys()].join(' or ') || 'such a slot'} are here: --keys NAME=FILE names them`
    )
  for (const [secret, slot] of given) {
    const keySet = keySetOf(slot, own(secrets, secret) ?? '')
    if (keySet.byKid.has(kid)) return { secret, keySet }
  }
  return fail('ERR_UNKNOWN_KEY')
}

const words: Readonly<Record<keyof Binding, string>> = { iss: 'tenant', sub: 'user', aud: 'slot' }

/** @throws ERR_BINDING naming what differs */
const assertBound = (
  claims: Binding,
  { tenant, user = claims.sub }: Opening,
  slots: readonly string[]
): void => {
  const aud = slots.includes(claims.aud) ? claims.aud : ''
  const expected: Binding = { iss: issuerOf(tenant), sub: user, aud }
  const differing = bound.filter(name => claims[name] !== expected[name])
  if (differing.length > 0)
    throw new A0sealError('ERR_BINDING', `it is of another ${differing.map(name => words[name]).join(', ')}`)
}

/** That the tenant sealed it, and not somebody else with the public key. @throws ERR_NO_KEYS, ERR_TAG, ERR_MAC */
const assertAuthentic = (
  value: unknown,
  claims: SealedClaims & Binding,
  { kid, macKey }: { kid: string; macKey: string | undefined }
): void => {
  if (macKey === undefined)
    throw new A0sealError('ERR_NO_KEYS', 'a write-only value needs A0SEAL_MAC_KEY too: --keys names its file')
  const keys = parseMacKey(macKey)
  if (isWriteOnlyValue(value) && !verifyWriteOnlyValue(value, claims, keys)) fail('ERR_TAG')
  const { iat, mac = '', data } = claims
  const right = Buffer.from(macOf(keys.inner, innerMacItems(claims, { kid, iat, data: canonicalJson(data) })))
  const given = Buffer.from(mac)
  if (given.length !== right.length || !timingSafeEqual(given, right)) fail('ERR_MAC')
}

/**
 * The content of a value at rest, where it is of this tenant, and of this user and slot if they are said.
 *
 * @param value a compact JWE, or the stored object of a write-only slot
 * @throws ERR_FORMAT, ERR_NO_KEYS, ERR_KEY_SET, ERR_KEY_MODE, ERR_UNKNOWN_KEY, ERR_DECRYPT, ERR_BINDING, ERR_TAG, ERR_MAC;
 *   ERR_USAGE for a slot that there is not
 */
export const openValue = (value: unknown, opening: Opening): OpenedValue => {
  const slots = candidates(value, opening)
  const jwe = jweOf(value)
  const { kid, alg } = headerOf(jwe)
  const isWriteOnly = alg === 'ECDH-ES'
  const { secret, keySet } = selectKeys(kid, slots, opening)
  const claims = parseClaims(decryptJWE(jwe, keySet).plaintext, isWriteOnly ? 'mac' : 'src')
  const ofSecret = slots.filter(([, slot]) => slot.keys === secret).map(([name]) => name)
  assertBound(claims, opening, ofSecret)
  if (isWriteOnly) assertAuthentic(value, claims, { kid, macKey: opening.secrets.A0SEAL_MAC_KEY })
  return {
    slot: claims.aud,
    user: claims.sub,
    kid,
    changedAt: new Date(claims.iat * 1000).toISOString(),
    src: claims.src ?? 'tenant',
    data: claims.data
  }
}
