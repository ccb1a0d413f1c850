import { own } from './own.js'
import { actionsInOrder } from './triggers/order.js'
import type { KeySource, Policy } from './types.js'

/** What a secret must hold. */
/** `own`: what an Action of one's own makes of it. */
export type SecretContent = 'secret keys' | 'public keys' | 'public key' | 'MAC key' | 'index keys' | 'own'

export type ActionSecrets = Record<string, SecretContent>

const named = (source: KeySource | undefined): string | undefined =>
  typeof source?.secret === 'string' ? source.secret : undefined

const secretsOfOurs = (policy: Policy): Record<string, ActionSecrets> => {
  const seal: ActionSecrets = {}
  const release: ActionSecrets = {}
  const contentOf = (slot: string): SecretContent =>
    policy.slots[slot]?.mode === 'write-only' ? 'public keys' : 'secret keys'
  for (const [name, { attributes, keys, mode }] of Object.entries(policy.slots)) {
    seal[keys] = contentOf(name)
    if (mode === 'write-only') seal.A0SEAL_MAC_KEY = 'MAC key'
    if (attributes.some(({ indexPlace }) => indexPlace)) seal.A0SEAL_INDEX_KEYS = 'index keys'
  }
  for (const rule of policy.release) {
    const { keys, mode } = policy.slots[rule.slot] ?? {}
    if (mode === 'write-only') {
      release.A0SEAL_MAC_KEY = 'MAC key'
      continue
    }
    if (keys) release[keys] = contentOf(rule.slot)
    if (rule.form === 'clear') continue
    const applications = Array.isArray(rule.applications)
      ? rule.applications
      : Object.keys(policy.applications)
    const recipients = rule.audience ? [rule.key] : applications.map(name => policy.applications[name]?.key)
    for (const secret of recipients.map(named)) if (secret) release[secret] = 'public key'
  }
  const signup: ActionSecrets = {}
  for (const { keys, userMetadata } of Object.values(policy.slots))
    if (userMetadata.length > 0) signup[keys] = 'secret keys'
  return {
    'guard-signup': signup,
    'seal-attributes': seal,
    'copy-user-metadata': {},
    'release-attributes': release
  }
}

/** The secrets of one's own Actions. Where one of ours has a secret of that name, it holds the same. */
const secretsOfOwn = (policy: Policy, ours: Readonly<Record<string, ActionSecrets>>) => {
  const known: ActionSecrets = Object.assign({}, ...Object.values(ours))
  return Object.fromEntries(
    actionsInOrder(policy).flatMap(action =>
      action.kind === 'own'
        ? [[action.name, Object.fromEntries(action.secrets.map(name => [name, own(known, name) ?? 'own']))]]
        : []
    )
  ) as Record<string, ActionSecrets>
}

/** The secrets each Action needs under a policy: name → what it holds. */
export const secretsOf = (policy: Policy): Record<string, ActionSecrets> => {
  const ours = secretsOfOurs(policy)
  return { ...ours, ...secretsOfOwn(policy, ours) }
}
