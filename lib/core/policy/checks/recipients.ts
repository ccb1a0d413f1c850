import { isPlainObject } from '../../auth0/json.js'
import { codeOf } from '../../errors.js'
import { parseRecipientKeys } from '../../seal/released.js'
import { type Faults, fault } from '../faults.js'
import type { PlacedRule } from '../resolve.js'
import type { KeySource, Policy } from '../types.js'

/** Secrets that hold keys of ours beside those of the slots. */
export const fixedSecrets: readonly string[] = ['A0SEAL_MAC_KEY', 'A0SEAL_INDEX_KEYS']

const secretNameOf = (key: KeySource): string | undefined =>
  typeof key.secret === 'string' ? key.secret : undefined

/** What tells one recipient's key from another's: the secret's name, or the public point. */
const identitiesOf = (key: KeySource): string[] => {
  const secret = secretNameOf(key)
  if (secret) return [`secret ${secret}`]
  const keys: unknown[] = 'keys' in key && Array.isArray(key.keys) ? key.keys : [key]
  return keys.filter(isPlainObject).map(({ crv, x }) => `point ${crv} ${x}`)
}

function* checkKey(path: string, key: KeySource, { slots }: Policy): Faults {
  const secret = secretNameOf(key)
  if (secret) {
    const isOurs = Object.values(slots).some(({ keys }) => keys === secret) || fixedSecrets.includes(secret)
    if (isOurs) yield fault(`${path}.secret`, 'is a secret with keys that seal: a recipient has its own')
    return
  }
  try {
    parseRecipientKeys(JSON.stringify(key))
  } catch (error) {
    yield fault(path, `is not a public key of one recipient (${codeOf(error)})`)
  }
}

/** Who can open what is released: each recipient with a key of its own, and none with one of ours. */
export function* checkRecipients(policy: Policy, rules: readonly PlacedRule[]): Faults {
  const clients = new Map<string, string>()
  const holders = new Map<string, string>()
  for (const [name, { client_id, key }] of Object.entries(policy.applications)) {
    const path = `applications.${name}`
    const other = clients.get(client_id)
    if (other !== undefined) yield fault(`${path}.client_id`, `is that of ${other} too`)
    clients.set(client_id, name)
    if (!key) continue
    yield* checkKey(`${path}.key`, key, policy)
    for (const identity of identitiesOf(key)) {
      const holder = holders.get(identity)
      if (holder !== undefined)
        yield fault(`${path}.key`, `is that of ${holder} too: each could open what is for the other`)
      holders.set(identity, name)
    }
  }
  for (const { path, rule } of rules) {
    if (!rule.key) continue
    yield* checkKey(`${path}.key`, rule.key, policy)
    const holder = identitiesOf(rule.key)
      .map(identity => holders.get(identity))
      .find(name => name !== undefined)
    if (holder !== undefined)
      yield fault(`${path}.key`, `is that of ${holder}: the application could open what is for the API`)
  }
}
