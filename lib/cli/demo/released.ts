import { isDeepStrictEqual } from 'node:util'
import type { JWTPayload } from 'jose'
import type { KeySource, ReleaseRule } from '../../core/policy/types.js'
import { builtInSeed } from '../../tenant/seed/built-in.js'
import { openReleased } from './application.js'
import type { Reporter } from './report.js'
import { short } from './text.js'
import type { PolicyDemo, Visitor } from './visitors.js'

/** A login of an application that a rule names. */
export interface Releasing {
  rule: ReleaseRule
  /** Claims of the token that the rule is for. */
  claims: JWTPayload
  clientId: string
  /** Where the recipient's public key is. */
  key: KeySource | undefined
  visitor: Visitor
}

const expectedOf = ({ rule, visitor: { sent } }: Releasing): Record<string, unknown> =>
  Object.fromEntries(rule.attributes.flatMap(name => (Object.hasOwn(sent, name) ? [[name, sent[name]]] : [])))

const checkClear = ({ rule, claims, visitor }: Releasing, { check }: Reporter): void => {
  for (const [name, claim] of Object.entries(rule.claims)) {
    if (!Object.hasOwn(visitor.sent, name)) continue
    const isRight = isDeepStrictEqual(claims[claim], visitor.sent[name])
    check(`${rule.to}: ${claim}: ${short(JSON.stringify(claims[claim]))}, in clear`, isRight)
  }
}

const checkSealed = async (
  releasing: Releasing,
  { tenant, policy }: PolicyDemo,
  { check }: Reporter
): Promise<void> => {
  const { rule, claims, clientId, key } = releasing
  const claim = `${policy.namespace}${rule.slot}`
  const value = claims[claim]
  const privateKey = typeof key?.secret === 'string' ? tenant.privateKeys[key.secret] : undefined
  const text = `${rule.to}: ${claim}: ${short(value, 12)}`
  if (!privateKey) return check(`${text}, sealed to the key in the policy`, typeof value === 'string')
  const recipient = { key: privateKey, recipient: rule.audience ?? clientId, token: claims }
  const opened = await openReleased(value, { ...recipient, tenant: policy.tenant ?? builtInSeed.tenant })
  const isRight = isDeepStrictEqual(opened, expectedOf(releasing))
  check(`${text}, opened: ${Object.keys(opened ?? {}).join(', ') || 'nothing'}`, isRight)
}

/** Whether an application got what a rule says, of what came with the login. */
export const checkReleased = async (
  releasing: Releasing,
  demo: PolicyDemo,
  reporter: Reporter
): Promise<void> => {
  const { to, slot, organizations, scope, form } = releasing.rule
  if (organizations) return reporter.tell(`${to}: slot ${slot}: only in logins of an organization`)
  if (scope) return reporter.tell(`${to}: slot ${slot}: only where ${scope} is asked for`)
  if (Object.keys(expectedOf(releasing)).length === 0)
    return reporter.tell(`${to}: slot ${slot}: nothing of it came with this login`)
  if (form === 'clear') return checkClear(releasing, reporter)
  return checkSealed(releasing, demo, reporter)
}
