import { describe, expect, test } from 'vitest'
import acme from '../../../a0seal.config.js'
import { generateKeyPair } from '../../../lib/core/jwe/generate.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { builtInSeed } from '../../../lib/tenant/seed/built-in.js'
import { optedInClients, seedFromPolicy } from '../../../lib/tenant/seed/from-policy.js'
import { resolveSeed } from '../../../lib/tenant/seed/resolve.js'

const namespace = 'https://claims.zebra.example/'
const seedOf = (policy: Parameters<typeof seedFromPolicy>[0]) => resolveSeed(seedFromPolicy(policy))

const zebra = definePolicy({
  namespace,
  tenant: 'zebra',
  slots: {
    health: {
      attributes: [
        { name: 'blood.type', connections: ['hr-saml'] },
        { name: 'allergies', from: ['known_allergies'], connections: ['google-oauth2'] },
        'dateOfBirth'
      ]
    },
    identity: {
      userMetadata: [
        { name: 'national_id', type: 'string', max: 9 },
        { name: 'dependants', type: 'number' }
      ]
    }
  },
  applications: {
    clinic: { client_id: 'clinic-app', key: { secret: 'CLINIC_KEY' } },
    billing: { client_id: 'crm-web' }
  },
  release: [
    { slot: 'health', to: 'id_token', applications: ['clinic'], organizations: ['org_North', '*'] },
    {
      slot: 'identity',
      attributes: ['national_id'],
      to: 'access_token',
      audience: 'records',
      applications: ['billing'],
      form: 'clear',
      readableByClient: true
    }
  ],
  copy: { 'preferences.language': { type: 'string', max: 5 }, pets: 'string[]', hobby: 'number' }
})

