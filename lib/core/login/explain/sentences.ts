import type { ChangedClaim } from './changed.js'
import type { Copying } from './copying.js'
import type { Difference } from './differences.js'
import type { Unissued } from './end.js'
import type { Explanation } from './explain.js'
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
  mode,
  isUndone
}: Sealing): string => {
  if (outcome === 'not sealed') return `not sealed: ${notSealed[why]}${named(code)}`
  const key = `the key ${kid ?? ''} of ${secret}`
  const reader = mode === 'write-only' ? ', which Auth0 cannot open' : ''
  if (outcome === 'unchanged') return `unchanged: sealed before with ${key}${reader}`
  const text = `sealed by seal-attributes with ${key}${reader}${keep === 'login' ? ', for this login only' : ''}`
  return isUndone ? `would have been ${text}: the run failed, and nothing of it was stored` : text
}

const unissuedBecause: Record<Unissued, string> = {
  refused: 'the login was refused',
  'not done': 'the login is not done',
  'no ID token': 'no ID token was issued'
}

/** Where something is, or would have been. */
const placed = (text: string, { unissued }: { unissued?: Unissued }): string =>
  unissued ? `would have been ${text}: ${unissuedBecause[unissued]}` : text

const foundThere: Record<ChangedClaim['found'], (what: string) => string> = {
  missing: () => 'took it away',
  null: () => 'set it to null',
  sealed: what => `set ${what}`,
  clear: what => `set ${what}, in clear`
}

const changedText = ({ by, found, wasSet }: ChangedClaim): string =>
  `${by} ${foundThere[found](wasSet ? 'another value' : 'a value of its name')}`

/** What an Action behind ours made of it. */
const afterwards = ({ changed }: { changed?: ChangedClaim }): string =>
  changed ? `; then ${changedText(changed)}` : ''

/** That a claim is not what our Action made it. */
export const changedSentence = (
  { token, claim }: Pick<Releasing, 'token' | 'claim'>,
  changed: ChangedClaim
): string => `${changedText(changed)}: ${claim} in ${tokenOf({ token })}`

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

/** The end of a claim that is withheld, where a token says so. */
const nullOf = ({ claim, isNull, changed, unissued }: Releasing): string =>
  isNull && !unissued ? `; ${claim} ${changed ? 'was' : 'is'} null` : ''

/** To whom a rule handed an attribute, or why it did not. */
export const releasingSentence = (releasing: Releasing): string => {
  const { outcome, form, claim, kid, audience } = releasing
  const token = tokenOf(releasing)
  const later = afterwards(releasing)
  if (outcome === 'withheld')
    return `not in ${token}: ${withheldBecause(releasing)}${nullOf(releasing)}${later}`
  if (form === 'clear') return `${placed(`in ${token} as ${claim}, in clear`, releasing)}${later}`
  const { applications } = releasing
  const [only = '', ...others] = Array.isArray(applications) ? applications : []
  const recipient = audience ?? (only !== '' && others.length === 0 ? only : 'the application')
  const key = kid === undefined ? '' : ` (key ${kid})`
  return `${placed(`in ${token} as ${claim}, encrypted to ${recipient}${key}`, releasing)}${later}`
}

const notCopied = ({ why, code }: Copying): string => {
  if (why === 'did not run') return 'copy-user-metadata did not run'
  if (why === 'nothing typed') return 'user_metadata has none'
  if (code === 'ERR_COPY_TYPE') return `it is of another type than the policy says${named(code)}`
  return `${code === 'ERR_COPY_SIZE' ? 'it is larger than the policy says' : 'it failed'}${named(code)}`
}

/** Where a field was copied to, or why it was not. */
export const copyingSentence = (copying: Copying): string => {
  const { outcome, claim } = copying
  const text =
    outcome === 'copied'
      ? placed(`in the ID token as ${claim}, in clear`, copying)
      : `not copied: ${notCopied(copying)}`
  return `${text}${afterwards(copying)}`
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

/** Which Action failed: those behind it did not run, and nothing was stored. */
export const failureSentence = (actions: readonly { name: string; error?: string }[]): string => {
  const failed = actions.find(({ error }) => error !== undefined)
  return `${failed?.name ?? 'the run'} failed: run.error says how`
}

/** Without the rules for other applications, where this one has a rule for the same attribute: it is about that. */
const ofThisApplication = (releasings: readonly Releasing[]): Releasing[] =>
  releasings.filter(
    ({ why, name, token }) =>
      why !== 'application' ||
      releasings.every(other => other.name !== name || other.token !== token || other.why === 'application')
  )

/** The lines of an attribute under a claim; where nothing is stored of it because its sealing failed, that too. */
const releasingLines = (releasing: Releasing, { sealings }: Explanation): string[] => {
  const { name, slot, why } = releasing
  const sealing = sealings.find(sealing => sealing.slot === slot && sealing.name === name)
  const isCause = why === 'nothing stored' && sealing?.outcome === 'not sealed' && sealing.code !== undefined
  return [releasingSentence(releasing), ...(isCause ? [sealingSentence(sealing)] : [])].map(
    sentence => `${name}: ${sentence}`
  )
}

/**
 * Why a claim is in a token, or is not: a line for each attribute and field that the policy has under this name.
 *
 * @returns one line where the policy has no such claim
 */
export const whyClaim = (explanation: Explanation, claim: string): string => {
  const { releasings, copyings, differences } = explanation
  const lines = [
    ...ofThisApplication(releasings.filter(releasing => releasing.claim === claim)).flatMap(releasing =>
      releasingLines(releasing, explanation)
    ),
    ...copyings
      .filter(copying => copying.claim === claim)
      .map(copying => `${copying.name}: ${copyingSentence(copying)}`),
    ...differences.filter(difference => difference.claim === claim).map(differenceSentence)
  ]
  return lines.length > 0
    ? [...new Set(lines)].join('\n')
    : 'no rule of the policy and no copy has a claim of this name'
}
