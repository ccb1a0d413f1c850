/**
 * The Rule that the Action `copy-user-metadata` replaces. Rules stopped on 2026-11-18: to migrate from, and to compare with.
 *
 * Put it anywhere. A field that is not as the policy says is left out.
 */
import { policy } from 'a0seal:copy-user-metadata'
import { applyCopy, decideCopy } from '../lib/core/login/copy.js'
import type { RuleCallback, RuleContext, RuleGlobals, RuleUser } from '../lib/rules/rule.js'
import { runRuleStep } from '../lib/rules/rule-step.js'

declare const configuration: RuleGlobals['configuration']
declare const auth0: RuleGlobals['auth0']
declare const UnauthorizedError: RuleGlobals['UnauthorizedError']

export const rule = async (user: RuleUser, context: RuleContext, callback: RuleCallback): Promise<void> => {
  const { line, denied } = await runRuleStep(event => decideCopy(policy, event), {
    rule: 'copy-user-metadata',
    apply: applyCopy,
    login: { user, context, configuration },
    users: auth0.users,
    onError: policy.onError.copy
  })
  if (line) console.log(line)
  if (denied) callback(new UnauthorizedError(denied))
  else callback(null, user, context)
}
