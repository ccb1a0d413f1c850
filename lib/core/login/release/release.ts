import type { Json, JsonObject } from '../../auth0/json.js'
import type { PostLoginAPI, PostLoginEvent } from '../../auth0/post-login.js'
import { codeOf, fail } from '../../errors.js'
import type { Binding } from '../../format/claims.js'
import { sealedKey } from '../../metadata/names.js'
import type { ReleasedSlot, ReleasePolicy } from '../../policy/action-policy.js'
import type { KeySource, ReleaseRule } from '../../policy/types.js'
import { open, parseSecretKeys, seal } from '../../seal/sealed-value.js'
import { type Attempt, type Decision, type Note, runStep, setEach } from '../decision.js'
import type { Host } from '../host.js'
import { needed } from '../needed.js'
import { isDelegated, metadataOf, subjectOf } from '../run-facts.js'
import { sourceOfSlot } from '../seal/stored.js'
import { wrongField } from '../seal/user-fields.js'
import { isForOrganization, isForScope } from './narrowing.js'
import { applicationFor, isForToken, recipientKeys } from './recipient.js'

/** What not every policy needs of a release: one that is missing fails closed. */
export interface ReleaseSteps {
  /** What is stored of a write-only slot, as it may leave. */
  writeOnly?: (stored: unknown, binding: Binding, event: PostLoginEvent) => string
}

export interface ReleaseDecision extends Decision {
  idToken: Record<string, Json>
  accessToken: Record<string, Json>
}

const storedValue = (
  { slot }: ReleaseRule,
  { keep }: ReleasedSlot,
  policy: ReleasePolicy,
  event: PostLoginEvent
): unknown => {
  const place = keep === 'login' ? event.transaction?.metadata : metadataOf(event.user.app_metadata)
  return place?.[sealedKey(policy.container, slot)] ?? undefined
}

/** Why a rule hands out nothing where nothing failed. */
export type Withheld = 'application' | 'audience' | 'organization' | 'scope' | 'delegated' | 'nothing stored'

/** What one rule came to in one run. */
export interface RuleOutcome {
  /** For the rule's token. */
  claims: Record<string, Json>
  /** Those of the rule's attributes that are handed out. */
  attributes: string[]
  withheld?: Withheld
  notes: Note[]
}

interface ReleaseOptions {
  /** Milliseconds since the epoch. */
  now: number
  steps: ReleaseSteps
}

/** What one rule hands out in one run. */
interface RuleRun extends ReleaseOptions {
  policy: ReleasePolicy
  event: PostLoginEvent
  rule: ReleaseRule
  slot: ReleasedSlot
  outcome: RuleOutcome
  note: (note: Note) => void
}

const claimOf = ({ claims }: ReleaseRule, name: string): string => claims[name] as string

/** One claim for each attribute. What a user made is looked at again: the policy may have changed since it was sealed. */
const setInClear = (
  data: JsonObject,
  names: readonly string[],
  { rule, slot, outcome: { claims, attributes }, note }: RuleRun
): void => {
  for (const name of names) {
    const value = data[name] as Json
    const field = slot.userMetadata.find(field => field.name === name)
    const code = field && wrongField(value, field)
    if (code) {
      note({ code, fields: [name], failed: true })
      continue
    }
    claims[claimOf(rule, name)] = value
    attributes.push(name)
  }
}

/** Sets the claims of one rule, where there is something to release. */
const setClaims = (run: RuleRun, key: KeySource | string | undefined): Withheld | undefined => {
  const { rule, slot, outcome, policy, steps, event, now } = run
  const value = storedValue(rule, slot, policy, event)
  if (value === undefined) return 'nothing stored'
  const subject = subjectOf(event)
  const atRest = { ...subject, aud: rule.slot }
  if (slot.mode === 'write-only') {
    outcome.claims[claimOf(rule, rule.slot)] = needed(steps.writeOnly)(value, atRest, event)
    outcome.attributes = rule.attributes
    return undefined
  }
  const { data, src } = open(value, atRest, parseSecretKeys(event.secrets[slot.keys]))
  if (src !== sourceOfSlot(slot)) fail('ERR_SOURCE')
  const names = rule.attributes.filter(name => Object.hasOwn(data, name))
  if (names.length === 0) return 'nothing stored'
  if (rule.form === 'clear') {
    setInClear(data, names, run)
    return undefined
  }
  const released = {
    data: Object.fromEntries(names.map(name => [name, data[name] as Json])),
    iat: Math.floor(now / 1000),
    src
  }
  const aud = rule.audience ?? event.client.client_id
  outcome.claims[claimOf(rule, rule.slot)] = seal(released, { ...subject, aud }, recipientKeys(key, event))
  outcome.attributes = names
  return undefined
}

