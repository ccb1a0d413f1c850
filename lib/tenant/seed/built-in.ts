import type { JsonObject } from '../../core/auth0/json.js'
import type { Organization } from './organizations.js'
import type { Api, Connection, Persona, SeedClient, SeedRule, SeedUser, Settings } from './schema.js'

/** A stored profile that says which connection it came by. */
export type StoredUser = JsonObject & { user_id: string; identities: NonNullable<SeedUser['identities']> }

/** A seed in which nothing is missing but `apis`, whose absence lets any audience through. */
export interface TenantSeed {
  tenant: string
  connections: Connection[]
  clients: SeedClient[]
  personas: Persona[]
  /** Stored from the start. */
  users: StoredUser[]
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
        'implicit',
        'refresh_token',
        'client_credentials',
        'password',
        'http://auth0.com/oauth/grant-type/password-realm'
      ],
      refresh_token: { rotation_type: 'rotating' }
    },
    {
      client_id: 'crm-web',
      client_secret: 'crm-web-development-secret',
      name: 'CRM',
      app_type: 'regular_web',
      refresh_token: { rotation_type: 'non-rotating' }
    },
    {
      client_id: 'spa',
      name: 'Browser application',
      app_type: 'spa',
      refresh_token: { rotation_type: 'rotating' }
    },
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
  users: [],
  secrets: {},
  settings: { mfa: 'off', profileLimit: 'warn', dottedNames: 'colon' },
  organizations: [],
  rules: [],
  rulesConfigs: {}
}
