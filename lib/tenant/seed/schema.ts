import { z } from 'zod'
import {
  denyListEntryMaxChars,
  denyListMaxEntries,
  signupFieldsMax,
  signupNameMaxChars
} from '../../core/auth0/limits.js'
import { clientMetadata } from './client-metadata.js'
import { denyListSettings } from './deny-list-settings.js'
import { faults } from './faults.js'
import { grantTypes, strategies } from './names.js'
import { organization } from './organizations.js'

const text = z.string().min(1)
/** A text, for TypeScript too: most of these lists nobody types from memory. */
const oneOf = (names: readonly string[], message: string) =>
  text.refine(name => names.includes(name), message)
const jsonObject = z.record(z.string(), z.json())

/** `options` of a connection: those this tenant goes by are checked, the rest is kept as it is. */
export const connectionOptions = z
  .object({
    non_persistent_attrs: z
      .array(text.max(denyListEntryMaxChars))
      .max(denyListMaxEntries)
      .describe('The deny list: names as the identity provider sends them.')
      .optional(),
    set_user_root_attributes: z
      .enum(['on_each_login', 'on_first_login', 'never_on_login'])
      .describe('When a login brings the root of the profile up to date. Default: on each.')
      .optional()
  })
  .catchall(z.json())

const isActive = z.object({ active: z.boolean() }).catchall(z.json())

/** What a connection has besides its name, strategy and options. */
export const connectionFields = {
  display_name: z.string().max(128).optional(),
  realms: z.array(text).optional(),
  metadata: z.record(z.string().max(255), z.string().max(255)).optional(),
  is_domain_connection: z.boolean().optional(),
  show_as_button: z.boolean().optional(),
  authentication: isActive.optional(),
  connected_accounts: isActive.optional()
}

const connection = z.strictObject({
  ...connectionFields,
  id: text.optional(),
  name: text,
  strategy: oneOf(
    strategies,
    'expected a strategy of Auth0, such as oidc, samlp, google-oauth2 or auth0'
  ).describe('`auth0` is a database, any other one an upstream identity provider.'),
  options: connectionOptions.describe('What is not listed here is kept as it is.').default({})
})

const client = z.strictObject({
  client_id: text,
  client_secret: text
    .describe('Default of a confidential application: one for the life of the process.')
    .optional(),
  name: z.string().optional(),
  app_type: z
    .enum(['regular_web', 'spa', 'native', 'non_interactive'])
    .describe('Default: `regular_web` where there is a secret, else `spa`.')
    .optional(),
  callbacks: z.array(z.url()).optional(),
  redirect_uris: z.array(z.url()).describe('The same as `callbacks`.').optional(),
  allowed_logout_urls: z.array(z.url()).optional(),
  web_origins: z.array(z.url()).optional(),
  grant_types: z
    .array(oneOf(grantTypes, 'expected a grant type of Auth0, such as authorization_code or refresh_token'))
    .describe('Default: what the type of the application may have, without the password grants.')
    .optional(),
  refresh_token: z
    .object({ rotation_type: z.enum(['rotating', 'non-rotating']).optional() })
    .catchall(z.json())
    .optional(),
  client_metadata: clientMetadata.optional()
})

const persona = z.strictObject({
  connection: text,
  profile: z.object({ user_id: text }).catchall(z.json()).describe('Everything the identity provider sends.'),
  password: text.describe('Of a database user.').optional(),
  user_metadata: jsonObject.optional(),
  app_metadata: jsonObject.optional()
})

const identity = z.looseObject({ connection: text, provider: text, user_id: text })

const user = z
  .object({
    user_id: text,
    identities: z
      .array(identity)
      .min(1)
      .describe('Default: one of the first connection with the strategy in front of the `user_id`.')
      .optional(),
    user_metadata: jsonObject.optional(),
    app_metadata: jsonObject.optional()
  })
  .catchall(z.json())

