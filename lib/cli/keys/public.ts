import { A0sealError } from '../../core/errors.js'
import { describeKeySet } from './report.js'

type Members = Record<string, unknown>

/** Members are named one by one: one that nobody thought of may be private. */
const publicHalf = ({ kty, crv, x, y, kid, use, alg }: Members): Members => ({
  kty,
  crv,
  x,
  y,
  kid,
  use,
  alg
})

/**
 * The public halves of a key set, in its order, as JSON text.
 *
 * @throws ERR_KEY_SET for secret keys, which have none, and for what is no key set
 */
export const publicKeys = (text: string): string => {
  const { kind, keys: reports, problems } = describeKeySet(text)
  if (problems.length > 0) throw new A0sealError('ERR_KEY_SET', problems.join('; '))
  if (kind !== 'private' && kind !== 'public')
    throw new A0sealError('ERR_KEY_SET', 'these keys have no public half')
  const value = JSON.parse(text)
  const keys: Members[] = Array.isArray(value.keys) ? value.keys : [value]
  const ours = keys.filter((_, index) => reports[index]?.place !== 'ignored')
  return JSON.stringify({ keys: ours.map(publicHalf) })
}
