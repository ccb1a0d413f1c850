import { valueAt } from '../../../core/claims/copies.js'
import type { Copying } from '../../../core/login/explain/copying.js'
import type { InspectedLogin } from '../login.js'
import { broughtCopy } from './brought.js'
import type { Lane, Passage } from './lane.js'
import { copiedPassage, userinfoPassages } from './tokens.js'

const storedPassage = (name: string, { stored = {} }: InspectedLogin): Passage => {
  const value = valueAt(stored, `user_metadata.${name}`)
  return value === undefined || value === null
    ? { tone: 'none', text: 'nothing' }
    : { tone: 'plain', text: `in clear in user_metadata.${name}` }
}

/** The lane of a field of `user_metadata` that is copied. It is no secret: it stays in clear where it is. */
export const copyLane = (copying: Copying, login: InspectedLogin): Lane => {
  const { name, claim } = copying
  return {
    name,
    kind: 'copy',
    stations: {
      sent: [broughtCopy(name, login).passage],
      denied: [{ tone: 'none', text: 'not sensitive, by the policy' }],
      sealed: [{ tone: 'none', text: 'not sealed, by the policy' }],
      stored: [storedPassage(name, login)],
      released: [copiedPassage(copying, login)],
      userinfo: userinfoPassages([{ claim, isSealed: false }], login)
    },
    alone: 'in user_metadata, and in no token: /userinfo has no metadata of its own'
  }
}
