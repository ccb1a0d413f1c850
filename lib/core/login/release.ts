import type { Json, JsonObject } from '../auth0/json.js'
import type { PostLoginEvent } from '../auth0/post-login.js'
import { A0sealError, codeOf } from '../errors.js'
import type { KeySet } from '../jwe/key-set.js'
import { sealedKey } from '../metadata/names.js'
import type { KeySource, Policy, ReleaseRule, Slot } from '../policy/types.js'
import { parseRecipientKeys } from '../seal/released.js'
import { type Opened, open, parseSecretKeys, seal } from '../seal/sealed-value.js'
import { type Decision, emptyDecision } from './decision.js'
import { passOn } from './release-write-only.js'
import { isDelegated, metadataOf, subjectOf } from './run-facts.js'

/** What release reads of a policy. */
export type ReleasePolicy = Pick<Policy, 'container' | 'slots' | 'applications' | 'release'>

/** The policy's own entry of the application that signs in, if it has one. */
const applicationOf = ({ applications }: ReleasePolicy, { client }: PostLoginEvent) =>
  Object.entries(applications).find(([, { client_id }]) => client_id === client.client_id)

const isForApplication = (
  { applications }: ReleaseRule,
  policy: ReleasePolicy,
  event: PostLoginEvent
): boolean => {
  const { client_id, metadata } = event.client
  if (applications === 'any') return !client_id.startsWith('tpc_')
  if (!Array.isArray(applications)) return metadata?.[applications.optIn] === 'true'
  const [name] = applicationOf(policy, event) ?? []
  return name !== undefined && applications.includes(name)
}

const isForOrganization = ({ organizations }: ReleaseRule, { organization }: PostLoginEvent): boolean =>
  !organizations ||
  (organization !== undefined && [organization.id, '*'].some(id => organizations.includes(id)))

const isForToken = ({ audience }: ReleaseRule, { resource_server }: PostLoginEvent): boolean =>
  audience === undefined || resource_server?.identifier === audience

const isForScope = ({ scope }: ReleaseRule, { transaction }: PostLoginEvent): boolean =>
  scope === undefined || transaction?.requested_scopes?.includes(scope) === true

const keyFrom = (source: KeySource | undefined, { secrets }: PostLoginEvent): KeySet => {
  if (!source) throw new A0sealError('ERR_NO_KEYS')
  return parseRecipientKeys(
    typeof source.secret === 'string' ? secrets[source.secret] : JSON.stringify(source)
  )
}

/** Where the key of a rule's recipient comes from: the API's, the opted-in application's own, or the policy's. */
const recipientOf = (
  rule: ReleaseRule,
  policy: ReleasePolicy,
  event: PostLoginEvent
): { keySet: KeySet; audience: string } => {
  if (rule.audience) return { keySet: keyFrom(rule.key, event), audience: rule.audience }
  const { client_id, metadata } = event.client
  const isOptedIn = typeof rule.applications === 'object' && !Array.isArray(rule.applications)
  const keySet = isOptedIn
    ? parseRecipientKeys(metadata?.a0seal_jwk)
    : keyFrom(applicationOf(policy, event)?.[1].key, event)
  return { keySet, audience: client_id }
}

const storedValue = (
  { slot }: ReleaseRule,
  { keep }: Slot,
  policy: ReleasePolicy,
  event: PostLoginEvent
): unknown => {
  const place = keep === 'login' ? (event.transaction?.metadata ?? {}) : metadataOf(event.user.app_metadata)
  return place[sealedKey(policy.container, slot)] ?? undefined
}

const select = ({ data }: Opened, names: readonly string[]): JsonObject =>
  Object.fromEntries(names.filter(name => Object.hasOwn(data, name)).map(name => [name, data[name] as Json]))

/** The claims one rule sets. Empty where there is nothing to release. */
const claimsOf = (
  rule: ReleaseRule,
  policy: ReleasePolicy,
  event: PostLoginEvent,
  now: number
): Record<string, Json> => {
  const slot = policy.slots[rule.slot] as Slot
  if (!isForScope(rule, event)) {
    // Set, not left out: an older run's value may still stand in what Auth0 serves at /userinfo.
    return Object.fromEntries(Object.values(rule.claims).map(claim => [claim, null]))
  }
  const value = storedValue(rule, slot, policy, event)
  if (value === undefined) return {}
  const subject = subjectOf(event)
  const atRest = { ...subject, audience: rule.slot }
  const sealedClaim = rule.claims[rule.slot] as string
  if (slot.mode === 'write-only') return { [sealedClaim]: passOn(value, atRest, event) }
  const keySet = parseSecretKeys(event.secrets[slot.keys])
  const opened = open(value, atRest, keySet)
  const data = select(opened, rule.attributes)
  if (rule.form === 'clear') {
    return Object.fromEntries(Object.entries(data).map(([name, item]) => [rule.claims[name] as string, item]))
  }
  if (Object.keys(data).length === 0) return {}
  const claims = { data, iat: Math.floor(now / 1000), src: opened.src }
  const recipient = recipientOf(rule, policy, event)
  const released = seal(claims, { ...subject, audience: recipient.audience }, recipient.keySet)
  return { [sealedClaim]: released }
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
  { now }: { now: number }
): Decision => {
  const decision = emptyDecision()
  const delegated = isDelegated(event)
  for (const rule of policy.release) {
    try {
      const isFor =
        isForApplication(rule, policy, event) && isForToken(rule, event) && isForOrganization(rule, event)
      if (!isFor) continue
      if (delegated && !rule.delegated) {
        decision.notes.push({ code: 'ERR_DELEGATED', slot: rule.slot })
        continue
      }
      const token = rule.to === 'id_token' ? decision.idToken : decision.accessToken
      Object.assign(token, claimsOf(rule, policy, event, now))
    } catch (error) {
      decision.notes.push({ code: codeOf(error), slot: rule.slot, failed: true })
    }
  }
  return decision
}
