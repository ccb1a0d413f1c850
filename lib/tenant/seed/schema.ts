import { z } from 'zod'
import {
  denyListEntryMaxChars,
  denyListMaxEntries,
  signupFieldsMax,
  signupNameMaxChars
} from '../../core/auth0/limits.js'
import { clientMetadata } from './client-metadata.js'
import { denyListSettings } from './deny-list-settings.js'
import { organization } from './organizations.js'

const text = z.string().min(1)
const jsonObject = z.record(z.string(), z.json())

/** `options` of a connection: those this tenant goes by are checked, the rest is kept as it is. */
export const connectionOptions = z
  .object({
    non_persistent_attrs: z.array(text.max(denyListEntryMaxChars)).max(denyListMaxEntries).optional(),
    set_user_root_attributes: z.enum(['on_each_login', 'on_first_login', 'never_on_login']).optional()
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

const connection = z.object({
  ...connectionFields,
  id: text.optional(),
  name: text,
  strategy: text,
  options: connectionOptions.default({})
})

const client = z
  .object({
    client_id: text,
    client_secret: text.optional(),
    name: z.string().optional(),
    app_type: z.enum(['regular_web', 'spa', 'native', 'non_interactive']).optional(),
    callbacks: z.array(z.url()).optional(),
    redirect_uris: z.array(z.url()).optional(),
    allowed_logout_urls: z.array(z.url()).optional(),
    web_origins: z.array(z.url()).optional(),
    /** Default: what the type of the application may have, without the password grants. */
    grant_types: z.array(text).optional(),
    /** Whether each refresh token can be used once. Default `non-rotating`. */
    refresh_token: z
      .object({ rotation_type: z.enum(['rotating', 'non-rotating']).optional() })
      .catchall(z.json())
      .optional(),
    client_metadata: clientMetadata.optional()
  })
  .catchall(z.json())

const persona = z.strictObject({
  connection: text,
  profile: z.object({ user_id: text }).catchall(z.json()),
  password: text.optional(),
  user_metadata: jsonObject.optional(),
  app_metadata: jsonObject.optional()
})

const requests = {
  method: z.string().optional(),
  /** How the path begins, below `/api/v2`. */
  path: z.string().optional(),
  /** Of the requests this fits, how many are spared first, and then how many are hit. */
  skip: z.int().min(0).optional(),
  times: z.int().min(1).optional()
}

/** Ways in which the Management API fails, for the tests of tools that must cope. */
export const faults = z.strictObject({
  /** Requests a client may make in `windowSeconds` (default 1). The next one is a 429. */
  rateLimit: z.strictObject({ limit: z.int().min(1), windowSeconds: z.int().min(1).optional() }).optional(),
  requests: z
    .array(
      z.discriminatedUnion('fault', [
        z.strictObject({ ...requests, fault: z.literal('error'), status: z.literal([500, 503]).optional() }),
        /** The connection is cut: before anything is done, or after it was done and instead of the answer. */
        z.strictObject({ ...requests, fault: z.literal('cut'), at: z.enum(['before', 'after']).optional() }),
        z.strictObject({ ...requests, fault: z.literal('slow'), delayMs: z.int().min(0) })
      ])
    )
    .optional()
})

const settings = z.strictObject({
  /** `policy` challenges after all Actions, `challenge` between the first Action and the second. */
  mfa: z.enum(['off', 'policy', 'challenge']).optional(),
  /** What happens to a write that leaves a profile above 10 kB. */
  profileLimit: z.enum(['warn', 'refuse']).optional(),
  /** Whether `https://acme.com/x` sent by an IdP is stored as `https://acme:com/x`. */
  dottedNames: z.enum(['colon', 'as-sent']).optional(),
  /** Which of the limitations of Auth0's Deny List page hold. */
  denyList: denyListSettings.optional(),
  /** `parameter`: `/authorize?ext-actor=<sub>` logs somebody in on behalf of a user. Default `off`. */
  delegation: z.enum(['off', 'parameter']).optional(),
  /** Fields of `user_metadata` the sign-up page asks for. */
  signupFields: z.array(text.max(signupNameMaxChars)).max(signupFieldsMax).optional(),
  /** Whether the tenant log carries the body of a sign-up, as Auth0's can. Default `body`. */
  signupLog: z.enum(['body', 'no-body']).optional(),
  /** How long the build of an Action takes after each change. */
  actionBuildMs: z.int().min(0).optional(),
  /** For how long an export or import is pending. */
  jobMs: z.int().min(0).optional(),
  /** What `/api/v2/tenants/settings` shows beyond a new tenant's. */
  tenant: jsonObject.optional(),
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

const api = z.object({ identifier: text, scopes: z.array(text).optional() })

const seedSchema = z.strictObject({
  tenant: text.optional(),
  connections: z.array(connection).optional(),
  clients: z.array(client).optional(),
  personas: z.array(persona).optional(),
  secrets: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  settings: settings.optional(),
  apis: z.array(api).optional(),
  organizations: z.array(organization).optional(),
  rules: z.array(rule).optional(),
  rulesConfigs: z.record(text, z.string()).optional()
})

/** What a seed file holds. Every key is optional; one that is missing is taken from the built-in seed. */
export type Seed = z.input<typeof seedSchema>
export type ParsedSeed = z.output<typeof seedSchema>
export type Connection = z.output<typeof connection>
export type SeedClient = z.output<typeof client>
export type Persona = z.output<typeof persona>
export type Settings = z.output<typeof settings>
export type SeedRule = z.output<typeof rule>
export type Faults = z.output<typeof faults>
export type Api = z.output<typeof api>

const pathOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (at, key) => (typeof key === 'number' ? `${at}[${key}]` : `${at}.${String(key)}`),
    'seed'
  )

/**
 * The seed, checked.
 *
 * @throws TypeError that names each path and what was expected there, never the value found: a seed holds secrets.
 */
export const parseSeed = (seed: unknown): ParsedSeed => {
  const result = seedSchema.safeParse(seed)
  if (result.success) return result.data
  throw new TypeError(
    result.error.issues.map(({ path, message }) => `${pathOf(path)}: ${message}`).join('\n')
  )
}
