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

interface ReleaseRun {
  policy: ReleasePolicy
  steps: ReleaseSteps
  event: PostLoginEvent
  now: number
}

/** What one rule hands out in one run. */
interface RuleRun extends ReleaseRun {
  rule: ReleaseRule
  slot: ReleasedSlot
  token: Record<string, Json>
  note: (note: Note) => void
}

const claimOf = ({ claims }: ReleaseRule, name: string): string => claims[name] as string

/** One claim for each attribute. What a user made is looked at again: the policy may have changed since it was sealed. */
const setInClear = (
  data: JsonObject,
  names: readonly string[],
  { rule, slot, token, note }: RuleRun
): void => {
  for (const name of names) {
    const value = data[name] as Json
    const field = slot.userMetadata.find(field => field.name === name)
    const code = field && wrongField(value, field)
    if (code) note({ code, fields: [name], failed: true })
    else token[claimOf(rule, name)] = value
  }
}

/** Sets the claims of one rule in its token, where there is something to release. */
const setClaims = (run: RuleRun, key: KeySource | string | undefined): void => {
  const { rule, slot, token, policy, steps, event, now } = run
  const value = storedValue(rule, slot, policy, event)
  if (value === undefined) return
  const subject = subjectOf(event)
  const atRest = { ...subject, aud: rule.slot }
  if (slot.mode === 'write-only') {
    token[claimOf(rule, rule.slot)] = needed(steps.writeOnly)(value, atRest, event)
    return
  }
  const { data, src } = open(value, atRest, parseSecretKeys(event.secrets[slot.keys]))
  if (src !== sourceOfSlot(slot)) fail('ERR_SOURCE')
  const names = rule.attributes.filter(name => Object.hasOwn(data, name))
  if (rule.form === 'clear') {
    setInClear(data, names, run)
  } else if (names.length > 0) {
    const claims = {
      data: Object.fromEntries(names.map(name => [name, data[name] as Json])),
      iat: Math.floor(now / 1000),
      src
    }
    const aud = rule.audience ?? event.client.client_id
    token[claimOf(rule, rule.slot)] = seal(claims, { ...subject, aud }, recipientKeys(key, event))
  }
}

/**
 * Set, not left out: an older run's value may still stand in what Auth0 serves at `/userinfo`. Access tokens are made anew.
 */
const setToNull = ({ rule, token }: RuleRun): void => {
  if (rule.to !== 'id_token') return
  for (const claim of Object.values(rule.claims)) if (!Object.hasOwn(token, claim)) token[claim] = null
}

const releaseByRule = (run: RuleRun): void => {
  const { rule, policy, event, note } = run
  const application = applicationFor(rule, policy, event)
  if (!application || !isForToken(rule, event)) return
  setToNull(run)
  if (!isForOrganization(rule, event) || !isForScope(rule, event)) return
  if (isDelegated(event) && !rule.delegated) note({ code: 'ERR_DELEGATED' })
  else setClaims(run, (rule.audience ? rule : application).key)
}

/**
 * Hands sealed attributes to the application that signs in, or to the API its access token is for. What a rule for this
 * application does not release now, for whatever reason, is `null` in the ID token and not in the access token. A rule that
 * fails leaves the other rules alone.
 *
 * @param options.now milliseconds since the epoch
 */
export const decideRelease = (
  policy: ReleasePolicy,
  event: PostLoginEvent,
  { now, steps }: { now: number; steps: ReleaseSteps }
): ReleaseDecision => {
  const decision: ReleaseDecision = { idToken: {}, accessToken: {}, notes: [] }
  for (const rule of policy.release) {
    const note = (note: Note) => decision.notes.push({ ...note, slot: rule.slot })
    const token = rule.to === 'id_token' ? decision.idToken : decision.accessToken
    const slot = policy.slots[rule.slot] as ReleasedSlot
    try {
      releaseByRule({ rule, slot, token, note, policy, steps, event, now })
    } catch (error) {
      note({ code: codeOf(error), failed: true })
    }
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
