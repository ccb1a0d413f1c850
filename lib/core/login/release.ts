import type { Json } from '../auth0/json.js'
import type { PostLoginAPI, PostLoginEvent } from '../auth0/post-login.js'
import { codeOf } from '../errors.js'
import type { KeySet } from '../jwe/key-set.js'
import { sealedKey } from '../metadata/names.js'
import type { ReleasedSlot, ReleasePolicy } from '../policy/action-policy.js'
import type { KeySource, ReleaseRule } from '../policy/types.js'
import type { Binding } from '../seal/claims.js'
import { parseRecipientKeys } from '../seal/released.js'
import { open, parseSecretKeys, seal } from '../seal/sealed-value.js'
import { type Attempt, type Decision, runStep, setEach } from './decision.js'
import type { Host } from './host.js'
import { isForOrganization, isForScope } from './narrowing.js'
import { needed } from './needed.js'
import { isDelegated, metadataOf, subjectOf } from './run-facts.js'

/** What not every policy needs of a release: one that is missing fails closed. */
export interface ReleaseSteps {
  /** What is stored of a write-only slot, as it may leave. */
  writeOnly?: (stored: unknown, binding: Binding, event: PostLoginEvent) => string
}

export interface ReleaseDecision extends Decision {
  idToken: Record<string, Json>
  accessToken: Record<string, Json>
}

/** Who signs in, if the rule is for that application, with its key; the key of one that opted in is its own. */
const applicationFor = (
  { applications }: ReleaseRule,
  policy: ReleasePolicy,
  { client: { client_id, metadata } }: PostLoginEvent
): { key?: KeySource | string } | undefined => {
  if (typeof applications === 'object' && !Array.isArray(applications))
    return metadata?.[applications.optIn] === 'true' ? { key: String(metadata.a0seal_jwk ?? '') } : undefined
  const [name = '', application = {}] =
    Object.entries(policy.applications).find(([, known]) => known.client_id === client_id) ?? []
  const isFor = applications === 'any' ? !client_id.startsWith('tpc_') : applications.includes(name)
  return isFor ? application : undefined
}

const isForToken = ({ audience }: ReleaseRule, { resource_server }: PostLoginEvent): boolean =>
  audience === undefined || resource_server?.identifier === audience

const keySetFrom = (source: KeySource | string = '', { secrets }: PostLoginEvent): KeySet => {
  if (typeof source === 'string') return parseRecipientKeys(source)
  const { secret } = source
  return parseRecipientKeys(typeof secret === 'string' ? secrets[secret] : JSON.stringify(source))
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

/** Sets the claims of one rule in its token, where there is something to release. */
const setClaims = (
  token: Record<string, Json>,
  rule: ReleaseRule,
  { policy, steps, event, now, key }: ReleaseRun & { key: KeySource | string | undefined }
): void => {
  const slot = policy.slots[rule.slot] as ReleasedSlot
  const claimOf = (name: string) => rule.claims[name] as string
  if (!isForScope(rule, event)) {
    // Set, not left out: an older run's value may still stand in what Auth0 serves at /userinfo.
    for (const claim of Object.values(rule.claims)) token[claim] = null
    return
  }
  const value = storedValue(rule, slot, policy, event)
  if (value === undefined) return
  const subject = subjectOf(event)
  const atRest = { ...subject, aud: rule.slot }
  if (slot.mode === 'write-only') {
    token[claimOf(rule.slot)] = needed(steps.writeOnly)(value, atRest, event)
    return
  }
  const { data, src } = open(value, atRest, parseSecretKeys(event.secrets[slot.keys]))
  const names = rule.attributes.filter(name => Object.hasOwn(data, name))
  if (rule.form === 'clear') {
    for (const name of names) token[claimOf(name)] = data[name] as Json
  } else if (names.length > 0) {
    const claims = {
      data: Object.fromEntries(names.map(name => [name, data[name] as Json])),
      iat: Math.floor(now / 1000),
      src
    }
    const aud = rule.audience ?? event.client.client_id
    token[claimOf(rule.slot)] = seal(claims, { ...subject, aud }, keySetFrom(key, event))
  }
}

/**
 * Hands sealed attributes to the application that signs in, or to the API its access token is for. A rule that fails
 * leaves its claim out and the other rules alone.
 *
 * @param options.now milliseconds since the epoch
 */
export const decideRelease = (
  policy: ReleasePolicy,
  event: PostLoginEvent,
  { now, steps }: { now: number; steps: ReleaseSteps }
): ReleaseDecision => {
  const decision: ReleaseDecision = { idToken: {}, accessToken: {}, notes: [] }
  const delegated = isDelegated(event)
  for (const rule of policy.release) {
    try {
      const application = applicationFor(rule, policy, event)
      if (!application || !isForToken(rule, event)) continue
      if (!isForOrganization(rule, event)) continue
      if (delegated && !rule.delegated) {
        decision.notes.push({ code: 'ERR_DELEGATED', slot: rule.slot })
        continue
      }
      const token = rule.to === 'id_token' ? decision.idToken : decision.accessToken
      const { key } = rule.audience ? rule : application
      setClaims(token, rule, { policy, steps, event, now, key })
    } catch (error) {
      decision.notes.push({ code: codeOf(error), slot: rule.slot, failed: true })
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
