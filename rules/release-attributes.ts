/**
 * The Rule that the Action `release-attributes` replaces. Rules stopped on 2026-11-18: to migrate from, and to compare with.
 *
 * Put it last. What cannot be released is left out, unless `onError.release: 'deny'`.
 */
import { policy, steps } from 'a0seal:release-attributes'
import { applyRelease, decideRelease } from '../lib/core/login/release/release.js'
import type { RuleCallback, RuleContext, RuleGlobals, RuleUser } from '../lib/rules/rule.js'
import { runRuleStep } from '../lib/rules/rule-step.js'

declare const configuration: RuleGlobals['configuration']
declare const auth0: RuleGlobals['auth0']
declare const UnauthorizedError: RuleGlobals['UnauthorizedError']

export const rule = async (user: RuleUser, context: RuleContext, callback: RuleCallback): Promise<void> => {
  const { line, denied } = await runRuleStep(
    event => decideRelease(policy, event, { now: Date.now(), steps }),
    {
      rule: 'release-attributes',
      apply: applyRelease,
      login: { user, context, configuration },
      users: auth0.users,
      onError: policy.onError.release
    }
  )
  if (line) console.log(line)
  if (denied) callback(new UnauthorizedError(denied))
  else callback(null, user, context)
}