describe('a seed that follows from a policy', () => {
  test('has made up values for attributes and fields that are named like what every object has', () => {
    const policy = definePolicy({
      namespace,
      slots: { odd: { attributes: ['toString', 'constructor'] } },
      copy: { valueOf: 'string' }
    })
    const [persona] = seedOf(policy).personas
    expect(persona?.profile).toMatchObject({
      toString: 'to-string-of-ada',
      constructor: 'constructor-of-ada'
    })
    expect(persona?.user_metadata).toMatchObject({ valueOf: 'value-of-of-ada' })
  })

  test('is the built-in one for the policy this package comes with, and denies on the database too', () => {
    const options = builtInSeed.connections[0]?.options ?? {}
    const connections = builtInSeed.connections.map(connection => ({ ...connection, options }))
    expect(seedOf(acme)).toEqual(resolveSeed({ ...builtInSeed, connections }))
  })

  test('has the connections the policy names, by name or by strategy, and the database, with the deny list of each', () => {
    expect(seedOf(zebra).connections).toEqual([
      {
        name: 'hr-saml',
        strategy: 'samlp',
        options: { non_persistent_attrs: ['blood.type', 'dateOfBirth'] }
      },
      {
        name: 'acme-google-oauth2',
        strategy: 'google-oauth2',
        options: { non_persistent_attrs: ['allergies', 'known_allergies', 'dateOfBirth'] }
      },
      {
        name: 'Username-Password-Authentication',
        strategy: 'auth0',
        options: { non_persistent_attrs: ['dateOfBirth'] }
      }
    ])
    const open = definePolicy({ namespace, slots: { a: { attributes: ['iban'] } } })
    expect(seedOf(open).connections.map(({ name }) => name)).toEqual(
      builtInSeed.connections.map(({ name }) => name)
    )
  })

  test('has people of each connection who send its attributes, typed by their names, and nothing of another policy', () => {
    const { personas } = seedOf(zebra)
    const ofSaml = personas.find(({ connection }) => connection === 'hr-saml')?.profile
    expect(ofSaml).toMatchObject({
      user_id: 'samlp|hr-saml|ada',
      email: 'ada@acme.example',
      'blood.type': 'blood-type-of-ada',
      dateOfBirth: '1980-04-23'
    })
    expect(ofSaml).not.toHaveProperty('allergies')
    const ofGoogle = personas.filter(({ connection }) => connection === 'acme-google-oauth2')
    expect(ofGoogle.map(({ profile }) => profile.allergies)).toEqual([
      ['allergies-of-ada', 'other-allergies-of-ada'],
      ['allergies-of-grace', 'other-allergies-of-grace']
    ])
    for (const { profile } of personas) expect(profile).not.toHaveProperty('gender')
    const linus = personas.find(({ password }) => password !== undefined)
    expect(linus?.profile).not.toHaveProperty('dateOfBirth') // a database sends nothing
  })

  test('has in user_metadata what the policy copies and seals, of its types and within its limits', () => {
    for (const { user_metadata } of seedOf(zebra).personas)
      expect(user_metadata).toEqual({
        preferences: { language: expect.stringMatching(/^.{1,5}$/) },
        pets: [expect.any(String), expect.any(String)],
        hobby: expect.any(Number),
        national_id: expect.stringMatching(/^.{1,9}$/),
        dependants: expect.any(Number)
      })
  })

  test('has the applications of the policy, and others that it gives nothing', () => {
    expect(seedOf(zebra).clients.map(({ client_id, name }) => [client_id, name])).toEqual([
      ['clinic-app', 'clinic'],
      ['crm-web', 'CRM'],
      ['spa', 'Browser application'],
      ['management', 'Management']
    ])
  })

  test('has the tenant, the organizations and the audiences that are named', () => {
    expect(seedOf(zebra)).toMatchObject({
      tenant: 'zebra',
      organizations: [{ id: 'org_North', name: 'org_north-1' }],
      apis: [{ identifier: 'records' }]
    })
    const { organizations, apis } = seedOf(
      definePolicy({
        namespace,
        slots: { a: { attributes: ['iban'] } },
        applications: { clinic: { client_id: 'c', key: { secret: 'C' } } },
        release: [{ slot: 'a', to: 'id_token', applications: ['clinic'], organizations: ['*'] }]
      })
    )
    expect({ organizations, apis }).toMatchObject({
      organizations: [{ id: 'org_development' }],
      apis: undefined
    })
  })

  test('an application that nobody names opts in, with a key of its own', () => {
    const policy = definePolicy({
      namespace,
      slots: { a: { attributes: ['iban'] } },
      release: [
        { slot: 'a', to: 'id_token', applications: { optIn: 'a0seal_release', trustAppAdmins: true } }
      ]
    })
    expect(optedInClients(policy)).toEqual(['opted-in-a0seal_release'])
    const { privateKey, publicKey } = generateKeyPair()
    const { clients } = resolveSeed(seedFromPolicy(policy, { 'opted-in-a0seal_release': privateKey }))
    expect(clients.at(-1)).toMatchObject({
      client_id: 'opted-in-a0seal_release',
      client_metadata: { a0seal_release: 'true', a0seal_jwk: JSON.stringify(publicKey) }
    })
    expect(JSON.stringify(clients)).not.toContain(privateKey.d)
    expect(seedFromPolicy(policy).clients).toEqual(builtInSeed.clients)
  })

  test('is the same at each start', () => {
    expect(seedFromPolicy(zebra)).toEqual(seedFromPolicy(zebra))
  })
})

test.each([
  ['acme-entra', 'waad'],
  ['azure.prod', 'waad'],
  ['hr-saml', 'samlp'],
  ['okta-prod', 'okta'],
  ['partner', 'oidc']
])('a connection called %s is of the strategy %s', (name, strategy) => {
  const policy = definePolicy({
    namespace: 'https://acme.example/',
    slots: { a: { attributes: [{ name: 'iban', connections: [name] }] } }
  })
  expect(seedFromPolicy(policy).connections?.[0]).toMatchObject({ name, strategy })
})
