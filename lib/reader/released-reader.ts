import type { JsonObject } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'
import { issuerOf } from '../core/format/claims.js'
import { typReleased } from '../core/format/header.js'
import type { KeyMode } from '../core/format/jwk.js'
import type { Source } from '../core/policy/inference.js'
import { claimsOf } from './claims.js'
import { decryptJWE, parseJWE } from './jwe.js'
import type { KeyForm } from './key-form.js'
import { createKeyRing, type KeySource } from './key-ring.js'
import { type Claim, dateOf, type OpenedReleased, openedOf, type TokenClaims, tokenOf } from './opened.js'
import { assertAbsent, assertSeconds, assertTenant, assertTexts } from './option-checks.js'

export interface ReleasedReaderOptions<Keys = KeySource> {
  /** The recipient's private keys, for ECDH-ES. */
  keys: Keys
  /** The tenant's id, as `event.tenant.id` has it: never a domain. */
  tenant: string
  /** Who the values are for: this application's `client_id`, which is not its name in the policy, or this API's identifier (its audience). */
  recipient: string
  /**
   * How far the value's release may be from the token's `iat`, seconds; more is another token's value. Release runs before a
   * multi-factor challenge, and Auth0 makes the token after it. Default 3,600.
   */
  maxAgeSeconds?: number
  /** Milliseconds since the epoch. Default `Date.now`. Only spaces out calls of a function in `keys`. */
  now?: () => number
}

/** Opens what was released to one recipient. */
export interface ReleasedReader {
  /**
   * The content of a value that came in a token.
   *
   * @throws ERR_STALE_VALUE where it was released more than `maxAgeSeconds` before or after the token was issued (it comes from
   *   another token), or the token does not say when; ERR_BINDING, naming what differs, where it is of another tenant, user or
   *   recipient, or there is no token; ERR_FORMAT for no value of ours, `undefined` and `null` among them. Also ERR_UNKNOWN_KEY,
   *   ERR_DECRYPT, and the codes of key sets
   */
  open<T extends object = JsonObject, S extends Source = Source>(
    value: Claim<T, S>,
    from: { token: TokenClaims }
  ): Promise<OpenedReleased<T, S>>
}

const mode: KeyMode = { algorithms: ['ECDH-ES'], takesPrivate: true }

/** @throws ERR_STALE_VALUE */
const assertSameToken = (releasedAt: number, iat: unknown, maxAgeSeconds: number): void => {
  if (typeof iat !== 'number') {
    const what = iat === undefined ? 'is missing' : 'is no number'
    throw new A0sealError('ERR_STALE_VALUE', `token.iat ${what}: hand over the claims of the verified token`)
  }
  if (!(Math.abs(releasedAt - iat) <= maxAgeSeconds))
    throw new A0sealError('ERR_STALE_VALUE', `released more than ${maxAgeSeconds} seconds from token.iat`)
}

export const createReleasedReader = (
  options: ReleasedReaderOptions<unknown>,
  forms: readonly KeyForm[]
): ReleasedReader => {
  assertTenant(options)
  assertTexts(options, ['recipient'])
  assertAbsent(options, ['slot', 'macKey', 'acceptUnauthenticated'], 'is for values at rest')
  const { keys, tenant, recipient, maxAgeSeconds = 3_600, now = Date.now } = options
  assertSeconds('maxAgeSeconds', maxAgeSeconds)
  const selectKey = createKeyRing(keys, { forms, mode, now })
  const place = { iss: issuerOf(tenant), aud: recipient }
  return {
    async open<T, S extends Source>(value: unknown, from: { token: TokenClaims }) {
      const jwe = parseJWE(value, { typ: typReleased, algorithms: mode.algorithms })
      const { sub, iat } = tokenOf(from)
      const { cryptoKey } = await selectKey(jwe.kid)
      const text = await decryptJWE(jwe, cryptoKey)
      const claims = claimsOf(text, { ...place, sub }, 'src')
      assertSameToken(claims.iat, iat, maxAgeSeconds)
      return { ...openedOf<T, S>(claims), releasedAt: dateOf(claims) }
    }
  }
}
