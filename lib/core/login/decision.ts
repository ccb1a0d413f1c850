import type { Json } from '../auth0/json.js'
import { logMaxChars } from '../auth0/limits.js'
import type { PostLoginAPI } from '../auth0/post-login.js'
import { codeOf, type ErrorCode } from '../errors.js'
import type { OnError } from '../policy/types.js'

/** Something worth a word in the log. Names come from the policy; no value, key or user data. */
export interface Note {
  code: ErrorCode
  slot?: string
  fields?: readonly string[]
  /** Part of the step did not happen: with `onError: 'deny'` the login is refused. */
  failed?: boolean
}

/** What a step of the login wants done, as data. */
export interface Decision {
  appMetadata: Record<string, Json>
  userMetadata: Record<string, Json>
  transactionMetadata: Record<string, string>
  idToken: Record<string, Json>
  accessToken: Record<string, Json>
  notes: Note[]
}

export const emptyDecision = (): Decision => ({
  appMetadata: {},
  userMetadata: {},
  transactionMetadata: {},
  idToken: {},
  accessToken: {},
  notes: []
})

/** What the triggers' `api` objects have in common, and what only post-login has. */
type StepAPI = Pick<PostLoginAPI, 'user'> &
  Partial<Omit<PostLoginAPI, 'access'>> & { access: { deny(reason: string, userMessage: string): unknown } }

/** Runs it, and answers with a note if it throws: never with what was thrown, which may quote data. */
const noteOf = (run: () => void): Note[] => {
  try {
    run()
    return []
  } catch (error) {
    return [{ code: codeOf(error), failed: true }]
  }
}

const each = <V>(record: Record<string, V>, set: (name: string, value: V) => unknown): void => {
  for (const [name, value] of Object.entries(record)) set(name, value)
}

/** Calls `api` for each part of a decision; a part that throws leaves the others alone. */
const apply = (decision: Decision, { transaction, user, idToken, accessToken }: StepAPI): Note[] => [
  ...noteOf(() => each(decision.transactionMetadata, (name, value) => transaction?.setMetadata(name, value))),
  ...noteOf(() => {
    // What is sealed goes first: if that throws, the clear value it replaces stays where it is.
    each(decision.appMetadata, (name, value) => user.setAppMetadata(name, value))
    each(decision.userMetadata, (name, value) => user.setUserMetadata(name, value))
  }),
  ...noteOf(() => {
    each(decision.idToken, (name, value) => idToken?.setCustomClaim(name, value))
    each(decision.accessToken, (name, value) => accessToken?.setCustomClaim(name, value))
  })
]

const describe = ({ code, slot, fields }: Note): string =>
  [code, slot && `slot=${slot}`, fields?.length && `fields=${fields.join(',')}`].filter(Boolean).join(' ')

/** At most 256 characters, all that Auth0 keeps of an Action's log. */
const logLine = (action: string, notes: readonly Note[]): string => {
  const line = `a0seal ${action} ${[...new Set(notes.map(describe))].join('; ')}`
  return line.length > logMaxChars ? `${line.slice(0, logMaxChars - 1)}…` : line
}

/** What a user reads who is refused. It ends in the callback URL, so it says nothing. */
const blandDenial = 'This is not possible at the moment.'

/**
 * Decides, applies, and answers for what went wrong. Never throws: Auth0 puts the message of an uncaught error into the
 * user's callback URL.
 *
 * @returns the line for the log, if there is anything to say
 */
export const runStep = (
  decide: () => Decision,
  { action, api, onError }: { action: string; api: StepAPI; onError: OnError }
): string | undefined => {
  const notes: Note[] = []
  const decideAndApply = () => {
    const decision = decide()
    notes.push(...decision.notes, ...apply(decision, api))
  }
  notes.push(...noteOf(decideAndApply))
  if (onError === 'deny' && notes.some(({ failed }) => failed)) {
    notes.push(...noteOf(() => api.access.deny(blandDenial, blandDenial)))
  }
  return notes.length > 0 ? logLine(action, notes) : undefined
}
