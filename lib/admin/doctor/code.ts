const suspends = /\b(?:challengeWith|enrollWith)(?:Any)?\b|\bsendUserTo\b|\bprompt\s*(?:\?\.|\.)\s*render\b/

/** Whether a code may interrupt the trigger: what comes after it runs when the user is back. */
export const maySuspend = (code: string): boolean => suspends.test(code)

/** A name, for a regular expression. */
export const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')

/** Whether a text holds a name as a word of its own: not as a part of a longer one. */
export const names = (text: string, name: string): boolean =>
  new RegExp(`(?<![\\w$])${escaped(name)}(?![\\w$])`).test(text)

export interface SetClaim {
  token: 'id_token' | 'access_token'
  claim: string
}

const claimCalls = /\b(idToken|accessToken)\b|\bsetCustomClaim\s*\(\s*(["'`])([^"'`$\\]+)\2/g

/** Claims that a code sets, where it spells out their names. */
export const claimsSetIn = (code: string): SetClaim[] => {
  const found: SetClaim[] = []
  let token: SetClaim['token'] = 'id_token'
  for (const [, api, , claim] of code.matchAll(claimCalls)) {
    if (api) token = api === 'idToken' ? 'id_token' : 'access_token'
    else if (claim) found.push({ token, claim })
  }
  return found
}
