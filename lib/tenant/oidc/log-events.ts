import type { KoaContextWithOIDC, default as OidcProvider } from 'oidc-provider'
import { originOf } from '../sessions/origin.js'
import type { LogFields, LogType, TenantLog } from '../store/log.js'

const tokenTypes: Record<string, [success: LogType, failure: LogType]> = {
  authorization_code: ['seacft', 'feacft'],
  refresh_token: ['sertft', 'fertft'],
  client_credentials: ['seccft', 'feccft'],
  password: ['sepft', 'fepft'],
  'http://auth0.com/oauth/grant-type/password-realm': ['sepft', 'fepft']
}

/** Who and where from, of any request oidc-provider answers. */
export const logFieldsOf = ({ oidc, req }: KoaContextWithOIDC): LogFields => {
  const { client, account, session, params } = oidc
  const userId = account?.accountId ?? session?.accountId
  const { ip, hostname, user_agent } = originOf(req)
  return {
    ...(client && { client_id: client.clientId, client_name: client.clientName ?? client.clientId }),
    ...(userId !== undefined && { user_id: userId }),
    ...(typeof params?.scope === 'string' && { scope: params.scope }),
    ip,
    hostname,
    ...(user_agent !== undefined && { user_agent })
  }
}

/** Writes what oidc-provider answers to the tenant log: token exchanges, failed logins, its own failures. */
export const logProvider = (provider: OidcProvider, log: TenantLog): void => {
  const typesOf = (ctx: KoaContextWithOIDC) => tokenTypes[String(ctx.oidc.params?.grant_type)]

  provider.on('grant.success', ctx => {
    const types = typesOf(ctx)
    if (types) log.add(types[0], logFieldsOf(ctx))
  })
  provider.on('grant.error', (ctx, error) => {
    const types = typesOf(ctx)
    if (types)
      log.add(types[1], { ...logFieldsOf(ctx), description: error.error_description ?? error.message })
  })
  provider.on('authorization.error', (ctx, error) => {
    const isSilent = ctx.oidc.params?.prompt === 'none'
    log.add(isSilent ? 'fsa' : 'f', {
      ...logFieldsOf(ctx),
      description: error.error_description ?? error.message
    })
  })
  provider.on('revocation.error', (ctx, error) => {
    log.add('w', { ...logFieldsOf(ctx), description: error.error_description ?? error.message })
  })
  provider.on('server_error', (ctx, error) => {
    log.add('w', { ...logFieldsOf(ctx), description: `${error.name}: ${error.message}` })
  })
}
