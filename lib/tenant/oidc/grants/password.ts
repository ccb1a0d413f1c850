import { randomUUID } from 'node:crypto'
import type {
  Configuration,
  KoaContextWithOIDC,
  default as OidcProvider,
  ResourceServer
} from 'oidc-provider'
import { originOf, parametersOf } from '../../sessions/origin.js'
import { passwordGrants } from '../../store/clients.js'
import type { Completed } from '../../triggers/decision.js'
import { reportOversize } from '../../triggers/write-profile.js'
import { databasesOf } from '../../users/connections.js'
import { checkPassword } from '../../users/database-users.js'
import { textOf, type User } from '../../users/users.js'
import { aboutRequest, assertCompleted, forbidden } from '../advance.js'
import { createGrants } from '../grant.js'
import type { OidcContext } from '../issuer.js'
import { errors } from '../library/library.js'
import { logFieldsOf } from '../log-events.js'
import { heldClaimsOf } from '../tokens/tokens.js'

export interface PasswordGrantOptions {
  context: OidcContext
  serverFor: (ctx: KoaContextWithOIDC, resource: string) => ResourceServer
  findAccount: NonNullable<Configuration['findAccount']>
}

/** A user who has logged in without a browser. */
interface DirectLogin {
  user: User
  connection: string
}

const parameters = ['username', 'password', 'scope', 'resource', 'realm', 'organization']
const gty = 'password'

const wrongPassword = () =>
  forbidden(new errors.CustomOIDCProviderError('invalid_grant', 'Wrong email or password.'))

/**
 * The password grant, with and without a realm: no browser, no session, the Actions run with protocol `oauth2-password`.
 * @see https://auth0.com/docs/api/authentication/resource-owner-password-flow/get-token
 */
export const addPasswordGrants = (
  provider: OidcProvider,
  { context, serverFor, findAccount }: PasswordGrantOptions
): void => {
  const { store, triggers, pending } = context
  const saveGrant = createGrants(context)

  const authenticate = (ctx: KoaContextWithOIDC) => {
    const params = ctx.oidc.params ?? {}
    const username = textOf(params.username) ?? ''
    const password = textOf(params.password) ?? ''
    if (username === '' || password === '') {
      throw new errors.InvalidRequest('Missing required parameter: username or password')
    }
    const realm = params.grant_type === 'password' ? undefined : (textOf(params.realm) ?? '')
    if (realm !== undefined && databasesOf(store.connections, realm).length === 0) {
      throw new errors.InvalidRequest('unknown or invalid realm')
    }
    const check = checkPassword(store, { username, password, realm })
    if (check.type === 'ok') return check.person
    throw wrongPassword()
  }

  const signIn = (ctx: KoaContextWithOIDC): DirectLogin => {
    const person = authenticate(ctx)
    const connection = store.connections.find(({ name }) => name === person.connection)
    if (!connection) throw wrongPassword()
    const { ip } = originOf(ctx.req)
    const { user, oversize } = store.users.signIn(person, { connection, ip })
    if (oversize) {
      const fields = { ...logFieldsOf(ctx), user_id: user.user_id }
      const description = reportOversize(oversize, { log: store.log, fields })
      if (oversize.refused) throw new errors.AccessDenied(description)
    }
    return { user, connection: connection.name }
  }

  const runActions = async (
    ctx: KoaContextWithOIDC,
    { user, connection }: DirectLogin
  ): Promise<Completed> => {
    const body = parametersOf(ctx.oidc.body)
    const { decision } = await triggers.postLogin({
      ...aboutRequest(context, ctx, ctx.oidc.params?.resource),
      user,
      session: undefined,
      connectionName: connection,
      organization: body.organization,
      transaction: { id: randomUUID(), protocol: 'oauth2-password', params: body },
      request: { method: 'POST', query: {}, body }
    })
    if (decision.type === 'suspended' && decision.suspension.kind === 'mfa') {
      throw forbidden(
        new errors.CustomOIDCProviderError('mfa_required', 'Multifactor authentication required')
      )
    }
    return assertCompleted(decision)
  }

  const handle = async (ctx: KoaContextWithOIDC): Promise<void> => {
    const { params, client } = ctx.oidc
    if (!params || !client) throw new errors.InvalidClient('no client')
    const login = signIn(ctx)
    const accountId = login.user.user_id
    const completed = await runActions(ctx, login)
    const account = await findAccount(ctx, accountId)
    if (account) ctx.oidc.entity('Account', account)

    const grant = new provider.Grant({ accountId, clientId: client.clientId })
    const resource = textOf(params.resource) ?? ''
    const server = resource === '' ? undefined : serverFor(ctx, resource)
    const resourceServer = server && new provider.ResourceServer(resource, server)
    if (resourceServer && ctx.oidc.resourceServers) ctx.oidc.resourceServers[resource] = resourceServer
    pending.attach(ctx, heldClaimsOf(completed))
    const grantId = await saveGrant(ctx, completed, {
      grant,
      userId: accountId,
      connection: login.connection
    })
    ctx.oidc.entity('Grant', grant)

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
