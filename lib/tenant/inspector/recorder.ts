import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { errors, KoaContextWithOIDC, default as OidcProvider } from 'oidc-provider'
import type { Json, JsonObject } from '../../core/auth0/json.js'
import type { RunResult } from '../../runtime/types.js'
import type { Advance, Flow } from '../oidc/advance.js'
import { userinfoOf } from '../oidc/userinfo.js'
import type { Transaction } from '../sessions/transactions.js'
import type { TenantClient } from '../store/clients.js'
import type { TenantState } from '../store/tenant-store.js'
import type { EventInput } from '../triggers/event.js'
import { type Arrived, createInspectedLogins, type InspectedLogin, type InspectedLogins } from './logins.js'

/** A run of the Actions as the flow saw it. */
export interface SeenRun {
  client: TenantClient
  input: Pick<EventInput, 'user' | 'denied' | 'connection' | 'transaction'>
  result: RunResult
}

/** Watches logins for the inspector. What it takes no part in goes on without it. */
export interface Recorder {
  logins: InspectedLogins
  /** The flow, with its logins recorded. */
  observe(flow: Flow): Flow
  /** To be called by the flow after each run. */
  ran(ctx: KoaContextWithOIDC, run: SeenRun): void
  /** Records the tokens a provider issues, and the logins it refuses. */
  watch(provider: OidcProvider): void
}

/** Members of the state the inspector reads, and only reads. */
type Readable = Pick<TenantState, 'personas' | 'users' | 'records' | 'now'>

const decode = (token: unknown): InspectedLogin['accessToken'] => {
  if (typeof token !== 'string') return undefined
  if (token.split('.').length !== 3) return { type: 'opaque' }
  return {
    type: 'jwt',
    header: decodeProtectedHeader(token) as JsonObject,
    claims: decodeJwt(token) as JsonObject
  }
}

const keysOf = ({ profileUpdate }: RunResult): string[] =>
  Object.entries(profileUpdate ?? {}).flatMap(([name, members]) =>
    Object.keys(members).map(key => `${name}.${key}`)
  )

const isSilent = (ctx: KoaContextWithOIDC): boolean => ctx.oidc.params?.prompt === 'none'

