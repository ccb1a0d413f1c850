import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { words } from '../../core/auth0/words.js'
import type { Issuer } from '../oidc/issuer.js'
import { originOf, parametersOf } from '../sessions/origin.js'
import type { Arrival } from '../sessions/transactions.js'
import type { LogFields } from '../store/log.js'
import { actorOf } from '../triggers/delegation.js'
import { reportOversize } from '../triggers/write-profile.js'
import type { TenantConnection } from '../users/connections.js'
import type { Person } from '../users/people.js'
import { type Parked, resume } from './parked.js'

export type PageEnv = { Bindings: HttpBindings }

/** What the tenant log says of a request to one of the login pages. */
export const pageFields = (c: Context<PageEnv>, { store }: Issuer, { interaction }: Parked): LogFields => {
  const client = store.clients.get(String(interaction.params.client_id))
  const { language: _language, ...origin } = originOf(c.env.incoming)
  return { ...(client && { client_id: client.client_id, client_name: client.name }), ...origin }
}

/** Lets somebody in, as the pages of a login have found out who it is. A text says why not. */
export const createEnter = (issuer: Issuer) => {
  const { store, provider, cookies } = issuer
  const sessionOf = (c: Context) => provider.Session.find(getCookie(c, cookies.session) ?? '')

  /** A delegated login reads the stored profile. Nobody is asked, unless the scope is what legacy delegation asked by. */
  const actAs = (person: Person, scope: unknown): Pick<Arrival, 'denied'> | undefined => {
    const connection = store.connections.find(({ name }) => name === person.connection)
    if (!connection || !store.users.get(person.profile.user_id)) return undefined
    if (!words(scope).includes('passthrough')) return { denied: {} }
    return { denied: store.users.signIn(person, { connection, ip: '127.0.0.1' }).denied }
  }

  const signIn = (c: Context<PageEnv>, parked: Parked, person: Person, connection: TenantConnection) => {
    const { ip } = originOf(c.env.incoming)
    const { user, denied, oversize } = store.users.signIn(person, { connection, ip })
    const fields = { ...pageFields(c, issuer, parked), user_id: user.user_id, connection: connection.name }
    if (connection.strategy === 'samlp' && connection.options.debug === true) {
      const description = 'Debug mode: the SAML response of the identity provider.'
      store.log.add('w', { ...fields, description, details: { attributes: person.profile } })
    }
    const problem = oversize && reportOversize(oversize, { log: store.log, fields })
    return { user, denied, ...(oversize?.refused && { problem }) }
  }

  return async (c: Context<PageEnv>, parked: Parked, person: Person): Promise<Response | string> => {
    const connection = store.connections.find(({ name }) => name === person.connection)
    if (!connection) return 'This connection is gone.'
    const at = store.now()
    const ts = Math.floor(at.getTime() / 1000)
    const { params } = parked.interaction
    const actor = actorOf(store, parametersOf(params))
    const { name } = connection
    if (actor !== undefined) {
      if ((await sessionOf(c))?.accountId) return 'There is a session in this browser already: log out first.'
      // oidc-provider has taken a scope it does not know out of the parameters.
      const acted = actAs(person, parked.transaction.request.query.scope ?? params.scope)
      if (!acted) return 'Nobody can act as a user who has not logged in yet.'
      const userId = person.profile.user_id
      const method = 'session_transfer_token'
      parked.transaction.arrival = { userId, connection: name, method, at, actor: { sub: actor }, ...acted }
      return resume(c, parked, { login: { accountId: userId, ts, remember: false } })
    }
    const { user, denied, problem } = signIn(c, parked, person, connection)
    if (problem !== undefined) {
      return resume(c, parked, { error: 'access_denied', error_description: problem })
    }
    const method = connection.strategy === 'auth0' ? 'pwd' : 'federated'
    parked.transaction.arrival = { userId: user.user_id, connection: name, method, denied, at }
    // Without `ts` a later leg of this login would set auth_time anew.
    return resume(c, parked, { login: { accountId: user.user_id, ts } })
  }
}
