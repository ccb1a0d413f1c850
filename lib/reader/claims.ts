import { A0sealError } from '../core/errors.js'
import { type Binding, bound, parseClaims, type SealedClaims } from '../core/format/claims.js'

/** What a value must be bound to, to be opened here. */
export interface Expected extends Omit<Binding, 'sub'> {
  /** `user_id`, as it was handed over. */
  sub: unknown
}

const words = {
  iss: 'tenant (`tenant` is its id)',
  sub: 'user',
  aud: "slot or recipient (`slot` is its name in the policy; `recipient` the client_id of the application, or the API's identifier)"
} as const

/**
 * The claims of a value that is bound as it must be.
 *
 * @param optional the claim that may be there besides
 * @throws ERR_FORMAT where the text is no claims set of ours, ERR_BINDING where it is of another tenant, user, slot or
 *   recipient, or nobody said of which user it has to be
 */
export const claimsOf = (
  text: string,
  { sub, ...place }: Expected,
  optional: 'src' | 'mac'
): SealedClaims & Binding => {
  const claims = parseClaims(text, optional)
  if (typeof sub !== 'string')
    throw new A0sealError('ERR_BINDING', 'there is no user to compare with: `sub` or `subject` is no text')
  const expected: Binding = { ...place, sub }
  const others = bound.filter(name => claims[name] !== expected[name]).map(name => `another ${words[name]}`)
  if (others.length > 0) throw new A0sealError('ERR_BINDING', `the value is of ${others.join(' and ')}`)
  return claims
}
