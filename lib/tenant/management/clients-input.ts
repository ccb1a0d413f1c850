import { z } from 'zod'
import type { Json } from '../../core/auth0/json.js'

/** @see https://auth0.com/docs/manage-users/user-accounts/metadata/configure-application-metadata */
const metadataText = z
  .string()
  .max(255)
  .regex(/^[\x20-\x7e]*$/, 'Expected ASCII characters')

const urls = z.array(z.url())

/** What logins go by. */
const used = {
  name: z
    .string()
    .min(1)
    .regex(/^[^<>]+$/, 'Expected no < and no >'),
  app_type: z.enum(['regular_web', 'spa', 'native', 'non_interactive']),
  client_secret: z.string().min(1),
  callbacks: urls,
  allowed_logout_urls: urls,
  web_origins: urls,
  grant_types: z.array(z.string().min(1)),
  client_metadata: z.record(metadataText.min(1), metadataText.nullable()),
  refresh_token: z
    .object({ rotation_type: z.enum(['rotating', 'non-rotating']).optional() })
    .catchall(z.json())
    .nullable()
}

/** Fields of Auth0's that change no login here. They are kept as they are, and shown again. */
const keptNames = [
  'addons',
  'allowed_clients',
  'allowed_origins',
  'async_approval_notification_channels',
  'client_aliases',
  'client_authentication_methods',
  'compliance_level',
  'cross_origin_auth',
  'cross_origin_authentication',
  'cross_origin_loc',
  'custom_login_page',
  'custom_login_page_on',
  'custom_login_page_preview',
  'default_organization',
  'description',
  'encryption_key',
  'express_configuration',
  'form_template',
  'initiate_login_uri',
  'is_first_party',
  'is_token_endpoint_ip_header_trusted',
  'jwt_configuration',
  'logo_uri',
  'mobile',
  'my_organization_configuration',
  'native_social_login',
  'oidc_backchannel_logout',
  'oidc_conformant',
  'oidc_logout',
  'organization_discovery_methods',
  'organization_require_behavior',
  'organization_usage',
  'par_request_expiry',
  'require_proof_of_possession',
  'require_pushed_authorization_requests',
  'resource_server_identifier',
  'session_transfer',
  'signed_request_object',
  'skip_non_verifiable_callback_uri_confirmation_prompt',
  'sso',
  'sso_disabled',
  'token_endpoint_auth_method',
  'token_exchange',
  'token_quota'
] as const
const anything: z.ZodType<Json> = z.json()
const kept = Object.fromEntries(keptNames.map(name => [name, anything])) as Record<
  (typeof keptNames)[number],
  typeof anything
>

export const patchBody = z.strictObject({ ...kept, ...used }).partial()
export const createBody = patchBody.required({ name: true })
export type ClientPatch = z.output<typeof patchBody>
