import {
  cacheMaxBytes,
  cacheMaxEntries,
  cacheMaxTtlMs,
  cacheValueMaxBytes,
  logMaxChars
} from '../core/auth0/limits.js'

/** Whose numbers apply: those of Auth0's pages, or those of the test kit that Auth0 publishes. */
export type Profile = 'documented' | 'observed'

/** The limits the two do not agree on. */
export interface Limits {
  cacheEntries: number
  cacheValueBytes: number
  cacheBytes: number
  cacheTtlMs: number
  /** Console output kept of one execution, characters. */
  logChars: number
  /** What the SAML limits call 1 kB, bytes. */
  samlKilobyte: number
  /** All SAML attributes together, bytes. */
  samlBytes: number
}

/**
 * @see https://auth0.com/docs/customize/actions/limitations for `documented`
 * @see https://github.com/auth0/auth0-actions for `observed`
 */
export const limitsOf: Readonly<Record<Profile, Limits>> = {
  documented: {
    cacheEntries: cacheMaxEntries,
    cacheValueBytes: cacheValueMaxBytes,
    cacheBytes: cacheMaxBytes,
    cacheTtlMs: cacheMaxTtlMs,
    logChars: logMaxChars,
    samlKilobyte: 1000,
    samlBytes: 10_000
  },
  observed: {
    cacheEntries: Number.POSITIVE_INFINITY,
    cacheValueBytes: 4096,
    cacheBytes: 16 * 1024 + 256,
    cacheTtlMs: Number.POSITIVE_INFINITY,
    logChars: 256 * 1024,
    samlKilobyte: 1024,
    samlBytes: 102_400
  }
}
