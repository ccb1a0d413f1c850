import type { AccessToken, ClientCredentials, JWTStructured, KoaContextWithOIDC } from 'oidc-provider'
import type { JsonObject } from '../../../core/auth0/json.js'
import type { FlowState } from '../../../runtime/types.js'
import type { Completed } from '../../triggers/decision.js'
import type { ApiSettings } from '../api-settings.js'
import { filterClaims } from './claims.js'

/** What waits for the tokens of a grant. */
export type HeldClaims = FlowState['claims'] & {
  /** Claims of the tenant itself: in both tokens, whatever the scopes. */
  own: JsonObject
  /** Standard claims of attributes on the deny list: not in the stored profile. */
  denied: JsonObject
}

/** It waits from the end of post-login until the tokens are issued. */
export interface PendingClaims {
  hold(grantId: string, claims: HeldClaims): void
  /** For tokens that the same request issues: others of its grant may be issued at the same time. */
  attach(ctx: KoaContextWithOIDC, claims: HeldClaims): void
  of(ctx: KoaContextWithOIDC): HeldClaims
  release(grantId: string | undefined): void
  list(): HeldClaims[]
}

const noClaims: HeldClaims = { idToken: {}, accessToken: {}, own: {}, denied: {} }

export const heldClaimsOf = ({
  state,
  organizationClaims: own,
  deniedClaims = {}
}: Completed): HeldClaims => ({
  ...state.claims,
  own,
  denied: deniedClaims
})

/** @param ttlSeconds for how long a code can be redeemed; claims of one that was not are dropped then. */
export const createPendingClaims = ({
  now,
  ttlSeconds
}: {
  now: () => Date
  ttlSeconds: number
}): PendingClaims => {
  const held = new Map<string, { claims: HeldClaims; expiresAt: number }>()
  const attached = new WeakMap<KoaContextWithOIDC, HeldClaims>()
  const sweep = () => {
    for (const [grantId, { expiresAt }] of held) if (expiresAt <= now().getTime()) held.delete(grantId)
  }
  return {
    hold(grantId, claims) {
      sweep()
      held.set(grantId, { claims, expiresAt: now().getTime() + ttlSeconds * 1000 })
    },
    attach(ctx, claims) {
      attached.set(ctx, claims)
    },
    of: ctx => attached.get(ctx) ?? held.get(ctx.oidc.entities.Grant?.jti ?? '')?.claims ?? noClaims,
    release: grantId => {
      held.delete(grantId ?? '')
    },
    list() {
      sweep()
      return [...held.values()].map(({ claims }) => claims)
    }
  }
}

/** Access-token claims of the Actions. Only a JWT carries any: an opaque token would keep them in the store. */
export const accessTokenClaims =
  ({
    pending,
    machineClaims,
    settings
  }: {
    pending: PendingClaims
    machineClaims: (ctx: KoaContextWithOIDC) => JsonObject
    settings: ApiSettings
  }) =>
  (ctx: KoaContextWithOIDC, token: AccessToken | ClientCredentials): JsonObject | undefined => {
    const { scopes, resourceServer } = token
    const audience = String(resourceServer?.audience)
    if (token.kind === 'ClientCredentials') {
      return { ...filterClaims(machineClaims(ctx), scopes), ...settings.permissions(audience, { scopes }) }
    }
    if (resourceServer?.accessTokenFormat !== 'jwt') return undefined
    const { accessToken, own } = pending.of(ctx)
    const permissions = settings.permissions(audience, { userId: token.accountId, scopes })
    return { ...filterClaims(accessToken, scopes), ...own, ...permissions }
  }

/** Gives a JWT access token the members Auth0 gives it. */
export const shapeAccessToken =
  (issuer: string, settings: ApiSettings) =>
  (_ctx: KoaContextWithOIDC, token: AccessToken | ClientCredentials, parts: JWTStructured): void => {
    const { client_id, jti, ...payload } = parts.payload
    const isMachine = token.kind === 'ClientCredentials'
    const isRfc9068 = settings.isRfc9068(String(token.resourceServer?.audience))
    parts.header = { typ: isRfc9068 ? 'at+jwt' : 'JWT' }
    parts.payload = {
      ...payload,
      ...(isRfc9068 ? { client_id, jti } : { azp: client_id }),
      ...(isMachine && { sub: `${client_id}@clients` }),
      ...(isMachine && !isRfc9068 && { gty: 'client-credentials' }),
      ...(token.scopes.has('openid') && { aud: [payload.aud, `${issuer}userinfo`] })
    }
  }
