/**
 * The Rule that the Action `seal-attributes` replaces. Rules stopped on 2026-11-18: to migrate from, and to compare with.
 *
 * Put it first. Fails open (the login goes on, nothing stored is lost) unless the policy says `onError.seal: 'deny'`.
 */
import { policy, steps } from 'a0seal:seal-attributes'
import { applySeal, decideSeal } from '../lib/core/login/seal/seal.js'
import type { RuleCallback, RuleContext, RuleGlobals, RuleUser } from '../lib/rules/rule.js'
import { runRuleStep } from '../lib/rules/rule-step.js'

declare const configuration: RuleGlobals['configuration']
declare const auth0: RuleGlobals['auth0']
declare const UnauthorizedError: RuleGlobals['UnauthorizedError']

export const rule = async (user: RuleUser, context: RuleContext, callback: RuleCallback): Promise<void> => {
  const { line, denied } = await runRuleStep(event => decideSeal(policy, event, { now: Date.now(), steps }), {
    rule: 'seal-attributes',
    apply: applySeal,
    login: { user, context, configuration },
    users: auth0.users,
    onError: policy.onError.seal
  })
  if (line) console.log(line)
  if (denied) callback(new UnauthorizedError(denied))
  else callback(null, user, context)
}
