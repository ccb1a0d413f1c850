// Checked by tsc alone: every line compiles, and what must not compile says so.

import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import type {
  AccessTokenClaims,
  IdTokenClaims,
  Sealed,
  SlotData
} from '../../../lib/core/policy/inference.js'
import type { PolicyInput } from '../../../lib/core/policy/types.js'

const policy = definePolicy(({ env }) => ({
  namespace: 'https://acme.example/',
  slots: {
    demographics: { attributes: ['gender', { name: 'ethnicity', from: ['race'] }] },
    identity: { userMetadata: [{ name: 'national_id', type: 'string' }] }
  },
  applications: {
    'hr-web': { client_id: env, key: { secret: 'A0SEAL_HR_WEB_KEY' } },
    crm: { client_id: 'crm', key: { secret: 'A0SEAL_CRM_KEY' } }
  },
  release: [
    { slot: 'demographics', attributes: ['gender'], to: 'id_token', applications: ['hr-web'] },
    { slot: 'identity', to: 'id_token', applications: ['crm'], form: 'clear', storedInClear: true },
    {
      slot: 'demographics',
      attributes: ['ethnicity'],
      to: 'access_token',
      applications: 'any',
      acceptThirdParty: true,
      audience: 'https://api.acme.example',
      form: 'clear',
      readableByClient: true,
      as: 'https://acme.example/origin'
    },
    {
      slot: 'demographics',
      to: 'access_token',
      applications: ['hr-web'],
      audience: 'https://hr.acme.example',
      key: { secret: 'A0SEAL_HR_API_KEY' }
    }
  ],
  copy: {
    favorite_color: 'string',
    hobbies: { type: 'string[]', as: 'https://acme.example/pastimes' },
    newsletter: 'boolean',
    visits: { type: 'number' }
  }
}))

type Claims<App extends 'crm' | 'hr-web'> = IdTokenClaims<typeof policy, App>
type ApiClaims<App extends 'crm' | 'hr-web', Audience extends string> = AccessTokenClaims<
  typeof policy,
  App,
  Audience
>

// What is in a slot.
export const gender: SlotData<typeof policy, 'demographics'> = { gender: 'x', ethnicity: null }
export const number: SlotData<typeof policy, 'identity'> = { national_id: '1' }
// @ts-expect-error not in this slot
export const other: SlotData<typeof policy, 'demographics'> = { national_id: '1' }
// @ts-expect-error the name of another identity provider is not what is sealed
export const from: SlotData<typeof policy, 'demographics'> = { race: 'x' }
// @ts-expect-error no such slot
export type NoSlot = SlotData<typeof policy, 'payroll'>
// @ts-expect-error JSON only
export const date: SlotData<typeof policy, 'demographics'> = { gender: new Date() }

// What applications find in their ID tokens.
declare const hr: Claims<'hr-web'>
export const sealed: Sealed<{ gender?: unknown }> | null | undefined = hr['https://acme.example/demographics']
export const text: string | null | undefined = hr['https://acme.example/demographics']
// @ts-expect-error released to another application
export const notMine = hr['https://acme.example/national_id']
// @ts-expect-error narrowed to gender
export const narrowed: Sealed<{ ethnicity: string }> | null | undefined =
  hr['https://acme.example/demographics']

// What is not released now is null, sealed or in clear; what the policy does not know of is not there.
export const withheld: Claims<'hr-web'> = { 'https://acme.example/demographics': null }
export const withheldInClear: Claims<'crm'> = { 'https://acme.example/national_id': null }
// @ts-expect-error it may be null, or missing
export const always: string = hr['https://acme.example/demographics']
// @ts-expect-error a copy that is left out is no null
export const nullCopy: Claims<'hr-web'> = { 'https://acme.example/favorite_color': null }

declare const crm: Claims<'crm'>
export const clear = crm['https://acme.example/national_id']
// @ts-expect-error a clear release has no claim under the slot's name
export const notSealed = crm['https://acme.example/identity']

