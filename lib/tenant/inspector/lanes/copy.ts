import type { Json } from '../../../core/auth0/json.js'
import { valueAt } from '../../../core/claims/copies.js'
import type { Copying } from '../../../core/login/explain/copying.js'
import type { InspectedLogin } from '../login.js'
import type { Lane, Passage } from './lane.js'
import { copiedPassage, userinfoPassage } from './tokens.js'

const typedPassage = (name: string, { runs }: InspectedLogin): Passage => {
  const { user_metadata = {} } = (runs[0]?.given?.event.user ?? {}) as {
    user_metadata?: Record<string, unknown>
  }
  const value = valueAt(user_metadata, name)
  return value === undefined || value === null
    ? { tone: 'none', text: 'nothing typed' }
    : { tone: 'plain', text: 'typed by the user', value: value as Json }
}

/** The lane of a field of `user_metadata` that is copied. It is no secret: it stays in clear where it is. */
export const copyLane = (copying: Copying, login: InspectedLogin): Lane => {
  const { name, claim } = copying
  const sent = typedPassage(name, login)
  return {
    name,
    kind: 'copy',
    stations: {
      sent: [sent],
      denied: [{ tone: 'none', text: 'not sensitive, by the policy' }],
      sealed: [{ tone: 'none', text: 'not sealed, by the policy' }],
      stored: [
        sent.tone === 'none'
          ? { tone: 'none', text: 'nothing' }
          : { tone: 'plain', text: `in clear in user_metadata.${name}` }
      ],
      released: [copiedPassage(copying, login)],
      userinfo: [userinfoPassage([{ claim, isSealed: false }], login)]
    },
    alone: 'in user_metadata, and in no token: /userinfo has no metadata of its own'
  }
}
