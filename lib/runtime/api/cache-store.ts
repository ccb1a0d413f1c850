export interface CacheRecord {
  value: string
  /** Milliseconds since 1970. */
  expires_at: number
}

/** The cache of one trigger on one instance: shared by its Actions and by all logins that run there. */
export type CacheStore = Map<string, CacheRecord>
