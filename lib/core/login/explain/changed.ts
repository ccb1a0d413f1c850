import type { Json } from '../../auth0/json.js'
import { own } from '../../policy/own.js'
import type { Execution } from './execution.js'
import { jweHeader } from './jwe-header.js'
import { isSameJson } from './same-json.js'

/** What an Action behind one of ours made of its claim. */
export interface ChangedClaim {
  /** The Action's name, where its leg of the login is kept. */
  by: string
  found: 'missing' | 'null' | 'sealed' | 'clear'
  /** Ours had set it, to `null` perhaps. */
  wasSet: boolean
}

const foundOf = (value: Json | undefined): ChangedClaim['found'] => {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  return jweHeader(value) ? 'sealed' : 'clear'
}

/**
 * What stands under a claim at the end of a login, where it is another value than our Action left there.
 *
 * @param at the place of our Action among the executions; -1 where it did not run
 */
export const changedClaim = (
  executions: readonly Execution[],
  at: number,
  { token, claim }: { token: 'id_token' | 'access_token'; claim: string }
): ChangedClaim | undefined => {
  const valueIn = (claims: Execution['after'] | undefined): Json | undefined =>
    claims && own(claims[token === 'id_token' ? 'idToken' : 'accessToken'], claim)
  const ours = valueIn(executions[at]?.after)
  const last = valueIn(executions.at(-1)?.after)
  if (isSameJson(ours, last)) return undefined
  const behind = executions.slice(at + 1)
  const changer = behind.findLast(({ before, after }) => !isSameJson(valueIn(before), valueIn(after)))
  return { by: changer?.action ?? 'an Action', found: foundOf(last), wasSet: ours !== undefined }
}
