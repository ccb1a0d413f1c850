import type { PostLoginEvent } from '../auth0/post-login.js'
import type { SealedAttribute } from '../policy/action-policy.js'

/** True where an attribute is of other connections than the one of this login. */
export const isElsewhere = (
  { connections }: SealedAttribute,
  { connection }: PostLoginEvent
): boolean | undefined =>
  connections && ![connection?.name, connection?.strategy].some(name => connections.includes(name ?? ''))
