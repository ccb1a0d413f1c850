import { isPlainObject, type JsonObject } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'
import { issuerOf } from '../core/format/claims.js'
import { typAtRest } from '../core/format/header.js'
import type { KeyMode } from '../core/format/jwk.js'
import { isWriteOnlyValue } from '../core/format/write-only.js'
import type { Source } from '../core/policy/inference.js'
import { claimsOf } from './claims.js'
import { decryptJWE, parseJWE } from './jwe.js'
import type { KeyForm } from './key-form.js'
import { createKeyRing, type KeySource } from './key-ring.js'
import { createMacCheck } from './mac.js'
import { type Claim, dateOf, type OpenedAtRest, openedOf, type TokenClaims, tokenOf } from './opened.js'
import { assertAbsent, assertBoolean, assertTenant, assertTexts } from './option-checks.js'

export interface SlotReaderOptions<Keys = KeySource> {
  /** The slot's keys: secret ones of a readable slot, private ones of a write-only slot. */
  keys: Keys
  /** The tenant's id, as `event.tenant.id` has it: never a domain. */
  tenant: string
  /** Name of the slot in the policy. */
  slot: string
  /** What authenticates write-only values: 32 bytes, base64url. Without it private keys are ERR_KEY_MODE. */
  macKey?: string | undefined
  /** Opens write-only values that anybody with the public key can have sealed. Default false. */
  acceptUnauthenticated?: boolean
  /** Milliseconds since the epoch. Default `Date.now`. Only spaces out calls of a function in `keys`. */
  now?: () => number
}

/** Opens values as they are stored: read from `app_metadata`, or passed on in a token. */
export interface SlotReader {
  /**
   * The content of a value of the user in `token`, or of the user you asked the Management API for (`subject`, the
   * `user_id`). A write-only value may be the stored object, just as it is, or its `v`.
   *
   * @throws ERR_MAC where the tenant did not seal a write-only value; ERR_BINDING, naming what differs, where it is of another
   *   tenant, user or slot, or there is no user to compare with; ERR_FORMAT for no value of ours, `undefined` and `null` among
   *   them. Also ERR_UNKNOWN_KEY, ERR_DECRYPT, and the codes of key sets
   */
  open<T extends object = JsonObject, S extends Source = Source>(
    value: Claim<T, S>,
    from: { token: TokenClaims } | { subject: string }
  ): Promise<OpenedAtRest<T, S>>
}

const secretOnly: KeyMode = { algorithms: ['dir', 'A256KW'], takesPrivate: false }
const secretOrPrivate: KeyMode = { algorithms: ['dir', 'A256KW', 'ECDH-ES'], takesPrivate: true }

/** A write-only value is stored with a tag beside it, which is for the tenant to check. @throws ERR_FORMAT */
const jweOf = (value: unknown): unknown => {
  if (!isPlainObject(value)) return value
  if (!isWriteOnlyValue(value))
    throw new A0sealError('ERR_FORMAT', 'an object is no write-only value, `{ v, tag }` or `{ v, tag, fp }`')
  return value.v
}

export const createSlotReader = (
  options: SlotReaderOptions<unknown>,
  forms: readonly KeyForm[]
): SlotReader => {
  assertTenant(options)
  assertTexts(options, ['slot'])
  assertAbsent(options, ['recipient'], 'is for released values, not those at rest')
  const { keys, tenant, slot, macKey, acceptUnauthenticated = false, now = Date.now } = options
  assertBoolean(options, 'acceptUnauthenticated')
  if (acceptUnauthenticated) assertAbsent(options, ['macKey'], 'is of no use with acceptUnauthenticated')
  const assertMac = macKey === undefined ? undefined : createMacCheck(macKey)
  const mode = assertMac || acceptUnauthenticated ? secretOrPrivate : secretOnly
  const selectKey = createKeyRing(keys, { forms, mode, now })
  const place = { iss: issuerOf(tenant), aud: slot }
  return {
    async open<T, S extends Source>(value: unknown, from: { token: TokenClaims } | { subject: string }) {
      const jwe = parseJWE(jweOf(value), { typ: typAtRest, algorithms: secretOrPrivate.algorithms })
      const { sub } = tokenOf(from)
      const key = await selectKey(jwe.kid)
      if (key.alg !== jwe.alg) throw new A0sealError('ERR_FORMAT')
      const text = await decryptJWE(jwe, key.cryptoKey)
      const isWriteOnly = jwe.alg === 'ECDH-ES'
      const claims = claimsOf(text, { ...place, sub }, isWriteOnly ? 'mac' : 'src')
      if (isWriteOnly) await assertMac?.(claims, jwe.kid)
      return { ...openedOf<T, S>(claims), changedAt: dateOf(claims) }
    }
  }
}
