import { createHash, createPrivateKey } from 'node:crypto'
import { type JWK, SignJWT } from 'jose'
import type { default as OidcProvider } from 'oidc-provider'
import { words } from '../../../core/auth0/words.js'
import type { Sessions } from '../../sessions/sessions.js'
import type { SigningKey } from '../../store/signing-key.js'
import { filterClaims } from './claims.js'
import type { PendingClaims } from './tokens.js'

export interface IdTokenOptions {
  issuer: string
  key: SigningKey
  ttlSeconds: number
  sessions: Sessions
  pending: PendingClaims
}

const hashClaims = ['at_hash', 'c_hash']

/** The left half of the hash of what goes with an ID token. @see OpenID Connect Core 3.3.2.11 */
const leftHalfOfHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')

/**
 * ID tokens as Auth0 makes them: with the claims of post-login, `amr` after a challenge, and a `typ`. oidc-provider has no
 * setting for these, so this overrides two methods of its IdToken, which each Provider has as a class of its own.
 */
export const shapeIdTokens = (
  provider: OidcProvider,
  { issuer, key, ttlSeconds, sessions, pending }: IdTokenOptions
): void => {
  const { prototype } = provider.IdToken
  const { payload: standardPayload, issue: standardIssue } = prototype
  const privateKey = createPrivateKey({ key: key as JWK, format: 'jwk' })

  prototype.payload = async function payload() {
    const standard = await standardPayload.call(this)
    const { AuthorizationCode, RefreshToken } = this.ctx.oidc.entities
    const sid = (AuthorizationCode ?? RefreshToken)?.sessionUid ?? this.ctx.oidc.session?.uid
    const { idToken, own, denied } = pending.of(this.ctx)
    // The scopes granted for this token; the published type does not have the member.
    const { scope } = this as { scope?: string }
    const scopes = new Set(words(scope))
    const hasMetChallenge = sessions.get(sid)?.methods.some(({ name }) => name === 'mfa') === true
    return {
      ...standard,
      ...filterClaims(denied, scopes),
      ...filterClaims(idToken, scopes),
      ...own,
      ...(hasMetChallenge && { amr: ['mfa'] }),
      ...(sid !== undefined && { sid })
    }
  }

  prototype.issue = async function issue(options) {
    if (options.use !== 'idtoken') return standardIssue.call(this, options)
    const payload = await this.payload()
    const hashes = hashClaims
      .map(claim => [claim, payload[claim]])
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([claim, text]) => [claim, leftHalfOfHash(text)])
    return new SignJWT({ ...payload, ...Object.fromEntries(hashes) })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid })
      .setIssuer(issuer)
      .setAudience(this.client.clientId)
      .setIssuedAt()
      .setExpirationTime(`${ttlSeconds} s`)
      .sign(privateKey)
  }
}
