import type { Json } from '../../../core/auth0/json.js'
import type { ErrorCode } from '../../../core/errors.js'
import type { Copying } from '../../../core/login/explain/copying.js'
import { mendOfCode } from '../../../core/login/explain/mend-code.js'
import type { Releasing } from '../../../core/login/explain/releasing.js'
import { copyingSentence, releasingSentence } from '../../../core/login/explain/sentences.js'
import type { InspectedLogin } from '../login.js'
import type { Passage } from './lane.js'

const claimIn = ({ idToken, accessToken }: InspectedLogin, { token, claim }: Releasing): Json | undefined => {
  const issued = token === 'id_token' ? idToken : accessToken
  return issued?.type === 'jwt' ? issued.claims[claim] : undefined
}

const toneOf = ({ outcome, form, code }: Releasing): Passage['tone'] => {
  if (outcome === 'released') return form === 'clear' ? 'plain' : 'good'
  return code === undefined ? 'none' : 'warn'
}

/** What mends it where a code says what went wrong. */
export const mended = (
  { code }: { code?: ErrorCode },
  { policy, stored: user }: Pick<InspectedLogin, 'policy' | 'stored'>
): Pick<Passage, 'mend'> => (code ? { mend: mendOfCode(code, { policy, user }) } : {})

/** To whom an attribute was released, rule by rule; rules for other applications are one sentence. */
export const releasedPassages = (releasings: readonly Releasing[], login: InspectedLogin): Passage[] => {
  const own = releasings.filter(({ why }) => why !== 'application')
  if (own.length === 0) {
    const text =
      releasings.length === 0 ? 'no rule of the policy releases it' : 'no rule names this application'
    return [{ tone: 'none', text }]
  }
  return own.map(releasing => {
    const value = releasing.outcome === 'released' ? claimIn(login, releasing) : undefined
    const text = releasingSentence(releasing)
    return {
      tone: toneOf(releasing),
      text,
      ...(typeof value === 'string' && { value }),
      ...mended(releasing, login)
    }
  })
}

export const copiedPassage = (copying: Copying, login: InspectedLogin): Passage => ({
  tone: copying.outcome === 'copied' ? 'plain' : copying.code ? 'warn' : 'none',
  text: copyingSentence(copying),
  ...mended(copying, login)
})

const servedAs = (value: Json, isSealed: boolean): Passage => {
  if (value === null) return { tone: 'none', text: 'null, so that no older value is served' }
  return isSealed
    ? { tone: 'good', text: 'the sealed claim, as in the ID token' }
    : { tone: 'plain', text: 'in clear, as in the ID token' }
}

const withoutUserinfo: Partial<Record<InspectedLogin['status'], string>> = {
  done: 'no access token for it: the scope openid is missing',
  refused: 'the login was refused'
}

/** What `/userinfo` has of a claim: Auth0 serves the custom claims of the ID token there, and nothing of metadata. */
export const userinfoPassage = (
  claims: readonly { claim: string; isSealed: boolean }[],
  { userinfo, status }: InspectedLogin
): Passage => {
  if (!userinfo) return { tone: 'none', text: withoutUserinfo[status] ?? 'the login is not done' }
  for (const { claim, isSealed } of claims) {
    const value = userinfo[claim]
    if (value !== undefined) return servedAs(value, isSealed)
  }
  return { tone: 'none', text: 'nothing' }
}
