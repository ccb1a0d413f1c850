import { Hono } from 'hono'
import type { ManagementScope } from '../oidc/apis.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { refuse } from './errors.js'
import { sendList } from './paging.js'

/** Lists of what is not simulated: there is none of it here, and tools that read a whole tenant go on. */
const lists: readonly [path: string, scope: ManagementScope, name?: string][] = [
  ['/hooks', 'read:hooks', 'hooks'],
  ['/custom-domains', 'read:custom_domains'],
  ['/log-streams', 'read:log_streams'],
  ['/event-streams', 'read:event_streams', 'eventStreams'],
  ['/forms', 'read:forms', 'forms'],
  ['/flows', 'read:flows', 'flows'],
  ['/flows/vault/connections', 'read:flows_vault_connections', 'connections'],
  ['/self-service-profiles', 'read:self_service_profiles', 'self_service_profiles'],
  ['/network-acls', 'read:network_acls', 'network_acls'],
  ['/user-attribute-profiles', 'read:user_attribute_profiles', 'user_attribute_profiles'],
  ['/connection-profiles', 'read:connection_profiles', 'connection_profiles'],
  ['/token-exchange-profiles', 'read:token_exchange_profiles', 'token_exchange_profiles'],
  ['/rate-limit-policies', 'read:rate_limit_policies', 'rate_limit_policies'],
  ['/prompts/rendering', 'read:prompts', 'configs'],
  ['/guardian/factors/sms/templates', 'read:guardian_factors'],
  ['/organizations/:id/client-grants', 'read:client_grants', 'client_grants'],
  ['/organizations/:id/clients', 'read:organizations', 'clients'],
  ['/organizations/:id/invitations', 'read:organizations', 'invitations'],
  ['/organizations/:id/discovery-domains', 'read:organizations', 'domains'],
  ['/connections-directory-provisionings', 'read:connections', 'directory_provisionings']
]

/** Always an object around the list, whatever the query says. */
const wrapped: readonly [path: string, scope: ManagementScope, name: string][] = [
  ['/branding/phone/providers', 'read:branding', 'providers'],
  ['/branding/phone/templates', 'read:branding', 'templates']
]

/** One of something that a tenant may lack, and this one does. */
const missing: readonly [path: string, scope: ManagementScope][] = [
  ['/connections/:id/scim-configuration', 'read:scim_config'],
  ['/branding/themes/default', 'read:branding'],
  ['/branding/templates/universal-login', 'read:branding'],
  ['/emails/provider', 'read:email_provider']
]

/** Answers as a tenant that has nothing of these. To write them is not simulated. */
export const createEmptyRoutes = () => {
  const app = new Hono<ManagementEnv>()
  for (const [path, scope, name] of lists) {
    app.get(path, requireScope(scope), c =>
      name === undefined ? c.json([]) : sendList(c, [], { name, idOf: () => '', show: item => item })
    )
  }
  for (const [path, scope, name] of wrapped) app.get(path, requireScope(scope), c => c.json({ [name]: [] }))
  for (const [path, scope] of missing) {
    app.get(path, requireScope(scope), c => refuse(c, 404, 'There is none on this tenant.', 'not_found'))
  }
  return app
}