export const createRecorder = (state: Readable): Recorder => {
  const logins = createInspectedLogins(state.now)
  const byTransaction = new WeakMap<Transaction, InspectedLogin>()
  const byRequest = new WeakMap<KoaContextWithOIDC, InspectedLogin>()
  const grants = new WeakMap<InspectedLogin, string>()
  const transactions = new WeakMap<InspectedLogin, Transaction>()

  const begin = (ctx: KoaContextWithOIDC, kind: InspectedLogin['kind']): InspectedLogin => {
    const { client } = ctx.oidc
    const id = client?.clientId ?? ''
    const login = logins.add({ kind, client: { id, name: client?.clientName ?? id } })
    byRequest.set(ctx, login)
    return login
  }

  const loginOf = (ctx: KoaContextWithOIDC, transaction: Transaction): InspectedLogin => {
    const { arrival } = transaction
    const unasked = isSilent(ctx) ? 'silent authentication' : 'single sign-on'
    const asked = arrival?.actor ? 'delegation' : 'sign-in'
    const login = byTransaction.get(transaction) ?? begin(ctx, arrival ? asked : unasked)
    if (arrival?.actor) login.actor = arrival.actor.sub
    byTransaction.set(transaction, login)
    transactions.set(login, transaction)
    byRequest.set(ctx, login)
    return login
  }

  const note = (login: InspectedLogin, advance: Advance): void => {
    if (advance.type === 'suspended')
      login.status = advance.suspension.kind === 'mfa' ? 'waits for a challenge' : 'waits for a redirect'
    if (advance.type === 'completed') login.status = 'done'
    logins.changed(login)
  }

  const arrivedOf = ({ user, connection }: SeenRun['input']): Arrived | undefined => {
    if (!connection || connection.strategy === 'auth0') return undefined
    const persona = state.personas.find(
      ({ connection: name, profile }) => name === connection.name && profile.user_id === user.user_id
    )
    if (!persona) return undefined
    const { user_id: _ownedByAuth0, ...profile } = persona.profile as JsonObject
    return {
      connection: connection.display_name ?? connection.name,
      profile: structuredClone(profile),
      denyList: [...(connection.options.non_persistent_attrs ?? [])]
    }
  }

  const refused = (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError): void => {
    const cid = ctx.oidc.entities.Interaction?.cid
    const login =
      byRequest.get(ctx) ??
      logins.list().find(each => cid !== undefined && transactions.get(each)?.id === cid)
    if (!login) return
    login.status = 'refused'
    login.reason = [error.error, error.error_description].filter(Boolean).join(': ')
    logins.changed(login)
  }

  const issued = (ctx: KoaContextWithOIDC): void => {
    const grantId = ctx.oidc.entities.Grant?.jti
    const login =
      byRequest.get(ctx) ?? logins.list().find(each => grantId !== undefined && grants.get(each) === grantId)
    const tokens = ctx.body as Record<string, Json | undefined> | undefined
    if (!login || !tokens) return
    const idToken = decode(tokens.id_token)
    const accessToken = decode(tokens.access_token)
    if (idToken) login.idToken = idToken
    if (accessToken) login.accessToken = accessToken
    login.hasRefreshToken = tokens.refresh_token !== undefined
    login.status = 'done'
    const userinfo = userinfoOf(state, {
      userId: login.user?.id ?? '',
      clientId: login.client.id,
      scopes: new Set(String(tokens.scope ?? '').split(' '))
    })
    if (userinfo) login.userinfo = structuredClone(userinfo)
    logins.changed(login)
  }

  return {
    logins,
    observe: flow => ({
      ...flow,
      async advance(ctx, transaction) {
        const { suspension } = transaction
        if (suspension && !suspension.resumedBy) return flow.advance(ctx, transaction)
        const login = loginOf(ctx, transaction)
        const advance = await flow.advance(ctx, transaction)
        note(login, advance)
        return advance
      },
      async refresh(ctx) {
        const login = begin(ctx, 'refresh')
        const advance = await flow.refresh(ctx)
        note(login, advance)
        return advance
      }
    }),

    ran(ctx, { client, input, result }) {
      const login = byRequest.get(ctx) ?? begin(ctx, 'token request')
      const { user, denied, connection } = input
      login.client = { id: client.client_id, name: client.name }
      login.user = { id: user.user_id, name: typeof user.name === 'string' ? user.name : user.user_id }
      if (connection) login.connection = connection.display_name ?? connection.name
      // Somebody who acts as the user brings nothing of the user's, unless the identity provider was asked all the same.
      const isBrought = denied && (login.kind !== 'delegation' || Object.keys(denied).length > 0)
      const arrived = isBrought ? arrivedOf(input) : undefined
      if (arrived) login.arrived = arrived
      login.runs.push({
        outcome: structuredClone(result.outcome),
        actions: structuredClone(result.actions),
        // The state counts from the first leg on.
        dropped: structuredClone(result.state.dropped.slice(login.runs.flatMap(run => run.dropped).length)),
        wrote: keysOf(result)
      })
      const stored = state.users.get(user.user_id)
      if (stored) login.stored = stored
      logins.changed(login)
    },

    watch(provider) {
      provider.on('authorization.success', ctx => {
        const login = byRequest.get(ctx)
        const grantId = ctx.oidc.entities.Grant?.jti
        if (login && grantId !== undefined) grants.set(login, grantId)
      })
      provider.on('authorization.error', (ctx, error) => refused(ctx, error))
      provider.on('grant.error', (ctx, error) => refused(ctx, error))
      provider.on('grant.success', issued)
    }
  }
}
