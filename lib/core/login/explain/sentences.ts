import type { Copying } from './copying.js'
import type { Difference, Explanation } from './explain.js'
import type { Releasing } from './releasing.js'
import type { NotSealed, Sealing } from './sealing.js'

// What the inspector and the testing kit say of a decision: names, codes and key ids, never a value.

const named = (code: string | undefined): string => (code === undefined ? '' : ` (${code})`)

const notSealed: Record<NotSealed, string> = {
  'did not run': 'seal-attributes did not run',
  delegated: 'somebody else is logging in as the user',
  'other connection': 'the policy has it of another connection',
  linked: 'accounts are linked, and which one it belongs to cannot be told',
  'not sent': 'this login brought none',
  'sent as null': 'null was sent, which means unknown',
  removed: 'null was sent, which removes it',
  'not brought': 'what the profile shows was not brought by this login, so it may be old',
  'filled before': 'the user wrote it again, and the first value counts',
  failed: 'it failed'
}

/** Where an attribute or a field went when its slot was sealed, or why it did not. */
export const sealingSentence = ({
  outcome,
  why = 'failed',
  code,
  secret,
  kid,
  keep,
  mode
}: Sealing): string => {
  if (outcome === 'not sealed') return `not sealed: ${notSealed[why]}${named(code)}`
  const key = `the key ${kid ?? ''} of ${secret}`
  const reader = mode === 'write-only' ? ', which Auth0 cannot open' : ''
  if (outcome === 'unchanged') return `unchanged: sealed before with ${key}${reader}`
  return `sealed by seal-attributes with ${key}${reader}${keep === 'login' ? ', for this login only' : ''}`
}

const listOf = (names: readonly string[]): string => names.join(', ')

const recipientsOf = ({ applications }: Releasing): string => {
  if (applications === 'any') return 'any application but strict third parties'
  return Array.isArray(applications)
    ? listOf(applications)
    : `applications whose client_metadata says ${(applications as { optIn: string }).optIn}`
}

const tokenOf = ({ token, audience }: Pick<Releasing, 'token' | 'audience'>): string =>
  token === 'id_token' ? 'the ID token' : `the access token for ${audience ?? 'its API'}`

const withheldBecause = (releasing: Releasing): string => {
  const { why, code, audience, scope, organizations = [], keep } = releasing
  switch (why) {
    case 'application':
      return `the rule names ${recipientsOf(releasing)}, and not this application`
    case 'audience':
      return `this login asked for no access token of ${audience ?? 'the API'}`
    case 'organization':
      return organizations.includes('*')
        ? 'the rule is for logins to an organization'
        : `the rule is for the organization ${listOf(organizations)}`
    case 'scope':
      return `the scope ${scope ?? ''} was not asked for`
    case 'delegated':
      return `somebody else is logging in as the user${named(code)}`
    case 'nothing stored':
      return keep === 'login'
        ? 'nothing of it was sealed in this login, and it is kept for no other'
        : 'nothing is sealed of it'
    case 'did not run':
      return 'release-attributes did not run'
    default:
      return `it failed${named(code)}`
  }
}

/** To whom a rule handed an attribute, or why it did not. */
export const releasingSentence = (releasing: Releasing): string => {
  const { outcome, form, claim, kid, audience, isNull } = releasing
  const token = tokenOf(releasing)
  if (outcome === 'withheld')
    return `not in ${token}: ${withheldBecause(releasing)}${isNull ? `; ${claim} is null` : ''}`
  if (form === 'clear') return `in ${token} as ${claim}, in clear`
  const { applications } = releasing
  const [only = '', ...others] = Array.isArray(applications) ? applications : []
  const recipient = audience ?? (only !== '' && others.length === 0 ? only : 'the application')
  return `in ${token} as ${claim}, encrypted to ${recipient}${kid === undefined ? '' : ` (key ${kid})`}`
}

/** Where a field was copied to, or why it was not. */
export const copyingSentence = ({ outcome, why, claim, code }: Copying): string => {
  if (outcome === 'copied') return `in the ID token as ${claim}, in clear`
  if (why === 'did not run') return 'not copied: copy-user-metadata did not run'
  if (why === 'nothing typed') return 'not copied: user_metadata has none'
  return `not copied: ${code === 'ERR_COPY_TYPE' ? 'it is of another type than the policy says' : code === 'ERR_COPY_SIZE' ? 'it is larger than the policy says' : 'it failed'}${named(code)}`
}

const stateOf: Record<Difference['found'], string> = {
  missing: 'left it out',
  null: 'set it to null',
  set: 'set it',
  other: 'set another value'
}

/** How an Action differs from the policy. */
export const differenceSentence = ({ action, token, claim, found, expected }: Difference): string =>
  `${action} differs from the policy in ${tokenOf({ token })}: it ${stateOf[found]}, and the policy ` +
  `${expected === 'missing' ? 'has no such claim' : expected === 'null' ? 'sets null' : 'sets a value'} (${claim}); build again`

/**
 * Why a claim is in a token, or is not: a line for each attribute and field that the policy has under this name.
 *
 * @returns one line where the policy has no such claim
 */
export const whyClaim = ({ releasings, copyings, differences }: Explanation, claim: string): string => {
  const lines = [
    ...releasings
      .filter(releasing => releasing.claim === claim)
      .map(releasing => `${releasing.name}: ${releasingSentence(releasing)}`),
    ...copyings
      .filter(copying => copying.claim === claim)
      .map(copying => `${copying.name}: ${copyingSentence(copying)}`),
    ...differences.filter(difference => difference.claim === claim).map(differenceSentence)
  ]
  return lines.length > 0 ? lines.join('\n') : 'no rule of the policy and no copy has a claim of this name'
}
