import type { PostLoginEvent } from '../../auth0/post-login.js'
import type { Attribute } from '../../policy/types.js'

/** True where an attribute is of other connections than the one of this login. */
export const isElsewhere = ({ connections }: Attribute, { connection }: PostLoginEvent): boolean =>
  connections !== undefined &&
  ![connection?.name, connection?.strategy].some(name => connections.includes(name ?? ''))
