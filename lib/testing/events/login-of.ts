import type { Connection, Identity } from './parts.js'

/** What of an event says who logs in, and through which connection. */
interface LoginOf {
  connection: Connection
  user: { user_id: string }
}

/** The same of changes to an event. */
interface ChangedLogin {
  connection?: { name?: string | undefined; strategy?: string | undefined } | undefined
  user?: { user_id?: string | undefined } | undefined
}

/** `waad|ada` is the user `ada` of provider `waad`. */
const parts = (userId: string): { provider?: string; id: string } => {
  const [provider = '', ...rest] = userId.split('|')
  return rest.length === 0 ? { id: userId } : { provider, id: rest.join('|') }
}

/** The id of an event's user, once the event is of another connection or of somebody else. */
export const userIdOf = ({ user }: LoginOf, { connection, user: other }: ChangedLogin): string => {
  if (other?.user_id !== undefined) return other.user_id
  return connection?.strategy === undefined
    ? user.user_id
    : `${connection.strategy}|${parts(user.user_id).id}`
}

/** That user's one identity, which is of the connection. */
export const identityOf = (base: LoginOf, changes: ChangedLogin): Identity => {
  const { name = base.connection.name, strategy = base.connection.strategy } = changes.connection ?? {}
  const { provider = strategy, id } = parts(userIdOf(base, changes))
  return { connection: name, isSocial: false, provider, user_id: id }
}

/** What `event.authentication` calls a login through a connection of this strategy. */
export const methodOf = (strategy: string): string => {
  if (strategy === 'auth0') return 'pwd'
  return strategy === 'email' || strategy === 'sms' ? strategy : 'federated'
}
