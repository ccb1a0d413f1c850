import { isAuth0Namespace } from '../auth0/reserved.js'
import { checkClaim, checkKey } from './check-claims.js'
import { checkRelease } from './check-release.js'
import { checkSlots } from './check-slots.js'
import { fail } from './shape.js'
import type { Policy, PolicyInput, ReleaseRule } from './types.js'

/** Claims by which applications decide what somebody may do: the user must not be able to write them. */
const authorizing =
  /^(roles?|groups?|permissions?|scopes?|admin|org|tenant|plan|entitlements?|acr|amr|email|.*_verified)$/i

const checkNamespace = (namespace: string): void => {
  if (!/^https?:\/\/[^/]+\/(.*\/)?$/.test(namespace) || !URL.canParse(namespace)) {
    fail('namespace', 'must be an http(s) URL that ends in /')
  }
  if (isAuth0Namespace(namespace)) fail('namespace', 'is a domain of Auth0, which drops such claims')
}

/** Fails where two writers could set one claim of one token of one application. */
const checkCollisions = (policy: Policy): void => {
  const writers: { path: string; token: string; claim: string; applications: ReleaseRule['applications'] }[] =
    []
  const add = (writer: (typeof writers)[number]): void => {
    for (const other of writers) {
      const { applications } = other
      const overlap =
        !Array.isArray(applications) ||
        !Array.isArray(writer.applications) ||
        writer.applications.some(name => applications.includes(name))
      if (overlap && other.token === writer.token && other.claim === writer.claim) {
        fail(writer.path, `sets the same claim of the same token as ${other.path}`)
      }
    }
    writers.push(writer)
  }
  for (const [field, { claim }] of Object.entries(policy.copy)) {
    add({ path: `copy.${field}`, token: 'id_token', claim, applications: 'any' })
  }
  if (policy.userMetadataClaim) {
    add({ path: 'userMetadataClaim', token: 'id_token', claim: 'user_metadata', applications: 'any' })
  }
  policy.release.forEach(({ to, audience, claims, applications }, index) => {
    const token = audience ? `${to} ${audience}` : to
    for (const claim of new Set(Object.values(claims)))
      add({ path: `release[${index}]`, token, claim, applications })
  })
}

const checkCopy = (policy: Policy, input: PolicyInput): void => {
  const sealed = new Set(Object.values(policy.slots).flatMap(({ userMetadata }) => userMetadata))
  for (const [field, { claim }] of Object.entries(policy.copy)) {
    const path = `copy.${field}`
    const entry = input.copy?.[field]
    if (field === '__proto__' || /[.$]/.test(field)) fail(path, 'is no name user_metadata can have')
    if (sealed.has(field)) fail(path, 'is sealed by a slot: it would be copied in clear')
    checkClaim(path, claim)
    if (typeof entry === 'object' && entry.userControlled) continue
    if (!claim.startsWith(policy.namespace))
      fail(path, 'is outside the namespace; write userControlled: true')
    const segment = claim.split(/[/:#]/).at(-1) ?? ''
    if (authorizing.test(segment)) {
      fail(
        path,
        `the user controls this value, and "${segment}" reads like a right; write userControlled: true`
      )
    }
  }
}

const checkApplications = ({ applications }: Policy): void => {
  const names = new Map<string, string>()
  for (const [name, { client_id, key }] of Object.entries(applications)) {
    const other = names.get(client_id)
    if (other) fail(`applications.${name}.client_id`, `is that of ${other} too`)
    names.set(client_id, name)
    checkKey(`applications.${name}.key`, key)
  }
}

/** Fails with ERR_POLICY, naming the path, where the policy would be unsafe or could not work on Auth0. */
export const checkPolicy = (policy: Policy, input: PolicyInput): void => {
  checkNamespace(policy.namespace)
  checkSlots(policy, input)
  checkApplications(policy)
  checkRelease(policy, input)
  checkCopy(policy, input)
  checkCollisions(policy)
}