// Copies are for all, each with its type and its name.
export const copies: Claims<'crm'> = {
  'https://acme.example/favorite_color': 'red',
  'https://acme.example/pastimes': ['chess'],
  'https://acme.example/newsletter': true,
  'https://acme.example/visits': 5
}
// @ts-expect-error another type
export const color: Claims<'hr-web'> = { 'https://acme.example/favorite_color': 5 }
// @ts-expect-error it has another name
export const renamed = crm['https://acme.example/hobbies']

// Access tokens are for one API.
declare const api: ApiClaims<'crm', 'https://api.acme.example'>
export const origin = api['https://acme.example/origin']
declare const hrAPI: ApiClaims<'hr-web', 'https://hr.acme.example'>
export const sealedForAPI: Sealed<{ gender?: unknown }> | undefined =
  hrAPI['https://acme.example/demographics']
export const neverNull: ApiClaims<'hr-web', 'https://hr.acme.example'> = {
  // @ts-expect-error an access token is made anew: there is no older value to take back
  'https://acme.example/demographics': null
}
// @ts-expect-error it has another name
export const notOrigin = api['https://acme.example/ethnicity']
// @ts-expect-error another token
export const notCopied = api['https://acme.example/favorite_color']
declare const otherAPI: ApiClaims<'crm', 'https://other.acme.example'>
// @ts-expect-error another API
export const notForIt = otherAPI['https://acme.example/origin']

// What must not compile in a policy.
// @ts-expect-error no namespace
definePolicy({ slots: {} })
// @ts-expect-error no such mode
definePolicy({ namespace: 'https://acme.example/', slots: { a: { attributes: ['b'], mode: 'secret' } } })
// @ts-expect-error applications are not optional
definePolicy({ namespace: 'https://acme.example/', release: [{ slot: 'a', to: 'id_token' }] })
// @ts-expect-error trusting application administrators is to be written out
export const optIn: PolicyInput['release'] = [{ slot: 'a', to: 'id_token', applications: { optIn: 'x' } }]
// @ts-expect-error no such type
definePolicy({ namespace: 'https://acme.example/', copy: { hobby: 'text' } })

// A typo at each level is a mistake where it stands.
const base = { namespace: 'https://acme.example/' } as const
// @ts-expect-error no such member
definePolicy({ ...base, slot: {} })
definePolicy({
  ...base,
  slots: {
    // @ts-expect-error no such member of a slot
    a: { attributes: ['gender'], deny: true },
    // @ts-expect-error no such member of an attribute
    b: { attributes: [{ name: 'iban', connection: ['corp'] }] },
    // @ts-expect-error no such member of a field
    c: { userMetadata: [{ name: 'hobby', maximum: 5 }] }
  },
  applications: {
    // @ts-expect-error no such member of an application
    app: { client_id: 'app', clientId: 'app' }
  },
  // @ts-expect-error no such member of a copy
  copy: { hobby: { type: 'string', maximum: 5 } },
  // @ts-expect-error no such step
  onError: { login: 'deny' },
  // @ts-expect-error no such limit
  limits: { max: 5 }
})
definePolicy({
  ...base,
  slots: {
    a: { attributes: ['gender', { name: 'iban' }] },
    b: { userMetadata: [{ name: 'hobby' }, 'note'] }
  },
  applications: { app: { client_id: 'app' } },
  release: [
    // @ts-expect-error no such slot
    { slot: 'c', to: 'id_token', applications: ['app'] },
    // @ts-expect-error no such attribute in this slot
    { slot: 'a', attributes: ['hobby'], to: 'id_token', applications: ['app'] },
    // @ts-expect-error no such application
    { slot: 'a', attributes: ['iban'], to: 'id_token', applications: ['app', 'api'] },
    // @ts-expect-error no such member of a rule
    { slot: 'b', attributes: ['hobby', 'note'], to: 'id_token', applications: ['app'], application: 'app' },
    // @ts-expect-error no such member of a key
    { slot: 'a', to: 'access_token', audience: 'urn:a', applications: ['app'], key: { secrets: 'KEY' } },
    // @ts-expect-error no such member of an opt-in
    { slot: 'a', to: 'id_token', applications: { optIn: 'x', trustAppAdmins: true, all: true } }
  ]
})
definePolicy({
  ...base,
  applications: {
    // @ts-expect-error no such member of a key
    typo: { client_id: 'typo', key: { secrets: 'KEY' } },
    jwk: { client_id: 'jwk', key: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } },
    set: { client_id: 'set', key: { keys: [{ kty: 'EC' }] } }
  }
})
definePolicy({
  ...base,
  slots: { a: { attributes: ['gender'] } },
  applications: { app: { client_id: 'app' } },
  release: [
    {
      // @ts-expect-error no such slot: a mistake of this line alone
      slot: 'b',
      to: 'id_token',
      applications: ['app']
    }
  ]
})
// In a function the mistake is that of what it returns.
// @ts-expect-error no such slot
definePolicy(({ env }) => ({
  ...base,
  slots: { a: { attributes: ['gender'] } },
  applications: { app: { client_id: env } },
  release: [{ slot: 'b', to: 'id_token', applications: ['app'] }]
}))
// @ts-expect-error no such member
definePolicy(({ env }) => ({ ...base, tenant: env, slot: {} }))

