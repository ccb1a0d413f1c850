import type {
  Configuration,
  KoaContextWithOIDC,
  default as OidcProvider,
  ResourceServer
} from 'oidc-provider'
import { originOf } from '../sessions/origin.js'
import { passwordGrants } from '../store/clients.js'
import type { TenantState } from '../store/tenant-store.js'
import { reportOversize } from '../triggers/write-profile.js'
import { checkPassword, databasesOf } from '../users/credentials.js'
import type { Store } from './adapter.js'
import type { Flow } from './advance.js'
import { createGrants } from './grant.js'
import { errors } from './library.js'
import { logFieldsOf } from './log-events.js'
import { assertCompleted } from './refusals.js'
import { heldClaimsOf, type PendingClaims } from './tokens.js'

export interface PasswordGrantOptions {
  state: TenantState
  store: Store
  flow: Flow
  pending: PendingClaims
  serverFor: (ctx: KoaContextWithOIDC, resource: string) => ResourceServer
  findAccount: NonNullable<Configuration['findAccount']>
}

const parameters = ['username', 'password', 'scope', 'resource', 'realm', 'organization']
const gty = 'password'

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * The password grant, with and without a realm: no browser, no session, the Actions run with protocol `oauth2-password`.
 * @see https://auth0.com/docs/api/authentication/resource-owner-password-flow/get-token
 */
export const addPasswordGrants = (
  provider: OidcProvider,
  { state, store, flow, pending, serverFor, findAccount }: PasswordGrantOptions
): void => {
  const saveGrant = createGrants({ state, store })

  const authenticate = (ctx: KoaContextWithOIDC) => {
    const { username, password, realm, grant_type } = ctx.oidc.params ?? {}
    if (textOf(username) === '' || textOf(password) === '') {
      throw new errors.InvalidRequest('Missing required parameter: username or password')
    }
    const isRealm = grant_type !== 'password'
    if (isRealm && databasesOf(state.connections, textOf(realm)).length === 0) {
      throw new errors.InvalidRequest('unknown or invalid realm')
    }
    const check = checkPassword(state, {
      username: textOf(username),
      password: textOf(password),
      ...(isRealm && { realm: textOf(realm) })
    })
    if (check.type === 'ok') return check.persona
    throw Object.assign(new errors.InvalidGrant('Wrong email or password.'), { status: 403, statusCode: 403 })
  }

  const signIn = (ctx: KoaContextWithOIDC) => {
    const persona = authenticate(ctx)
    const connection = state.connections.find(({ name }) => name === persona.connection)
    if (!connection) throw new errors.InvalidGrant('Wrong email or password.')
    const { ip } = originOf(ctx.req)
    const { user, denied, oversize } = state.users.signIn(persona, { connection, ip })
    if (oversize) {
      const fields = { ...logFieldsOf(ctx), user_id: user.user_id }
      const description = reportOversize(oversize, { log: state.log, fields })
      if (oversize.refused) throw new errors.AccessDenied(description)
    }
    return { user, denied, connection: connection.name }
  }

  const handle = async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { params, client } = ctx.oidc
    if (!params || !client) throw new errors.InvalidClient('no client')
    const login = signIn(ctx)
    const accountId = login.user.user_id
    const completed = assertCompleted(await flow.direct(ctx, login))
    const account = await findAccount(ctx, accountId)
    if (account) ctx.oidc.entity('Account', account)

    const grant = new provider.Grant({ accountId, clientId: client.clientId })
    const resource = textOf(params.resource)
    const server = resource === '' ? undefined : serverFor(ctx, resource)
    const resourceServer = server && new provider.ResourceServer(resource, server)
    if (resourceServer && ctx.oidc.resourceServers) ctx.oidc.resourceServers[resource] = resourceServer
    const grantId = await saveGrant(ctx, completed, {
      grant,
      userId: accountId,
      connection: login.connection
    })
    ctx.oidc.entity('Grant', grant)
    pending.hold(grantId, heldClaimsOf(completed))

    const scopes = ctx.oidc.requestParamScopes
    const token = new provider.AccessToken({ accountId, client, grantId, gty })
    if (resourceServer) token.resourceServer = resourceServer
    token.scope = resourceServer ? grant.getResourceScope(resource) : grant.getOIDCScope()
    ctx.oidc.entity('AccessToken', token)
    const access_token = await token.save()

    const isRenewable = scopes.has('offline_access') && client.grantTypeAllowed('refresh_token')
    const refreshToken = new provider.RefreshToken({
      accountId,
      client,
      grantId,
      gty,
      rotations: 0,
      scope: [...scopes].join(' '),
      ...(resource !== '' && { resource })
    })
    const idToken = new provider.IdToken(
      { ...(await account?.claims('id_token', [...scopes].join(' '), {}, [])), sub: accountId },
      { ctx }
    )
    Object.assign(idToken, { scope: grant.getOIDCScope() })
    ctx.body = {
      access_token,
      expires_in: token.expiration,
      token_type: 'Bearer',
      scope: token.scope,
      ...(scopes.has('openid') && { id_token: await idToken.issue({ use: 'idtoken' }) }),
      ...(isRenewable && { refresh_token: await refreshToken.save() })
    }
  }

  for (const name of passwordGrants) provider.registerGrantType(name, handle, parameters)
}
