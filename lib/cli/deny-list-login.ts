import type { ManagementClient } from 'auth0'
import { hasWork } from '../admin/deny-list.js'
import type { DenyListsPlan } from '../admin/deny-lists.js'
import { type Limitation, notVerifiable, withoutLogin } from '../admin/limitations.js'
import { findLogins } from '../admin/login-seen.js'
import { assertTenant, readTenantId } from '../admin/tenant-id.js'
import { codeOf } from '../core/errors.js'
import type { ActionSecrets } from '../core/policy/secrets.js'
import type { Policy } from '../core/policy/types.js'
import { loadSecrets } from './deploy/secrets.js'
import { describeError } from './describe-error.js'
import type { NamedFile } from './keys/named-files.js'
import type { Terminal } from './terminal.js'

export interface LoginCheck {
  plan: DenyListsPlan
  /** Absent where the names are the operator's own. */
  policy: Policy | undefined
  options: { keys?: NamedFile[]; withoutSeal: boolean; withoutLogin: boolean }
  env: Terminal['env']
}

/** What is to be said of the logins, and why nothing may be written before one was seen. */
export interface LoginVerdict {
  refusal?: string
  limitations: Limitation[]
}

/** @throws ERR_USAGE where the policy is for another tenant, TenantError */
export const checkTenant = async (client: ManagementClient, policy: Pick<Policy, 'tenant'>): Promise<void> =>
  assertTenant(policy, await readTenantId(client))

/** The slots whose attributes are added somewhere. */
const slotsOf = ({ slots }: Policy, { plans }: DenyListsPlan): string[] => {
  const added = new Set(plans.flatMap(({ add }) => add))
  return Object.entries(slots).flatMap(([name, { attributes }]) =>
    attributes.some(({ names }) => names.some(one => added.has(one))) ? [name] : []
  )
}

/** What opens a readable value, or verifies a write-only one. */
const secretsOf = ({ slots }: Policy, names: readonly string[]): ActionSecrets => {
  const secrets: ActionSecrets = {}
  for (const name of names) {
    const { keep, keys = '', mode } = slots[name] ?? {}
    if (keep === 'login') continue
    if (mode === 'write-only') secrets.A0SEAL_MAC_KEY = 'MAC key'
    else secrets[keys] = 'secret keys'
  }
  return secrets
}

const look = ' (or --without-login, which risks that denied values are lost)'

/**
 * Whether a login was seen to have sealed what is about to be denied.
 *
 * @throws ERR_USAGE, ERR_KEY_SET, ERR_KEY_MODE for keys that cannot be used; TenantError
 */
export const checkLogin = async (
  client: ManagementClient,
  { plan, policy, options, env }: LoginCheck
): Promise<LoginVerdict> => {
  const isAdding = plan.plans.some(one => hasWork(one) && one.add.length > 0)
  if (!isAdding || options.withoutSeal) return { limitations: [] }
  if (options.withoutLogin) return { limitations: [withoutLogin] }
  if (!policy)
    return {
      limitations: [],
      refusal: `without a policy no login can be looked for: --config in the place of --attributes${look}`
    }
  const slots = slotsOf(policy, plan)
  try {
    const { values } = await loadSecrets(secretsOf(policy, slots), { files: options.keys ?? [], env })
    const tenant = await readTenantId(client)
    const since = plan.facts.seal?.deployed?.createdAt ?? ''
    const found = await findLogins(client, { policy, slots, tenant, since, secrets: values })
    const limitations = notVerifiable(found.notVerifiable)
    if (found.notSeen.length === 0) return { limitations }
    const names = found.notSeen.join(', ')
    return {
      limitations,
      refusal: `nobody who signed in since ${since} has a value of ${names} that opens: sign in once with an account that has such an attribute${look}`
    }
  } catch (error) {
    if (codeOf(error) !== 'ERR_NO_KEYS') throw error
    return { limitations: [], refusal: `no login can be looked for: ${describeError(error)}${look}` }
  }
}
