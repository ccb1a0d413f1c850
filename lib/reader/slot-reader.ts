import { isPlainObject, type JsonObject } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'
import { parseClaims } from './claims.js'
import { decryptJWE, parseJWE } from './jwe.js'
import type { KeyForm } from './key-form.js'
import { createKeyRing, type KeySource } from './key-ring.js'
import { createMacCheck } from './mac.js'
import { type Claim, dateOf, type OpenedAtRest, openedOf, type TokenClaims } from './opened.js'
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
   * `user_id`). A write-only value may be the stored object or its `v`.
   *
   * @throws ERR_MAC where the tenant did not seal a write-only value. Also ERR_FORMAT, ERR_UNKNOWN_KEY, ERR_DECRYPT,
   *   ERR_BINDING, and the codes of key sets
   */
  open<T extends object = JsonObject>(
    value: Claim<T>,
    from: { token: TokenClaims } | { subject: string }
  ): Promise<OpenedAtRest<T>>
}

const typ = 'a0seal+jwt'
const secretOnly = ['dir', 'A256KW'] as const
const secretOrPrivate = [...secretOnly, 'ECDH-ES'] as const

/** A write-only value is stored with a tag beside it, which is for the tenant to check. */
const jweOf = (value: unknown): unknown => (isPlainObject(value) ? value.v : value)

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
  const algorithms = assertMac || acceptUnauthenticated ? secretOrPrivate : secretOnly
  const selectKey = createKeyRing(keys, { forms, algorithms, now })
  return {
    async open<T>(value: unknown, from: { token: TokenClaims } | { subject: string }) {
      const jwe = parseJWE(jweOf(value), { typ, algorithms: secretOrPrivate })
      const key = await selectKey(jwe.kid)
      if (key.alg !== jwe.alg) throw new A0sealError('ERR_FORMAT')
      const text = await decryptJWE(jwe, key.cryptoKey)
      const subject = 'token' in from ? from.token.sub : from.subject
      const isWriteOnly = jwe.alg === 'ECDH-ES'
      const binding = { tenant, subject, audience: slot }
      const claims = parseClaims(text, { ...binding, optional: isWriteOnly ? 'mac' : 'src' })
      if (isWriteOnly) await assertMac?.(claims, jwe.kid)
      return { ...openedOf<T>(claims), changedAt: dateOf(claims) }
    }
  }
}
