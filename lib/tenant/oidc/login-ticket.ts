import { randomUUID } from 'node:crypto'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { originOf } from '../sessions/origin.js'
import type { Transaction } from '../sessions/transactions.js'
import { reportOversize } from '../triggers/write-profile.js'
import { personOfDatabase } from '../users/database-users.js'
import { browsersIn } from './browser-cookie.js'
import type { OidcContext } from './issuer.js'
import { errors } from './library/library.js'
import { logFieldsOf } from './log-events.js'

export interface TicketLoginOptions {
  /** How the name of the cookie begins that came with the ticket. */
  cookie: string
  transactionOf: (ctx: KoaContextWithOIDC) => Transaction
}

/**
 * Logs in whoever shows `/authorize` the ticket of a cross-origin login, without a page: the browser may be in a frame,
 * with `prompt=none`. A parameter of `/authorize`, checked before oidc-provider looks who is logged in.
 */
export const createTicketLogin =
  ({ store }: Pick<OidcContext, 'store'>, { cookie, transactionOf }: TicketLoginOptions) =>
  (ctx: KoaContextWithOIDC, ticket: unknown): void => {
    const { session, client } = ctx.oidc
    if (ticket === undefined || !session) return
    const holder = store.loginTickets.redeem(String(ticket), {
      clientId: client?.clientId ?? '',
      browsers: browsersIn(ctx.req.headers.cookie, cookie)
    })
    const connection = store.connections.find(({ name }) => name === holder?.connection)
    if (!holder || !connection || !store.users.get(holder.userId)) {
      throw new errors.AccessDenied('Unknown or invalid login ticket.')
    }
    const person = personOfDatabase(connection.name, holder.userId)
    const { user, denied, oversize } = store.users.signIn(person, { connection, ip: originOf(ctx.req).ip })
    const { user_id: userId } = user
    if (oversize) {
      const description = reportOversize(oversize, {
        log: store.log,
        fields: { ...logFieldsOf(ctx), user_id: userId }
      })
      if (oversize.refused) throw new errors.AccessDenied(description)
    }
    if (session.accountId !== undefined && session.accountId !== userId) {
      store.sessions.remove(session.uid)
      Object.assign(session, { uid: randomUUID(), authorizations: {} })
    }
    const at = store.now()
    session.loginAccount({ accountId: userId, loginTs: Math.floor(at.getTime() / 1000) })
    // A session that somebody planted in this browser does not become the user's.
    session.resetIdentifier()
    transactionOf(ctx).arrival = { userId, connection: connection.name, method: 'pwd', denied, at }
  }
