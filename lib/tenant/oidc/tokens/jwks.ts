import { Hono } from 'hono'
import { cors } from 'hono/cors'
import type { SigningKey } from '../../store/signing-key.js'

/** `/.well-known/jwks.json`, for any origin. oidc-provider's has no `x5t`, which clients of Auth0 may look for. */
export const createJwks = ({ kty, use, alg, kid, n, e, x5t, x5c }: SigningKey) =>
  new Hono()
    .use('/.well-known/jwks.json', cors())
    .get('/.well-known/jwks.json', c =>
      c.json({ keys: [{ kty, use, n, e, kid, ...(x5t !== undefined && { x5t, x5c }), alg }] })
    )