const settings = z.strictObject({
  mfa: z
    .enum(['off', 'policy', 'challenge'])
    .describe('`policy` challenges after all Actions, `challenge` between the first Action and the second.')
    .optional(),
  profileLimit: z
    .enum(['warn', 'refuse'])
    .describe('What happens to a write that leaves a profile above 10 kB.')
    .optional(),
  dottedNames: z
    .enum(['colon', 'as-sent'])
    .describe('Whether `https://acme.com/x` sent by an IdP is stored as `https://acme:com/x`.')
    .optional(),
  denyList: denyListSettings.describe("Which of the limitations of Auth0's Deny List page hold.").optional(),
  delegation: z
    .enum(['off', 'parameter'])
    .describe(
      '`parameter`: `/authorize?ext-actor=<sub>` logs somebody in on behalf of a user. Default `off`.'
    )
    .optional(),
  signupFields: z
    .array(text.max(signupNameMaxChars))
    .max(signupFieldsMax)
    .describe('Fields of `user_metadata` the sign-up page asks for.')
    .optional(),
  signupLog: z
    .enum(['body', 'no-body'])
    .describe("Whether the tenant log carries the body of a sign-up, as Auth0's can. Default `body`.")
    .optional(),
  actionBuildMs: z
    .int()
    .min(0)
    .describe('How long the build of an Action takes after each change.')
    .optional(),
  jobMs: z.int().min(0).describe('For how long an export or import is pending.').optional(),
  tenant: jsonObject.describe("What `/api/v2/tenants/settings` shows beyond a new tenant's.").optional(),
  faults: faults.optional()
})

/** What a Rule has besides its stage. */
export const ruleFields = {
  name: z
    .string()
    .max(255)
    .regex(/^[^-\s]([a-zA-Z0-9\s-]*[^-\s])?$/, 'Expected letters, digits, blanks and hyphens'),
  script: text,
  order: z.number().min(0),
  enabled: z.boolean()
}

const rule = z.strictObject(ruleFields).partial().required({ name: true, script: true })

const api = z.strictObject({
  identifier: text,
  scopes: z.array(text).describe('Default: whatever is asked for.').optional()
})

/** What a seed file holds. Every key is optional; one that is missing is taken from the built-in seed. */
export const seedSchema = z.strictObject({
  tenant: text.describe('The id of the tenant: `event.tenant.id`.').optional(),
  connections: z.array(connection).optional(),
  clients: z.array(client).describe('Applications.').optional(),
  personas: z
    .array(persona)
    .describe('Who can log in: people an identity provider knows, and users of a database.')
    .optional(),
  users: z
    .array(user)
    .describe(
      'Profiles that are stored from the start, as an export has them. A password comes from a persona of that `user_id`.'
    )
    .optional(),
  secrets: z
    .record(z.string(), z.record(z.string(), z.string()))
    .describe(
      'By name of an Action, `*` for all, then by name of the secret. Without this, development keys.'
    )
    .optional(),
  settings: settings.optional(),
  apis: z.array(api).describe('Default: any absolute URI is an audience.').optional(),
  organizations: z.array(organization).optional(),
  rules: z.array(rule).describe('Run before the Actions.').optional(),
  rulesConfigs: z.record(text, z.string()).describe('What Rules find in `configuration`.').optional()
})

export type Seed = z.input<typeof seedSchema>
export type ParsedSeed = z.output<typeof seedSchema>
export type Connection = z.output<typeof connection>
export type SeedClient = z.output<typeof client>
export type Persona = z.output<typeof persona>
export type SeedUser = z.output<typeof user>
export type Settings = z.output<typeof settings>
export type SeedRule = z.output<typeof rule>
export type Api = z.output<typeof api>

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (at, key) => (typeof key === 'number' ? `${at}[${key}]` : `${at}.${String(key)}`),
    'seed'
  )

const describeIssue = (issue: z.core.$ZodIssue): string[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => `${pathOf([...issue.path, key])}: there is no such key`)
    : [`${pathOf(issue.path)}: ${issue.message}`]

/**
 * The seed, checked.
 *
 * @throws TypeError that names each path and what was expected there, never the value found: a seed holds secrets.
 */
export const parseSeed = (seed: unknown): ParsedSeed => {
  const result = seedSchema.safeParse(seed)
  if (result.success) return result.data
  throw new TypeError(result.error.issues.flatMap(describeIssue).join('\n'))
}
