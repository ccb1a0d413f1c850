import type { KoaContextWithOIDC, ResourceServer } from 'oidc-provider'
import { words } from '../../core/auth0/words.js'
import type { Api } from '../seed/schema.js'
import type { Authorization } from '../store/authorization.js'
import { isLoopbackHost, type TenantClient } from '../store/clients.js'

import { type ApiSettings, createApiSettings } from './api-settings.js'
import { scopesForMachine } from './grants/client-grants.js'
import { errors } from './library/library.js'
import { oidcScopes } from './tokens/claims.js'

/** Scopes of the Management API this tenant knows. */
export const managementScopes = [
  'read:users',
  'create:users',
  'update:users',
  'delete:users',
  'update:users_app_metadata',
  'read:connections',
  'create:connections',
  'update:connections',
  'delete:connections',
  'read:connections_options',
  'update:connections_options',
  'read:clients',
  'read:client_keys',
  'create:clients',
  'update:clients',
  'delete:clients',
  'read:actions',
  'create:actions',
  'update:actions',
  'delete:actions',
  'read:rules',
  'create:rules',
  'update:rules',
  'delete:rules',
  'read:rules_configs',
  'update:rules_configs',
  'delete:rules_configs',
  'read:tenant_settings',
  'update:tenant_settings',
  'read:mfa_policies',
  'update:mfa_policies',
  'read:guardian_factors',
  'update:guardian_factors',
  'read:logs',
  'read:logs_users',
  'read:roles',
  'create:roles',
  'update:roles',
  'delete:roles',
  'read:organizations',
  'create:organizations',
  'update:organizations',
  'delete:organizations',
  'read:resource_servers',
  'create:resource_servers',
  'update:resource_servers',
  'delete:resource_servers',
  'read:client_grants',
  'create:client_grants',
  'update:client_grants',
  'delete:client_grants',
  'read:organization_members',
  'create:organization_members',
  'delete:organization_members',
  'read:organization_connections',
  'create:organization_connections',
  'update:organization_connections',
  'delete:organization_connections',
  'create:role_members',
  'read:role_members',
  'read:sessions',
  'delete:sessions',
  'read:refresh_tokens',
  'delete:refresh_tokens',
  'create:user_tickets',
  'read:branding',
  'update:branding',
  'read:prompts',
  'update:prompts',
  'read:attack_protection',
  'update:attack_protection',
  'read:email_templates',
  'update:email_templates',
  'read:email_provider',
  'update:email_provider',
  'read:phone_providers',
  'update:phone_providers',
  'read:phone_templates',
  'update:phone_templates',
  'read:supplemental_signals',
  'update:supplemental_signals',
  'read:risk_assessments',
  'update:risk_assessments',
  'create:email_templates',
  'read:hooks',
  'read:custom_domains',
  'read:log_streams',
  'read:forms',
  'read:flows',
  'read:flows_vault_connections',
  'read:self_service_profiles',
  'read:network_acls',
  'read:user_attribute_profiles',
  'read:connection_profiles',
  'read:token_exchange_profiles',
  'read:rate_limit_policies',
  'read:event_streams',
  'read:scim_config',
  'read:directory_provisionings'
] as const
export type ManagementScope = (typeof managementScopes)[number]

/** Scopes of the Management API a user's own token can have. They reach that user only. */
export const currentUserScopes = [
  'read:current_user',
  'update:current_user_metadata',
  'create:current_user_metadata',
  'delete:current_user_metadata',
  'update:current_user_identities'
] as const
export type CurrentUserScope = (typeof currentUserScopes)[number]

const urnPrefix = 'urn:a0seal:api:'

export interface Apis {
  /** What oidc-provider calls the resource of an audience; undefined for none and for /userinfo. */
  resourceOf(audience: string | undefined): string | undefined
  /** @throws InvalidTarget where what only this tenant makes is not as it makes it. */
  audienceOf(resource: string): string
  isManagement(audience: string): boolean
  settings: ApiSettings
  /** @throws AccessDenied where the audience is unknown or not for this client. */
  serverFor(ctx: KoaContextWithOIDC, resource: string, client: TenantClient | undefined): ResourceServer
}

export interface ApisOptions {
  apis: readonly Api[] | undefined
  authorization: Authorization
  issuer: string
  /** Ports this tenant listens on. */
  ports: readonly number[]
}

const isAbsoluteUri = (text: string): boolean => URL.canParse(text) && !text.includes('#')

/** The audiences access tokens can be asked for. Without a list of APIs any absolute URI is one. */
export const createApis = ({ apis, authorization, issuer, ports }: ApisOptions): Apis => {
  const settings = createApiSettings(authorization)
  // oidc-provider takes absolute URIs only, Auth0 any text.
  const audienceOf = (resource: string): string => {
    if (!resource.startsWith(urnPrefix)) return resource
    try {
      return decodeURIComponent(resource.slice(urnPrefix.length))
    } catch {
      throw new errors.InvalidTarget('The resource is not encoded as a URI.')
    }
  }

  // The scheme is left out: a token from the HTTP side is for the same API as one from the HTTPS side.
  const isManagement = (audience: string) => {
    if (!URL.canParse(audience)) return false
    const { protocol, hostname, port, pathname } = new URL(audience)
    return (
      /^https?:$/.test(protocol) &&
      isLoopbackHost(hostname) &&
      ports.includes(Number(port)) &&
      pathname === '/api/v2/'
    )
  }

  const refuse = (audience: string): never => {
    throw new errors.AccessDenied(`Service not found: ${audience}`)
  }

  const scopesOf = (audience: string, asked: readonly string[]): readonly string[] => {
    if (isManagement(audience)) return managementScopes
    const api = apis?.find(({ identifier }) => identifier === audience)
    if (apis && !api) return refuse(audience)
    return api?.scopes ?? asked
  }

  return {
    audienceOf,
    isManagement,
    settings,
    resourceOf(audience) {
      if (audience === undefined || audience === `${issuer}userinfo`) return undefined
      if (isAbsoluteUri(audience)) return audience
      return apis?.some(({ identifier }) => identifier === audience)
        ? `${urnPrefix}${encodeURIComponent(audience)}`
        : refuse(audience)
    },
    serverFor(ctx, resource, client) {
      const { params, grant, requestParamScopes } = ctx.oidc
      const audience = audienceOf(resource)
      const isMachine = params?.grant_type === 'client_credentials'
      if (isManagement(audience) && isMachine && client?.app_type !== 'non_interactive') refuse(audience)
      const granted = grant?.getResourceScope(resource).split(' ') ?? []
      const isOfUser = isManagement(audience) && !isMachine
      const offered = isOfUser ? currentUserScopes : scopesOf(audience, [...requestParamScopes, ...granted])
      const isSame = (other: string) =>
        isManagement(audience) ? isManagement(other) : audienceOf(other) === audience
      const scopes = isMachine
        ? scopesForMachine(authorization.clientGrants, {
            client,
            audience,
            isSame,
            asked: words(params?.scope),
            offered,
            isOpen: isManagement(audience)
          })
        : offered
      // Auth0 gives a machine that asks for no scope all it may have.
      if (isMachine && params && params.scope === undefined) params.scope = scopes.join(' ') || undefined
      const lifetime = settings.tokenLifetime(audience, ctx)
      return {
        audience,
        scope: [...(isMachine ? [] : oidcScopes), ...scopes].join(' '),
        accessTokenFormat: 'jwt',
        ...(lifetime !== undefined && { accessTokenTTL: lifetime }),
        jwt: { sign: { alg: 'RS256' } }
      }
    }
  }
}
