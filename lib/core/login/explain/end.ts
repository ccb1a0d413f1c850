/** What a login came to. */
export interface LoginEnd {
  /** `refused` by an Action, or by an error of the run. */
  status: 'done' | 'refused' | 'not done'
  /** Where it is done: whether there is an ID token. */
  hasIDToken: boolean
}

/** Why no token has what was decided for it. */
export type Unissued = 'refused' | 'not done' | 'no ID token'

/** Why a token lacks what was decided for it, where it does. */
export const unissuedIn = (
  token: 'id_token' | 'access_token',
  { status, hasIDToken }: LoginEnd
): { unissued?: Unissued } => {
  if (status !== 'done') return { unissued: status }
  return token === 'id_token' && !hasIDToken ? { unissued: 'no ID token' } : {}
}
