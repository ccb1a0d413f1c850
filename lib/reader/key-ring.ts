import { A0sealError } from '../core/errors.js'
import {
  importKeySet,
  type Key,
  type KeyRules,
  type KeySet,
  type KeySetInput,
  parseKeySet
} from './key-set.js'

/**
 * Keys, or a function that gets them. The function is called at the first value, and again for a value whose `kid` it did not
 * give, at most every 30 seconds: a key that was added is found without a restart. What it throws is passed on, to all values
 * of the next 5 seconds: whoever gives the keys is not asked again for each of them.
 */
export type KeySource<Input = KeySetInput> = Input | (() => Input | Promise<Input>)

/** As long as jose waits between two looks at a remote JWKS: a made-up `kid` must not start a request each time. */
const reloadMinMs = 30_000

/** Between a failure and the next try, where there are no keys yet. */
const retryMinMs = 5_000

/** The key of a `kid`, one or none. @throws ERR_UNKNOWN_KEY */
export type SelectKey = (kid: string) => Promise<Key>

/**
 * @param options.now milliseconds since the epoch
 * @throws what `parseKeySet` throws, for keys that are given and not got
 */
export const createKeyRing = (
  source: unknown,
  { now, ...rules }: KeyRules & { now: () => number }
): SelectKey => {
  const parse = (input: unknown) => parseKeySet(input, rules)
  const given = typeof source === 'function' ? undefined : parse(source)
  let keySet: KeySet | undefined
  let loading: Promise<KeySet> | undefined
  let failed: Promise<KeySet> | undefined
  let loadedAtMs = Number.NEGATIVE_INFINITY

  const read = async (): Promise<KeySet> => {
    keySet = await importKeySet(given ?? parse(await (source as () => unknown)()))
    return keySet
  }
  const load = (): Promise<KeySet> => {
    if (failed && now() - loadedAtMs < retryMinMs) return failed
    if (!loading) {
      loadedAtMs = now()
      failed = undefined
      const reading = read()
      loading = reading.finally(() => {
        loading = undefined
      })
      loading.catch(() => {
        failed = reading
      })
    }
    return loading
  }

  return async kid => {
    const known = (keySet ?? (await load())).get(kid)
    if (known) return known
    const mayReload = loading || now() - loadedAtMs >= reloadMinMs
    const added = mayReload && (await load()).get(kid)
    if (!added) throw new A0sealError('ERR_UNKNOWN_KEY')
    return added
  }
}