// What is made elsewhere, and has lost its names, is still taken.
export const loose: PolicyInput = base
definePolicy(loose)

// So is a name that is not known before the policy runs.
declare const name: string
definePolicy({
  ...base,
  slots: { a: { attributes: [name] } },
  applications: { app: { client_id: 'app' } },
  release: [{ slot: name, to: 'id_token', applications: [name] }]
})

// The lists of triggers: what Auth0 has, what is built, and nothing else.
definePolicy({
  ...base,
  triggers: {
    'post-login': [
      'seal-attributes',
      {
        file: 'actions/mine.ts',
        name: 'mine',
        secrets: ['KEY'],
        dependencies: { lodash: '4.17.21' },
        modules: { m: 1 }
      },
      { deployed: 'theirs' },
      'copy-user-metadata',
      'release-attributes'
    ],
    'pre-user-registration': ['guard-signup'],
    'event-stream': [{ file: 'actions/stream.js' }]
  }
})
definePolicy({
  ...base,
  triggers: {
    // @ts-expect-error no such trigger
    'post-logins': [{ file: 'a.ts' }]
  }
})
definePolicy({
  ...base,
  triggers: {
    // @ts-expect-error no such Action
    'post-login': ['seal-attribute']
  }
})
definePolicy({
  ...base,
  triggers: {
    // @ts-expect-error an Action of another trigger
    'post-login': ['guard-signup']
  }
})
definePolicy({
  ...base,
  // @ts-expect-error no such member of an Action
  triggers: { 'post-login': ['seal-attributes', { file: 'a.ts', secret: ['KEY'] }, 'release-attributes'] }
})
definePolicy({
  ...base,
  // @ts-expect-error it is deployed, or has a file
  triggers: { 'post-login': [{ deployed: 'theirs', file: 'a.ts' }] }
})
definePolicy({
  ...base,
  triggers: {
    // @ts-expect-error secrets are names
    'post-login': [{ file: 'a.ts', secrets: { KEY: 'value' } }]
  }
})

// What doctor ignores: findings that there are.
const known = { subject: 'all-applications', reason: 'looked at', until: '2027-01-31' }
definePolicy({ ...base, doctor: { ignore: [{ id: 'D06', ...known }] } })
// @ts-expect-error no such finding
definePolicy({ ...base, doctor: { ignore: [{ id: 'D18', ...known }] } })
// @ts-expect-error it has a last day
definePolicy({ ...base, doctor: { ignore: [{ id: 'D06', subject: 'a', reason: 'b' }] } })
