/** Whether it is a `kid` we take (RFC 7517 §4.5): 1 to 128 characters. A public key from elsewhere keeps its own. */
export const isKid = (kid: unknown): kid is string =>
  typeof kid === 'string' && kid.length > 0 && kid.length <= 128
