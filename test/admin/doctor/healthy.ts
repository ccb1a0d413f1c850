import type { Action, ActionVersion } from '../../../lib/admin/actions.js'
import { codeHash } from '../../../lib/admin/deploy/first-lines.js'
import { diagnose } from '../../../lib/admin/doctor/diagnose.js'
import type { Area, ConnectionWithOptions, Facts, FactsRead } from '../../../lib/admin/doctor/facts.js'
import type { Finding } from '../../../lib/admin/doctor/finding.js'
import { table } from '../../../lib/admin/doctor/table.js'
import type { BuiltAction, Wanted } from '../../../lib/admin/doctor/wanted.js'
import type { TriggerId } from '../../../lib/core/auth0/triggers.js'
import { firstLineOf, type Kids } from '../../../lib/core/format/first-line.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import type { FindingId } from '../../../lib/core/policy/finding-ids.js'
import { type ActionSecrets, secretsOf } from '../../../lib/core/policy/secrets.js'
import type { PolicyInput } from '../../../lib/core/policy/types.js'

export const policyInput = {
  namespace: 'https://acme.example/',
  slots: {
    demographics: {
      attributes: ['gender', { name: 'iban', from: ['https://bank.example/iban'], connections: ['bank'] }]
    },
    identity: { userMetadata: ['national_id'] }
  },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [{ slot: 'demographics', attributes: ['gender'], to: 'id_token', applications: ['hr-web'] }],
  copy: { hobby: 'string' }
} as const satisfies PolicyInput

export const policyHash = '59b9aaaaaaaa'

const policy = definePolicy(policyInput)

const secretKids: Kids = { A0SEAL_KEYS: ['kid-1', 'kid-0'], A0SEAL_HR_WEB_KEY: ['kid-hr'] }

/** The code of an Action of ours, as a deploy writes it. */
export const codeOf = (
  name: string,
  { env = 'dev', hash = policyHash, kids = secretKids, body = '' } = {}
): string =>
  `${firstLineOf({ name, version: '0.1.0', policy: hash, env, kids })}\nexports.onExecutePostLogin = async () => {${body}}\n`

const deployedAt = '2026-11-28T10:00:00.000Z'
const secretsAt = '2026-11-28T09:00:00.000Z'

/** An Action whose draft is what runs. */
export const actionOf = (
  name: string,
  {
    code = codeOf(name),
    secrets = [],
    trigger = 'post-login'
  }: { code?: string; secrets?: readonly string[]; trigger?: TriggerId } = {}
): Action & { deployed: ActionVersion } => {
  const content = {
    code,
    runtime: 'node22',
    dependencies: {},
    modules: {},
    secrets: secrets.map(secret => ({ name: secret, updatedAt: secretsAt }))
  }
  return {
    id: `act_${name}`,
    name,
    trigger,
    status: 'built',
    draft: content,
    deployed: { ...structuredClone(content), id: `ver_${name}`, number: 3, createdAt: deployedAt }
  }
}

const ours: [name: string, trigger: TriggerId][] = [
  ['seal-attributes', 'post-login'],
  ['copy-user-metadata', 'post-login'],
  ['release-attributes', 'post-login'],
  ['guard-signup', 'pre-user-registration']
]

const secretsFor = (name: string): ActionSecrets => secretsOf(policy)[name] ?? {}

/** Bound in this order, each to its trigger. */
export const actionsBound = (...actions: Action[]): Facts['actions'] => ({
  all: actions,
  bindings: Object.fromEntries(
    [...new Set(actions.map(({ trigger }) => trigger))].map(trigger => [
      trigger,
      actions
        .filter(action => action.trigger === trigger)
        .map(({ id, name }) => ({ id: `bin_${id}`, displayName: name, actionId: id, actionName: name }))
    ])
  )
})

export const ourActions = (): (Action & { deployed: ActionVersion })[] =>
  ours.map(([name, trigger]) => {
    const secrets = Object.keys(secretsFor(name))
    const kids = Object.fromEntries(Object.entries(secretKids).filter(([secret]) => secrets.includes(secret)))
    return actionOf(name, { trigger, secrets, code: codeOf(name, { kids }) })
  })

/** An Action of somebody else, with this code. */
export const theirs = (name: string, code: string) => actionOf(name, { code })

export const connectionOf = (
  name: string,
  options: ConnectionWithOptions['options'] = {},
  strategy = 'oidc'
): ConnectionWithOptions => ({
  id: `con_${name}`,
  name,
  strategy,
  options: { non_persistent_attrs: ['gender'], ...options }
})

const bankList = ['gender', 'iban', 'https://bank.example/iban']
const noIban = { mapping_mode: 'use_map', attributes: { gender: 'of the token' } }

/** A tenant in which nothing is wrong. */
export const healthyFacts = (): Facts => ({
  actions: actionsBound(
    ...ourActions(),
    theirs('their-roles', 'exports.onExecutePostLogin = async () => {}')
  ),
  connections: [
    connectionOf('acme-idp', { attribute_map: noIban }),
    connectionOf('bank', { non_persistent_attrs: bankList })
  ],
  scim: [],
  applications: [{ clientId: 'hr-web', name: 'HR', isFirstParty: true, metadata: {} }],
  mfaPolicies: [],
  settings: { flags: { enable_sso: true, disable_impersonation: true }, isMfaCustomized: false },
  customDomains: ['login.acme.example'],
  eventStreams: [{ name: 'connections', isOn: true, eventTypes: ['connection.updated'] }],
  logStreams: [{ name: 'old', isOn: false }],
  emailTemplates: [{ name: 'welcome_email', texts: ['Hello {{ user.name }}', 'About gender'] }],
  rate: { users: 1000, limit: 50 }
})

const builtOf = ([name, trigger]: [string, TriggerId]): BuiltAction => ({
  name,
  trigger,
  runtime: 'node22',
  sha256: codeHash(codeOf(name)),
  dependencies: {},
  modules: {},
  secrets: secretsFor(name)
})

/** What the policy above wants, or another with the same Actions. */
export const wantedOf = (changes: Partial<Wanted> = {}): Wanted => ({
  policy,
  env: 'dev',
  policyHash,
  actions: ours.map(builtOf),
  order: {
    'post-login': ['seal-attributes', 'copy-user-metadata', 'release-attributes'].map(name => ({
      kind: 'ours' as const,
      name
    })),
    'pre-user-registration': [{ kind: 'ours', name: 'guard-signup' }]
  },
  keys: { A0SEAL_KEYS: { kids: ['kid-1', 'kid-0'], problems: [] } },
  domain: 'acme.eu.auth0.com',
  options: '',
  unset: [],
  ...changes
})

/** With more in the policy. */
export const wantedWith = (more: Partial<PolicyInput>): Wanted =>
  wantedOf({ policy: definePolicy({ ...policyInput, ...more } as PolicyInput) })

export const readOf = (facts: Facts): FactsRead =>
  Object.fromEntries(
    (Object.keys(facts) as Area[]).map(area => [area, { value: facts[area] }])
  ) as unknown as FactsRead

export const today = '2026-11-28'

/** All that is found where this is changed in the healthy tenant. */
export const findingsWith = (changes: Partial<Facts>, wanted = wantedOf()): Finding[] =>
  diagnose(readOf({ ...healthyFacts(), ...changes }), wanted, { rows: table, today }).findings

/** Subjects of the findings of one id, where this is changed in the healthy tenant. */
export const subjectsWith = (id: FindingId, changes: Partial<Facts>, wanted = wantedOf()): string[] =>
  findingsWith(changes, wanted)
    .filter(finding => finding.id === id)
    .map(({ subject }) => subject)
