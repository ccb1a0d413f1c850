import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { words } from '../../core/auth0/words.js'
import type { CurrentUserScope, ManagementScope } from '../oidc/apis.js'
import type { Issuer } from '../oidc/issuer.js'
import { ManagementRefusal, refuse } from './errors.js'

/** Who calls: the application its token was issued to, or a user by such an application. */
export interface Caller {
  clientId: string
  /** Absent for a machine. */
  userId?: string
  scopes: ReadonlySet<string>
}

export type ManagementEnv = { Variables: { caller: Caller } }

/** Lets tokens through that this tenant issued for its Management API, by whichever of its two issuers. */
export const requireToken = ({ verify, apis, store }: Issuer, issuers: readonly string[]) =>
  createMiddleware<ManagementEnv>(async (c, next) => {
    const token = /^Bearer ([^\s]+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (token === undefined) return refuse(c, 401, 'Missing authentication')
    const claims = await verify(token, { issuers })
    const isForHere = [claims?.aud]
      .flat()
      .some(audience => audience !== undefined && apis.isManagement(audience))
    if (!claims?.sub || !isForHere) return refuse(c, 401, 'Invalid token')
    const isMachine = claims.gty === 'client-credentials'
    if (!isMachine && !store.users.get(claims.sub)) return refuse(c, 401, 'Invalid token')
    c.set('caller', {
      clientId: String(claims.azp),
      ...(!isMachine && { userId: claims.sub }),
      scopes: new Set(words(claims.scope))
    })
    return next()
  })

const insufficient = (scopes: readonly string[]) =>
  new ManagementRefusal(
    403,
    `Insufficient scope, expected any of: ${scopes.join(', ')}`,
    'insufficient_scope'
  )

type Scope = ManagementScope | CurrentUserScope

/** Any one of the scopes is enough. */
export const requireScope = (...scopes: [Scope, ...Scope[]]) =>
  createMiddleware<ManagementEnv>(async (c, next) => {
    const { caller } = c.var
    if (!scopes.some(scope => caller.scopes.has(scope))) throw insufficient(scopes)
    return next()
  })

/** Without one of these scopes, which are for machines, a token reaches the user it was issued to and nobody else. */
export const assertOwn = (c: Context<ManagementEnv>, ...scopes: ManagementScope[]): void => {
  const { caller } = c.var
  const isFree = caller.userId === undefined && scopes.some(scope => caller.scopes.has(scope))
  if (!isFree && caller.userId !== c.req.param('id')) throw insufficient(scopes)
}
