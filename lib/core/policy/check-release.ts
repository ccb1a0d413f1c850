import { checkClaim, checkKey } from './check-claims.js'
import { fail } from './shape.js'
import type { Policy, PolicyInput, ReleaseInput, ReleaseRule, Slot } from './types.js'

const checkForm = (path: string, rule: ReleaseRule, input: ReleaseInput): void => {
  if (rule.form === 'clear' && rule.to === 'id_token' && !input.storedInClear) {
    fail(path, 'Auth0 keeps ID-token claims to serve /userinfo; write storedInClear: true if that is meant')
  }
  if (rule.form === 'clear' && rule.to === 'access_token' && !input.readableByClient) {
    fail(path, 'the client can read its access token; write readableByClient: true if that is meant')
  }
  if (input.as && (rule.form === 'sealed' || rule.attributes.length !== 1)) {
    fail(`${path}.as`, 'names the claim of exactly one attribute released in clear')
  }
  for (const claim of Object.values(rule.claims)) checkClaim(path, claim)
}

const checkTarget = (path: string, rule: ReleaseRule, { mode }: Slot): void => {
  if (rule.to === 'id_token') {
    if (rule.audience) fail(`${path}.audience`, 'is for access tokens')
    if (rule.key) fail(`${path}.key`, 'is for access tokens; an application has its key in applications')
    return
  }
  if (!rule.audience) fail(`${path}.audience`, 'is missing: an access token is for one API')
  if (/\/(api\/v2|userinfo|mfa|me)\/?$/.test(rule.audience))
    fail(`${path}.audience`, "is an API of Auth0's own")
  if (rule.form === 'sealed' && mode === 'readable' && !rule.key)
    fail(`${path}.key`, "is missing: the API's public key")
  if (rule.form === 'clear' && rule.key) fail(`${path}.key`, 'is for sealed values')
}

const checkRule = (path: string, rule: ReleaseRule, input: ReleaseInput, policy: Policy): void => {
  const slot = Object.hasOwn(policy.slots, rule.slot) ? policy.slots[rule.slot] : undefined
  if (!slot) fail(`${path}.slot`, 'is not one of slots')
  const fields = [...slot.attributes.map(({ name }) => name), ...slot.userMetadata]
  for (const name of rule.attributes) {
    if (!fields.includes(name)) fail(`${path}.attributes`, `"${name}" is not in the slot ${rule.slot}`)
  }
  if (slot.mode === 'write-only' && rule.form === 'clear')
    fail(`${path}.form`, 'a write-only slot cannot be opened here')
  checkForm(path, rule, input)
  checkTarget(path, rule, slot)
  checkKey(`${path}.key`, rule.key)
  if (!Array.isArray(rule.applications)) return
  for (const name of rule.applications) {
    const application = Object.hasOwn(policy.applications, name) ? policy.applications[name] : undefined
    if (!application) fail(`${path}.applications`, `"${name}" is not one of applications`)
    const needsKey = rule.to === 'id_token' && rule.form === 'sealed' && slot.mode === 'readable'
    if (needsKey && !application.key)
      fail(`applications.${name}.key`, 'is missing: a sealed release goes to it')
  }
}

/** What each rule may set, for whom, and in which token. */
export const checkRelease = (policy: Policy, input: PolicyInput): void => {
  for (const [index, rule] of policy.release.entries()) {
    checkRule(`release[${index}]`, rule, input.release?.[index] as ReleaseInput, policy)
  }
}
