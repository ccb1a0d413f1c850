import type { LifetimeState } from '../../types.js'

/** Metadata of a session or a refresh token: entries, characters of a key and of a value. */
const entriesMax = 25
const keyPattern = /^[a-zA-Z0-9_-]{1,255}$/
const valueMaxChars = 255

type Metadata = Record<string, string>

/** What changes of a lifetime go to. */
export interface LifetimeStore {
  /** For messages: `session` or `refresh token`. */
  name: string
  /** Its metadata as it is now; undefined where there is nothing to keep metadata. */
  metadata(): Metadata | undefined
  change(changes: LifetimeState): void
  state(): LifetimeState
}

const assertEntry = (name: string, key: unknown, value: unknown): void => {
  if (typeof key !== 'string' || !keyPattern.test(key)) {
    throw new Error(`A key of ${name} metadata must have 1 to 255 letters, digits, "_" or "-".`)
  }
  if (typeof value !== 'string' || value.length > valueMaxChars || value.includes('\0')) {
    throw new Error(
      `A value of ${name} metadata must be a string of at most ${valueMaxChars} characters, none of them NUL.`
    )
  }
}

/** The earlier of two instants. @throws Error where the new one is no time */
const earlier = (known: number | undefined, instant: unknown): number => {
  if (typeof instant !== 'number' || !Number.isFinite(instant) || instant === 0) {
    throw new Error('An expiry must be a time in milliseconds since 1970.')
  }
  return Math.min(known ?? instant, instant)
}

/** What `api.session` and `api.refreshToken` have in common. Of several expiries the earliest counts. */
export const createLifetime = ({ name, metadata, change, state }: LifetimeStore) => {
  const deleteMetadata = (key: string): void => {
    const { [key]: removed, ...others } = metadata() ?? {}
    if (removed !== undefined) change({ metadata: others })
  }
  return {
    setExpiresAt: (absolute: number): void => change({ expiresAt: earlier(state().expiresAt, absolute) }),

    setIdleExpiresAt: (inactivity: number): void =>
      change({ idleExpiresAt: earlier(state().idleExpiresAt, inactivity) }),

    /** In the event at once; null removes the key. */
    setMetadata(key: string, value: string | null): void {
      const before = metadata()
      if (!before) throw new Error(`There is no ${name} to set metadata of.`)
      if (value === null) {
        deleteMetadata(key)
        return
      }
      assertEntry(name, key, value)
      const after = { ...before, [key]: value }
      if (Object.keys(after).length > entriesMax) {
        throw new Error(`The metadata of a ${name} must not have more than ${entriesMax} entries.`)
      }
      change({ metadata: after })
    },

    deleteMetadata,

    evictMetadata(): void {
      if (metadata()) change({ metadata: {} })
    }
  }
}