/**
 * Set, not left out: an older run's value may still stand in what Auth0 serves at `/userinfo`. Access tokens are made anew.
 */
const setToNull = ({ rule, outcome }: RuleRun): void => {
  if (rule.to === 'id_token') for (const claim of Object.values(rule.claims)) outcome.claims[claim] = null
}

const releaseByRule = (run: RuleRun): Withheld | undefined => {
  const { rule, policy, event, note } = run
  const application = applicationFor(rule, policy, event)
  if (!application) return 'application'
  if (!isForToken(rule, event)) return 'audience'
  setToNull(run)
  if (!isForOrganization(rule, event)) return 'organization'
  if (!isForScope(rule, event)) return 'scope'
  if (!isDelegated(event) || rule.delegated) return setClaims(run, (rule.audience ? rule : application).key)
  note({ code: 'ERR_DELEGATED' })
  return 'delegated'
}

/** Decides one rule by itself: one that fails leaves the others alone. */
export const decideRule = (
  rule: ReleaseRule,
  policy: ReleasePolicy,
  event: PostLoginEvent,
  options: ReleaseOptions
): RuleOutcome => {
  const outcome: RuleOutcome = { claims: {}, attributes: [], notes: [] }
  const note = (note: Note) => outcome.notes.push({ ...note, slot: rule.slot })
  const slot = policy.slots[rule.slot] as ReleasedSlot
  try {
    const withheld = releaseByRule({ rule, slot, outcome, note, policy, event, ...options })
    if (withheld) outcome.withheld = withheld
  } catch (error) {
    note({ code: codeOf(error), failed: true })
  }
  return outcome
}

/**
 * Hands sealed attributes to the application that signs in, or to the API its access token is for. What a rule for this
 * application does not release now, for whatever reason, is `null` in the ID token and not in the access token.
 */
export const decideRelease = (
  policy: ReleasePolicy,
  event: PostLoginEvent,
  options: ReleaseOptions
): ReleaseDecision => {
  const decision: ReleaseDecision = { idToken: {}, accessToken: {}, notes: [] }
  for (const rule of policy.release) {
    const { claims, notes } = decideRule(rule, policy, event, options)
    decision.notes.push(...notes)
    const token = rule.to === 'id_token' ? decision.idToken : decision.accessToken
    // What another rule released under this name stays.
    for (const claim of Object.keys(claims))
      if (claims[claim] !== null || !Object.hasOwn(token, claim)) token[claim] = claims[claim] as Json
  }
  return decision
}

export const applyRelease = (
  decision: ReleaseDecision,
  { idToken, accessToken }: Pick<PostLoginAPI, 'idToken' | 'accessToken'>,
  attempt: Attempt
): void =>
  attempt(() => {
    setEach(idToken, 'setCustomClaim', decision.idToken)
    setEach(accessToken, 'setCustomClaim', decision.accessToken)
  })

/** The Action `release-attributes`. */
export const releaseAction =
  (policy: ReleasePolicy, steps: ReleaseSteps, { now, log }: Host) =>
  async (event: PostLoginEvent, api: PostLoginAPI): Promise<void> => {
    const line = runStep({
      action: 'release-attributes',
      decide: () => decideRelease(policy, event, { now: now(), steps }),
      apply: applyRelease,
      api,
      onError: policy.onError.release
    })
    if (line) log(line)
  }
