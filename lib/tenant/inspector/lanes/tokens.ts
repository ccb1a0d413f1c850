import type { Json } from '../../../core/auth0/json.js'
import type { ErrorCode } from '../../../core/errors.js'
import type { Copying } from '../../../core/login/explain/copying.js'
import { jweHeader } from '../../../core/login/explain/jwe-header.js'
import { mendOfCode } from '../../../core/login/explain/mend-code.js'
import type { Releasing } from '../../../core/login/explain/releasing.js'
import { copyingSentence, releasingSentence } from '../../../core/login/explain/sentences.js'
import type { InspectedLogin } from '../login.js'
import { changeTheAction } from '../mends.js'
import type { Passage } from './lane.js'

const claimIn = ({ idToken, accessToken }: InspectedLogin, { token, claim }: Releasing): Json | undefined => {
  const issued = token === 'id_token' ? idToken : accessToken
  return issued?.type === 'jwt' ? issued.claims[claim] : undefined
}

/** What an Action behind ours made of a claim is bad where the policy seals it, and it is in clear. */
export const changedTone = ({ form, changed }: Pick<Releasing, 'form' | 'changed'>): 'bad' | 'warn' =>
  form === 'sealed' && changed?.found === 'clear' ? 'bad' : 'warn'

const releasedTone = (releasing: Releasing): Passage['tone'] => {
  const { outcome, form, code, changed, unissued } = releasing
  if (outcome === 'withheld' && code !== undefined) return 'warn'
  if (unissued) return 'none'
  if (changed) return changedTone(releasing)
  if (outcome === 'withheld') return 'none'
  return form === 'clear' ? 'plain' : 'good'
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
    const { outcome, changed, unissued } = releasing
    const isThere = (outcome === 'released' || changed) && !unissued
    const value = isThere ? claimIn(login, releasing) : undefined
    return {
      tone: releasedTone(releasing),
      text: releasingSentence(releasing),
      ...(typeof value === 'string' && { value }),
      ...(changed && !unissued ? { mend: changeTheAction } : mended(releasing, login))
    }
  })
}

export const copiedPassage = (copying: Copying, login: InspectedLogin): Passage => {
  const { outcome, code, changed, unissued } = copying
  const text = copyingSentence(copying)
  if (changed && !unissued) return { tone: 'warn', text, mend: changeTheAction }
  if (code) return { tone: 'warn', text, ...mended(copying, login) }
  return { tone: outcome === 'copied' && !unissued ? 'plain' : 'none', text }
}

const servedAs = (value: Json, isSealed: boolean): Passage => {
  if (value === null) return { tone: 'none', text: 'null, so that no older value is served' }
  if (!isSealed) return { tone: 'plain', text: 'in clear, as in the ID token' }
  return jweHeader(value)
    ? { tone: 'good', text: 'the sealed claim, as in the ID token' }
    : { tone: 'bad', text: 'in clear, and the policy seals it', mend: changeTheAction }
}

const noUserinfo: Record<InspectedLogin['status'], string> = {
  done: 'no access token for it: the scope openid is missing',
  refused: 'the login was refused',
  'under way': 'the login is not done',
  'waits for a challenge': 'the login is not done',
  'waits for a redirect': 'the login is not done'
}

/** What `/userinfo` may have of an attribute: the claims of the ID token that have something of it, or are `null` for it. */
export const servedClaims = (releasings: readonly Releasing[]): { claim: string; isSealed: boolean }[] =>
  releasings
    .filter(({ token, why }) => token === 'id_token' && why !== 'application')
    .filter(({ outcome, isNull, changed }) => outcome === 'released' || isNull || changed)
    .map(({ claim, form }) => ({ claim, isSealed: form === 'sealed' }))

/** What `/userinfo` has of claims: Auth0 serves the custom claims of the ID token there, and nothing of metadata. */
export const userinfoPassages = (
  claims: readonly { claim: string; isSealed: boolean }[],
  { userinfo, status }: InspectedLogin
): Passage[] => {
  if (!userinfo) return [{ tone: 'none', text: noUserinfo[status] }]
  const served = claims.filter(({ claim }) => Object.hasOwn(userinfo, claim))
  if (served.length === 0) return [{ tone: 'none', text: 'nothing' }]
  return served.map(({ claim, isSealed }) => {
    const passage = servedAs(userinfo[claim] as Json, isSealed)
    return served.length === 1 ? passage : { ...passage, text: `${claim}: ${passage.text}` }
  })
}
