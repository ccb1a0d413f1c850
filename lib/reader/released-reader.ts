import type { JsonObject } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'
import { parseClaims } from './claims.js'
import { decryptJWE, parseJWE } from './jwe.js'
import type { KeyForm } from './key-form.js'
import { createKeyRing, type KeySource } from './key-ring.js'
import { type Claim, dateOf, type OpenedReleased, openedOf, type TokenClaims } from './opened.js'
import { assertAbsent, assertTenant, assertTexts } from './option-checks.js'

export interface ReleasedReaderOptions<Keys = KeySource> {
  /** The recipient's private keys, for ECDH-ES. */
  keys: Keys
  /** The tenant's id, as `event.tenant.id` has it: never a domain. */
  tenant: string
  /** Who the values are for: this application's client id, or this API's identifier. */
  recipient: string
  /** Milliseconds since the epoch. Default `Date.now`. Only spaces out calls of a function in `keys`. */
  now?: () => number
}

/** Opens what was released to one recipient. */
export interface ReleasedReader {
  /**
   * The content of a value that came in a token.
   *
   * @throws ERR_STALE_VALUE where it was released more than 5 minutes before or after the token was issued: it comes from
   *   another token. Also ERR_FORMAT, ERR_UNKNOWN_KEY, ERR_DECRYPT, ERR_BINDING, and the codes of key sets
   */
  open<T extends object = JsonObject>(
    value: Claim<T>,
    from: { token: TokenClaims }
  ): Promise<OpenedReleased<T>>
}

const rules = { typ: 'a0seal-release+jwt', algorithms: ['ECDH-ES'] } as const

/** Release runs while Auth0 issues the token, so a longer way from one `iat` to the other is a replay. */
const tokenMaxSecondsApart = 300

export const createReleasedReader = (
  options: ReleasedReaderOptions<unknown>,
  forms: readonly KeyForm[]
): ReleasedReader => {
  assertTenant(options)
  assertTexts(options, ['recipient'])
  assertAbsent(options, ['slot', 'macKey', 'acceptUnauthenticated'], 'is for values at rest')
  const { keys, tenant, recipient, now = Date.now } = options
  const selectKey = createKeyRing(keys, { forms, algorithms: rules.algorithms, now })
  return {
    async open<T>(value: unknown, { token }: { token: TokenClaims }) {
      const jwe = parseJWE(value, rules)
      const { cryptoKey } = await selectKey(jwe.kid)
      const text = await decryptJWE(jwe, cryptoKey)
      const binding = { tenant, subject: token.sub, audience: recipient }
      const claims = parseClaims(text, { ...binding, optional: 'src' })
      const secondsApart = Math.abs(claims.iat - (token.iat ?? Number.NaN))
      if (!(secondsApart <= tokenMaxSecondsApart)) throw new A0sealError('ERR_STALE_VALUE')
      return { ...openedOf<T>(claims), releasedAt: dateOf(claims) }
    }
  }
}
