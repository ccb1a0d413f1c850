import type { Json } from '../auth0/json.js'
import { logMaxChars } from '../auth0/limits.js'
import type { PostLoginAPI } from '../auth0/post-login.js'
import { codeOf, type ErrorCode, severity } from '../errors.js'
import type { OnError } from '../policy/types.js'
import { denyLogin } from './deny-login.js'

/** Something worth a word in the log. Names come from the policy; no value, key or user data. */
export interface Note {
  code: ErrorCode
  slot?: string
  fields?: readonly string[]
  /** Part of the step did not happen: with `onError: 'deny'` the login is refused. */
  failed?: boolean
}

/** What a step of the login wants done, as data: each kind of step adds what it may do. */
export interface Decision {
  notes: Note[]
}

export interface MetadataDecision extends Decision {
  appMetadata: Record<string, Json>
  userMetadata: Record<string, Json>
}

/** Runs a part of a step. One that throws leaves the others alone. */
export type Attempt = (part: () => void) => void

/** Calls a setter of `api` for each value. */
export const setEach = <S extends string>(
  target: Record<S, (name: string, value: never) => unknown>,
  setter: S,
  values: Readonly<Record<string, unknown>>
): void => {
  for (const name of Object.keys(values)) target[setter](name, values[name] as never)
}

/** What is sealed goes first: if that throws, the clear value it replaces stays where it is. */
export const applyMetadata = (
  { appMetadata, userMetadata }: MetadataDecision,
  { user }: Pick<PostLoginAPI, 'user'>,
  attempt: Attempt
): void =>
  attempt(() => {
    setEach(user, 'setAppMetadata', appMetadata)
    setEach(user, 'setUserMetadata', userMetadata)
  })

const describe = ({ code, slot, fields }: Note): string =>
  code + (slot ? ` slot=${slot}` : '') + (fields ? ` fields=${fields}` : '')

/** What would make a second line of a name in the policy. */
const lineBreaks = /[\p{Cc}\u2028\u2029]/gu

/** At most 256 characters, all that Auth0 keeps of an Action's log, and the worst first. */
const logLine = (action: string, notes: readonly Note[]): string => {
  const worstFirst = [...notes].sort((a, b) => severity.indexOf(a.code) - severity.indexOf(b.code))
  const line = `a0seal ${action} ${[...new Set(worstFirst.map(describe))].join('; ')}`.replace(
    lineBreaks,
    ' '
  )
  return line.length > logMaxChars ? `${line.slice(0, logMaxChars - 1)}…` : line
}

/** One step of the login: its name in the log, and what it decides and does. */
export interface Step<D extends Decision, API> {
  action: string
  decide(): D
  apply(decision: D, api: API, attempt: Attempt): void
  api: API & { access: { deny(reason: string, userMessage: string): unknown } }
  onError: OnError
}

/**
 * Decides, applies, and answers for what went wrong. Never throws: Auth0 puts the message of an uncaught error into the
 * user's callback URL.
 *
 * @returns the line for the log, if there is anything to say
 */
export const runStep = <D extends Decision, API>({
  action,
  decide,
  apply,
  api,
  onError
}: Step<D, API>): string | undefined => {
  const notes: Note[] = []
  const attempt: Attempt = part => {
    try {
      part()
    } catch (error) {
      notes.push({ code: codeOf(error), failed: true }) // never what was thrown, which may quote data
    }
  }
  attempt(() => {
    const decision = decide()
    notes.push(...decision.notes)
    apply(decision, api, attempt)
  })
  if (onError === 'deny' && notes.some(({ failed }) => failed)) denyLogin(api, attempt)
  return notes.length > 0 ? logLine(action, notes) : undefined
}
