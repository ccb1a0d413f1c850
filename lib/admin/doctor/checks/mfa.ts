import { wantedByPolicy } from '../../../core/policy/deny-list.js'
import { mayChallenge } from '../../code-hints.js'
import { docs } from '../docs.js'
import { runningAt } from '../facts.js'
import { row } from '../row.js'
import type { Wanted } from '../wanted.js'

const why =
  'Where MFA is on, denied attributes do not reach tokens: Actions run before the challenge of a policy, ' +
  'and behind a challenge of an Action the profile is read from storage.'

const fix =
  'Sign in once with a second factor, look that the application got its claims, and then ignore this in the policy.'

const deniesSomething = ({ policy }: Wanted): boolean => wantedByPolicy(policy).length > 0

const what = (reason: string): string =>
  `${reason}: denied attributes reach applications as sealed and released values only`

const mfa = { id: 'D06', level: 'warning', why, doc: docs.denyList } as const

export const mfaPolicy = row({
  ...mfa,
  title: 'MFA is on by policy',
  needs: ['mfaPolicies'],
  find: ({ mfaPolicies }, wanted) =>
    deniesSomething(wanted)
      ? mfaPolicies.map(policy => ({ subject: policy, what: what(`MFA is on (${policy})`), fix }))
      : []
})

export const mfaSetting = row({
  ...mfa,
  title: 'MFA is decided in Actions',
  needs: ['settings'],
  find: ({ settings }, wanted) =>
    settings.isMfaCustomized && deniesSomething(wanted)
      ? [{ subject: 'customize_mfa_in_postlogin_action', what: what('MFA is decided in Actions'), fix }]
      : []
})

export const mfaAction = row({
  ...mfa,
  title: 'the code of an Action may ask for MFA',
  needs: ['actions'],
  find: ({ actions }, wanted) =>
    deniesSomething(wanted)
      ? runningAt(actions, 'post-login')
          .filter(({ version }) => mayChallenge(version.code))
          .map(({ name }) => ({ subject: name, what: what(`the code of ${name} may ask for MFA`), fix }))
      : []
})
