import { isPlainObject, type JsonObject } from './auth0/json.js'
import { fail } from './errors.js'
import { type Binding, isNumericDate, issuerOf, type SealedClaims } from './format/claims.js'
import { jweMaxChars } from './format/jwe.js'
import { sameJson } from './seal/canonical.js'
import { open, parseSecretKeys, seal } from './seal/sealed-value.js'

/** JSON that nobody is going to change: what is frozen, or `as const`, fits too. */
export type ReadonlyJson =
  | string
  | number
  | boolean
  | null
  | readonly ReadonlyJson[]
  | { readonly [name: string]: ReadonlyJson }

/** What is sealed: an object of JSON, at most 32 levels deep. */
export type SealerData = { readonly [name: string]: ReadonlyJson }

export interface SealerOptions {
  /** The tenant's id, `event.tenant.id` in an Action: never a domain, which can change. */
  tenant: string
  /** The time, milliseconds since 1970. Default: that of the machine. */
  now?: () => number
  /**
   * Longest value to make, characters, at most 65,536. Default 4,000: Auth0 limits a whole profile to 10 KB
   * (https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data).
   */
  maxChars?: number
}

/** What a value is bound to besides the tenant. It opens nowhere else. */
export interface SealerPlace {
  /** `user_id`. */
  user: string
  /** A name for what is sealed. Slots of a policy belong to `seal-attributes`: take another. */
  slot: string
}

/** What a value holds. */
export interface OpenedValue<Data extends SealerData = JsonObject> {
  /** The type is the caller's promise: it is what somebody with the keys has sealed for this user and slot. */
  data: Data
  /** When the data last changed, to the second. */
  changedAt: Date
  /** False where another key than the first sealed it: `update` seals it anew. */
  isCurrent: boolean
  /** `'user'` where the user vouches for the data, and not the tenant. */
  src?: 'user'
}

/** What to store. */
export interface UpdatedValue {
  value: string
  /** False where `value` is the text that was handed in: there is nothing to write. */
  isChanged: boolean
}

/** Seals and opens values of one tenant. */
export interface Sealer {
  /**
   * The data, sealed with the first key: a compact JWE, another one each time.
   *
   * @throws ERR_DATA for no object, what JSON would change, and more than 32 levels; ERR_TOO_LARGE beyond `maxChars`;
   *   ERR_EVENT where user or slot is no text
   */
  seal(data: SealerData, place: SealerPlace): string
  /**
   * What a value holds, if it was sealed for this user and slot.
   *
   * @param text as stored, unchecked
   * @throws ERR_FORMAT for no sealed value, ERR_UNKNOWN_KEY where the set has not its key, ERR_DECRYPT where it was changed,
   *   ERR_BINDING where it is of another tenant, user or slot; ERR_EVENT where user or slot is no text
   */
  open<Data extends SealerData = JsonObject>(text: unknown, place: SealerPlace): OpenedValue<Data>
  /**
   * The value to store in place of another, so that it holds this data and nothing else. It is the same text where the data
   * is the same (in whatever order) and its key is still the first. Who vouches for the data stays; so does when it changed,
   * where only the key is renewed.
   *
   * @param text as stored, unchecked; `undefined` or `null` where nothing is
   * @throws what `seal` and `open` throw. A value that does not open is not replaced: nothing is lost. One that was too large
   *   before may be as large again
   */
  update(text: unknown, data: SealerData, place: SealerPlace): UpdatedValue
}

/** A value bound to nothing would open for everybody. */
const required = (name: string, text: unknown): string =>
  typeof text === 'string' && text ? text : fail('ERR_EVENT', `${name} must be a text`)

const numericDate = (now: () => number): number => {
  const seconds = Math.floor(now() / 1000)
  if (isNumericDate(seconds)) return seconds
  throw new TypeError('now must return milliseconds since 1970')
}

/** What stays of a value that another takes the place of. */
interface Before extends Pick<SealedClaims, 'src'> {
  iat?: number | undefined
  length?: number
}

/**
 * Seals and opens values just as the Actions do for readable slots, with the same keys and codes.
 *
 * @throws ERR_NO_KEYS, ERR_KEY_MODE and ERR_KEY_SET of `parseSecretKeys`; ERR_EVENT where the tenant is no text
 */
export const sealerOf = (
  keys: unknown,
  { tenant, now, maxChars = 4_000 }: SealerOptions & { now: () => number }
): Sealer => {
  const keySet = parseSecretKeys(keys)
  const iss = issuerOf(required('tenant', tenant))
  // What is longer than that would never open again.
  const limit = Math.min(maxChars, jweMaxChars)

  const bindingOf = (place: SealerPlace): Binding => ({
    iss,
    sub: required('user', place?.user),
    aud: required('slot', place?.slot)
  })
  const sealed = (
    data: SealerData,
    place: SealerPlace,
    { iat = numericDate(now), src, length = 0 }: Before = {}
  ): string => {
    if (!isPlainObject(data)) fail('ERR_DATA')
    const value = seal({ data: data as JsonObject, iat, src }, bindingOf(place), keySet)
    return value.length <= Math.max(limit, length) ? value : fail('ERR_TOO_LARGE')
  }

  return {
    seal: (data, place) => sealed(data, place),

    open<Data extends SealerData>(text: unknown, place: SealerPlace): OpenedValue<Data> {
      const { data, iat, src, isCurrent } = open(text, bindingOf(place), keySet)
      return { data: data as Data, changedAt: new Date(iat * 1000), isCurrent, ...(src && { src }) }
    },

    update(text, data, place) {
      if (text === undefined || text === null) return { value: sealed(data, place), isChanged: true }
      const { data: before, iat, src, isCurrent } = open(text, bindingOf(place), keySet)
      const isSame = sameJson(data, before)
      if (isSame && isCurrent) return { value: text as string, isChanged: false }
      const kept = { iat: isSame ? iat : undefined, src, length: (text as string).length }
      return { value: sealed(data, place, kept), isChanged: true }
    }
  }
}
