import { randomUUID } from 'node:crypto'
import { keptLimits, trimLegs } from './kept.js'
import type { InspectedLogin } from './login.js'

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

/**
 * The logins the inspector shows, in memory only: the newest thousand, or as many of them as do not exceed `keptLimits`.
 *
 * It holds what identity providers sent in clear, as a developer looks at it, and so is no part of what the tenant stores:
 * `Tenant.search`, which tells where Auth0 would keep a text, does not look here, and nothing here is ever saved.
 */
export const createInspectedLogins = (now: () => Date, limits = keptLimits): InspectedLogins => {
  const logins: InspectedLogin[] = []
  const sizes = new Map<InspectedLogin, number>()
  let bytes = 0
  const waiting = new Set<() => void>()
  let version = 0

  const setSize = (login: InspectedLogin, size: number): void => {
    bytes += size - (sizes.get(login) ?? 0)
    if (size > 0) sizes.set(login, size)
    else sizes.delete(login)
  }

  /** The newest stays, whatever its size. */
  const dropOldest = (): void => {
    while (logins.length > 1 && (logins.length > limits.logins || bytes > limits.bytes)) {
      const oldest = logins.pop()
      if (oldest) setSize(oldest, 0)
    }
  }

  const changed = (login: InspectedLogin) => {
    // One that is over may still go on: what is not kept is not counted.
    if (logins.includes(login)) setSize(login, trimLegs(login, limits))
    dropOldest()
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
        legsLeftOut: 0,
        ...start
      }
      logins.unshift(login)
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
