import { expect, test } from 'vitest'
import { codesIn, findingsOf } from '../../../../lib/core/login/explain/findings.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { keySetText, secretJWK } from '../../../fixtures/keys.js'
import { sealedValue } from '../../../fixtures/login.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: {
    demographics: { attributes: ['gender', { name: 'iban', connections: ['bank'] }] },
    identity: { userMetadata: ['national_id'] }
  }
})
const seal = { name: 'seal-attributes', log: '' }
const keys = { 'seal-attributes': { A0SEAL_KEYS: keySetText(secretJWK(1)) } }
const idp = { name: 'acme-idp', strategy: 'oidc', denyList: ['gender'] }
const textsOf = (facts: Partial<Parameters<typeof findingsOf>[0]>) =>
  findingsOf({ policy, actions: [seal], secrets: keys, connection: idp, user: {}, ...facts }).map(
    ({ text, mend }) => `${text}: ${mend}`
  )

test('a command has the name of a connection as one word', () => {
  const connection = { name: 'x;touch$IFS/tmp/x', strategy: 'oidc', denyList: [] }
  expect(textsOf({ connection })).toContain(
    "gender is not on the deny list of x;touch$IFS/tmp/x: npx a0seal deny-list apply --connection 'x;touch$IFS/tmp/x'"
  )
})

test('a login as it must be leaves nothing to mend', () => {
  expect(textsOf({})).toEqual([])
})

test('what is at rest in clear comes first, once for each attribute, of whatever connection it is', () => {
  const user = {
    gender: 'x',
    iban: 'x',
    identities: [{ profileData: { gender: 'x' } }],
    user_metadata: { national_id: 'x' }
  }
  expect(textsOf({ user, connection: { ...idp, denyList: [] } })).toEqual([
    'gender is stored in clear: npx a0seal deny-list apply --connection acme-idp',
    'iban is stored in clear: add acme-idp to the connections of iban in the policy, then npx a0seal deny-list apply --connection acme-idp',
    'user_metadata.national_id is stored in clear: npx a0seal build, and bind seal-attributes',
    'gender is not on the deny list of acme-idp: npx a0seal deny-list apply --connection acme-idp'
  ])
})

test('a field that could not be moved is mended by what mends the Action that moves it', () => {
  const user = { user_metadata: { national_id: 'x' } }
  const mended = (actions: { name: string; log: string }[]) => textsOf({ user, actions })[0]
  const text = 'user_metadata.national_id is stored in clear'
  expect(mended([{ name: 'seal-attributes', log: 'a0seal seal-attributes ERR_KEY_SET slot=identity' }])).toBe(
    `${text}: npx a0seal keys inspect keys.json`
  )
  const legs = [seal, { ...seal, log: 'a0seal seal-attributes ERR_KEY_SET slot=identity' }]
  expect(mended(legs)).toBe(`${text}: npx a0seal keys inspect keys.json`)
  expect(mended([{ name: 'other', log: 'ERR_KEY_SET' }])).toBe(
    `${text}: npx a0seal build, and bind seal-attributes`
  )
})

test('all that is to be mended is told as a whole, with what it is about', () => {
  const facts = {
    policy,
    user: { gender: 'x' },
    connection: { ...idp, denyList: [] },
    actions: [{ name: 'seal-attributes', log: 'ERR_LARGE_VALUE ERR_TAG' }],
    secrets: {}
  }
  expect(findingsOf(facts)).toEqual([
    {
      kind: 'in clear',
      name: 'gender',
      text: 'gender is stored in clear',
      mend: 'npx a0seal deny-list apply --connection acme-idp'
    },
    {
      kind: 'not denied',
      name: 'gender',
      text: 'gender is not on the deny list of acme-idp',
      mend: 'npx a0seal deny-list apply --connection acme-idp'
    },
    {
      kind: 'unset secret',
      text: 'the secret A0SEAL_KEYS is not set',
      mend: 'npx a0seal keys generate --for slots --out keys.json'
    },
    {
      kind: 'code',
      text: 'seal-attributes ERR_TAG',
      mend: 'see ERR_TAG in the table of codes in the README'
    },
    {
      kind: 'code',
      text: 'seal-attributes ERR_LARGE_VALUE',
      mend: 'keep less in one slot of the policy, then npx a0seal build'
    }
  ])
})

test('what is not known is left out: no policy, no profile, no connection', () => {
  const user = { gender: 'x' }
  const actions = [{ name: 'seal-attributes', log: 'ERR_NO_KEYS' }]
  const code = 'seal-attributes ERR_NO_KEYS: npx a0seal keys generate --out keys.json'
  expect(textsOf({ policy: undefined, user, secrets: {}, actions })).toEqual([code])
  expect(textsOf({ user: undefined, actions })).toEqual([code])
  expect(textsOf({ user, connection: undefined })).toEqual([
    'gender is stored in clear: npx a0seal deny-list apply --all'
  ])
  expect(textsOf({ user: { iban: 'x' }, connection: undefined })).toEqual([
    'iban is stored in clear: npx a0seal deny-list apply --all'
  ])
})

test('an attribute of this connection is denied there', () => {
  const bank = { name: 'bank', strategy: 'oidc', denyList: ['gender'] }
  expect(textsOf({ user: { iban: 'x' }, connection: bank })).toEqual([
    'iban is stored in clear: npx a0seal deny-list apply --connection bank',
    'iban is not on the deny list of bank: npx a0seal deny-list apply --connection bank'
  ])
})

test('a secret is told of the Actions that ran, and an Action of somebody else needs none that is known', () => {
  const text = 'the secret A0SEAL_KEYS is not set: npx a0seal keys generate --for slots --out keys.json'
  expect(
    textsOf({
      actions: [
        { name: 'own', log: '' },
        { name: 'constructor', log: '' }
      ],
      secrets: {}
    })
  ).toEqual([])
  const guard = { name: 'guard-signup', log: '' }
  expect(textsOf({ actions: [guard, seal], secrets: {} })).toEqual([text])
  expect(textsOf({ actions: [guard, seal], secrets: keys })).toEqual([text])
})

test('a database has nothing to deny', () => {
  expect(textsOf({ connection: { name: 'db', strategy: 'auth0', denyList: [] } })).toEqual([])
})

test('a secret that is not set is told once, with what makes it', () => {
  expect(textsOf({ secrets: {} })).toEqual([
    'the secret A0SEAL_KEYS is not set: npx a0seal keys generate --for slots --out keys.json'
  ])
  const user = { app_metadata: { sealed_demographics: sealedValue({ gender: 'x' }) } }
  expect(textsOf({ secrets: {}, user })).toEqual([
    `the secret A0SEAL_KEYS is not set: npx a0seal deploy --keys A0SEAL_KEYS=FILE, with the key set that has ${secretJWK(1).kid}: what is stored is sealed with it`
  ])
  // Where secrets are not known nothing is said of them.
  expect(textsOf({ secrets: undefined })).toEqual([])
})

test('of a log no more than codes is told', () => {
  expect(codesIn('gender-of-ada ERR_NO_KEYS ERR_NO_SUCH and XERR_FORMAT')).toEqual(['ERR_NO_KEYS'])
  expect(textsOf({ actions: [{ name: 'own', log: 'gender-of-ada ERR_UNKNOWN_KEY' }] })).toEqual([
    'own ERR_UNKNOWN_KEY: npx a0seal keys inspect keys.json'
  ])
})
