import { randomUUID } from 'node:crypto'
import type { JsonObject } from '../../core/auth0/json.js'
import type { Execution } from '../../core/login/explain/execution.js'
import type { Policy } from '../../core/policy/types.js'
import type { RunGiven } from '../../runtime/executions.js'
import type { ActionReport, FlowState, Outcome } from '../../runtime/types.js'

/** What the identity provider sent at a login, in clear and under the names it uses. */
export interface Sent {
  connection: string
  profile: JsonObject
}

/** The connection of a login, as it was then. */
export interface InspectedConnection {
  name: string
  strategy: string
  denyList: readonly string[]
}

/** What an Action did, and which claims it set: `id_token <name>`, `access_token <name>`. */
export type InspectedAction = ActionReport & { claims: readonly string[] }

/** One run of the Actions: all of a login, or one leg of it where it was suspended. */
export interface InspectedRun {
  outcome: Outcome
  actions: readonly InspectedAction[]
  /** What the Actions were given. Its secrets are for explaining the login, and are never shown. */
  given?: RunGiven
  /** Our Actions, each as it was run. */
  executions: () => Execution[]
  /** The custom claims as they were at its end. */
  claims: FlowState['claims']
  /** Claims Auth0 would have dropped without a word. */
  dropped: FlowState['dropped']
  /** Keys of the one profile update, as in `app_metadata.sealed_x`; none where nothing was written. */
  wrote: readonly string[]
}

/** A JWT as its reader sees it, or what stands in its place. */
export type InspectedToken = { type: 'jwt'; header: JsonObject; claims: JsonObject } | { type: 'opaque' }

export interface InspectedLogin {
  id: string
  /** Grows with every change of any login. */
  version: number
  date: Date
  kind: 'sign-in' | 'delegation' | 'single sign-on' | 'silent authentication' | 'refresh' | 'token request'
  client: { id: string; name: string }
  user?: { id: string; name: string }
  connection?: string
  source?: InspectedConnection
  /** The one it is explained by. */
  policy?: Policy
  /** Who logged in as the user, where that was somebody else. */
  actor?: string
  /** Absent where no identity provider was asked: single sign-on, refresh, a database user. */
  sent?: Sent
  runs: InspectedRun[]
  status: 'under way' | 'waits for a challenge' | 'waits for a redirect' | 'done' | 'refused'
  /** Why it was refused, as the application is told. */
  reason?: string
  /** The profile after the last run. */
  stored?: JsonObject
  /** Standard claims that Auth0 itself puts into this login's ID token although they are on the deny list. */
  standardClaims?: readonly string[]
  idToken?: InspectedToken
  accessToken?: InspectedToken
  hasRefreshToken?: boolean
  /** Of a login that was tried here, to refresh with. Never shown. */
  refreshToken?: string
  /** What `/userinfo` answers to that access token. */
  userinfo?: JsonObject
}

export interface InspectedLogins {
  add(login: Pick<InspectedLogin, 'kind' | 'client'>): InspectedLogin
  /** To be called after a change of a login that was added. */
  changed(login: InspectedLogin): void
  get(id: string): InspectedLogin | undefined
  /** Newest first. */
  list(): readonly InspectedLogin[]
  /** The version of the login that changed last. */
  version(): number
  /** Resolves at the next change after `version`, at once if there was one, or when the signal aborts. */
  next(version: number, signal: AbortSignal): Promise<number>
}

const loginsKept = 1_000

/**
 * The logins the inspector shows, in memory only, the newest thousand.
 *
 * It holds what identity providers sent in clear, as a developer looks at it, and so is no part of what the tenant stores:
 * `Tenant.search`, which tells where Auth0 would keep a text, does not look here, and nothing here is ever saved.
 */
export const createInspectedLogins = (now: () => Date): InspectedLogins => {
  const logins: InspectedLogin[] = []
  const waiting = new Set<() => void>()
  let version = 0

  const changed = (login: InspectedLogin) => {
    version += 1
    login.version = version
    for (const wake of waiting) wake()
  }

  return {
    add(start) {
      const login: InspectedLogin = {
        id: randomUUID(),
        version,
        date: now(),
        status: 'under way',
        runs: [],
        ...start
      }
      logins.unshift(login)
      logins.splice(loginsKept)
      changed(login)
      return login
    },
    changed,
    get: id => logins.find(login => login.id === id),
    list: () => logins,
    version: () => version,
    next: (known, signal) =>
      new Promise(resolve => {
        if (version > known || signal.aborted) return resolve(version)
        const wake = () => {
          waiting.delete(wake)
          signal.removeEventListener('abort', wake)
          resolve(version)
        }
        waiting.add(wake)
        signal.addEventListener('abort', wake)
      })
  }
}
