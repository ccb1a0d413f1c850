/** What a user reads who is refused. It ends in the callback URL, so it says nothing. */
const blandDenial = 'This is not possible at the moment.'

/** Refuses the login, or the sign-up. */
export const denyLogin = (
  api: { access: { deny(reason: string, userMessage: string): unknown } },
  attempt: (part: () => void) => void
): void => attempt(() => api.access.deny(blandDenial, blandDenial))
