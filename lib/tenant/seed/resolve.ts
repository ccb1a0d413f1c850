import type { Organization } from './organizations.js'
import type { Settings } from './schema.js'
import {
  type Api,
  type Connection,
  type Persona,
  parseSeed,
  type Seed,
  type SeedClient,
  type SeedRule
} from './schema.js'

export type { Seed } from './schema.js'

/** A seed in which nothing is missing but `apis`, whose absence lets any audience through. */
export interface TenantSeed {
  tenant: string
  connections: Connection[]
  clients: SeedClient[]
  personas: Persona[]
  secrets: Record<string, Record<string, string>>
  settings: Settings
  apis?: Api[] | undefined
  organizations: Organization[]
  /** Run before the Actions. */
  rules: SeedRule[]
  rulesConfigs: Record<string, string>
}

/** The tenant you get without a seed: fictional people whose IdP sends what Auth0 must not keep. */
export const builtInSeed: TenantSeed = {
  tenant: 'acme-dev',
  connections: [
    {
      name: 'acme-idp',
      strategy: 'oidc',
      display_name: 'Acme Workforce',
      options: { non_persistent_attrs: ['gender', 'ethnicity', 'https://acme.com/temporary_idtoken'] }
    },
    { name: 'Username-Password-Authentication', strategy: 'auth0', options: {} }
  ],
  clients: [
    {
      client_id: 'hr-web',
      client_secret: 'hr-web-development-secret',
      name: 'HR',
      app_type: 'regular_web',
      grant_types: [
        'authorization_code',
        'refresh_token',
        'client_credentials',
        'password',
        'http://auth0.com/oauth/grant-type/password-realm'
      ]
    },
    {
      client_id: 'crm-web',
      client_secret: 'crm-web-development-secret',
      name: 'CRM',
      app_type: 'regular_web'
    },
    { client_id: 'spa', name: 'Browser application', app_type: 'spa' },
    { client_id: 'management', name: 'Management', app_type: 'non_interactive' }
  ],
  personas: [
    {
      connection: 'acme-idp',
      profile: {
        user_id: 'oidc|acme-idp|ada',
        email: 'ada@acme.example',
        email_verified: true,
        name: 'Ada Fictional',
        given_name: 'Ada',
        family_name: 'Fictional',
        nickname: 'ada',
        gender: 'gender-of-ada',
        ethnicity: 'ethnicity-of-ada',
        'https://acme.com/temporary_idtoken': 'temporary-idtoken-of-ada'
      },
      user_metadata: { favorite_color: 'teal', hobby: 'climbing', newsletter: true }
    },
    {
      connection: 'acme-idp',
      profile: {
        user_id: 'oidc|acme-idp|grace',
        email: 'grace@acme.example',
        email_verified: true,
        name: 'Grace Invented',
        given_name: 'Grace',
        family_name: 'Invented',
        nickname: 'grace',
        gender: 'gender-of-grace',
        ethnicity: 'ethnicity-of-grace',
        'https://acme.com/temporary_idtoken': 'temporary-idtoken-of-grace'
      },
      user_metadata: { favorite_color: 'amber', hobby: 'chess', newsletter: false }
    },
    {
      connection: 'Username-Password-Authentication',
      profile: {
        user_id: 'auth0|linus',
        email: 'linus@acme.example',
        email_verified: true,
        name: 'Linus Imaginary',
        nickname: 'linus'
      },
      password: 'development-password',
      user_metadata: { favorite_color: 'green', hobby: 'diving', newsletter: true }
    }
  ],
  secrets: {},
  settings: { mfa: 'off', profileLimit: 'warn', dottedNames: 'colon' },
  organizations: [],
  rules: [],
  rulesConfigs: {}
}

const firstRepeated = (names: readonly string[]): string | undefined =>
  names.find((name, index) => names.indexOf(name) !== index)

/**
 * The seed with what it leaves out taken from the built-in one, key by key at the top level.
 *
 * @throws TypeError naming the path, never a value of a persona or a secret.
 */
export const resolveSeed = (seed: Seed = {}): TenantSeed => {
  const given = parseSeed(seed)
  const connections = given.connections ?? builtInSeed.connections
  const known = new Set(connections.map(({ name }) => name))
  given.personas?.forEach(({ connection }, index) => {
    if (!known.has(connection)) throw new TypeError(`seed.personas[${index}].connection: no such connection`)
  })
  const resolved: TenantSeed = {
    tenant: given.tenant ?? builtInSeed.tenant,
    connections,
    clients: given.clients ?? builtInSeed.clients,
    personas: given.personas ?? builtInSeed.personas.filter(({ connection }) => known.has(connection)),
    secrets: given.secrets ?? builtInSeed.secrets,
    settings: { ...builtInSeed.settings, ...given.settings },
    apis: given.apis,
    organizations: given.organizations ?? [],
    rules: given.rules ?? [],
    rulesConfigs: given.rulesConfigs ?? {}
  }
  const repeated: [path: string, names: string[]][] = [
    ['connections: name', connections.map(({ name }) => name)],
    ['clients: client_id', resolved.clients.map(({ client_id }) => client_id)],
    ['organizations: id', resolved.organizations.map(({ id }) => id)],
    ['organizations: name', resolved.organizations.map(({ name }) => name)],
    ['personas: user_id', resolved.personas.map(({ profile }) => profile.user_id)],
    ['rules: name', resolved.rules.map(({ name }) => name)]
  ]
  for (const [path, names] of repeated) {
    if (firstRepeated(names) !== undefined) throw new TypeError(`seed.${path} is there twice`)
  }
  return resolved
}
