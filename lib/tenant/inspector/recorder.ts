import { decodeJwt, decodeProtectedHeader } from 'jose'
import type { errors, KoaContextWithOIDC, default as OidcProvider } from 'oidc-provider'
import type { Json, JsonObject } from '../../core/auth0/json.js'
import { words } from '../../core/auth0/words.js'
import type { Policy } from '../../core/policy/types.js'
import { claimsByScope } from '../../runtime/claims-by-scope.js'
import { executionsOf, isOurs } from '../../runtime/executions.js'
import type { FlowState, RunResult } from '../../runtime/types.js'
import { userinfoOf } from '../oidc/tokens/userinfo.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { Decision } from '../triggers/decision.js'
import type { PostLoginRun } from '../triggers/post-login.js'
import { boundThen } from './bound-then.js'
import { bytesOf } from './kept.js'
import type { InspectedAction, InspectedLogin, Sent } from './login.js'
import { createInspectedLogins, type InspectedLogins } from './logins.js'

/** Watches logins for the inspector. What it takes no part in goes on without it. */
export interface Recorder {
  logins: InspectedLogins
  /** The policy of the Actions that run from now on; undefined where it is not known. */
  explainBy(policy: Policy | undefined): void
  /** Hears of each run of post-login. @returns the id of its login in the inspector */
  onRun(run: PostLoginRun): string
  /** Records the tokens a provider issues, and the logins it refuses. */
  watch(provider: OidcProvider): void
}

/** What the inspector reads of the store, and only reads. */
type Readable = Pick<TenantStore, 'people' | 'users' | 'userinfoClaims' | 'now'>

type RunInput = PostLoginRun['input']
type RunEnd = NonNullable<PostLoginRun['end']>

const decode = (token: unknown): InspectedLogin['accessToken'] => {
  if (typeof token !== 'string') return undefined
  if (token.split('.').length !== 3) return { type: 'opaque' }
  return {
    type: 'jwt',
    header: decodeProtectedHeader(token) as JsonObject,
    claims: decodeJwt(token) as JsonObject
  }
}

/** What the application asked for. */
const requestedScopes = (given: RunEnd['given']): string[] | undefined =>
  (given?.event.transaction as { requested_scopes?: string[] } | undefined)?.requested_scopes

const claimsAdded = (before: FlowState['claims'], after: FlowState['claims']): string[] =>
  (['idToken', 'accessToken'] as const).flatMap(member =>
    Object.keys(after[member])
      .filter(claim => after[member][claim] !== before[member][claim])
      .map(claim => `${member === 'idToken' ? 'id_token' : 'access_token'} ${claim}`)
  )

/** What each Action did, with the claims it set. */
const actionsOf = ({ actions, trace = [], state }: RunResult): InspectedAction[] =>
  actions.map((report, index) => {
    const before = trace[index]?.state.claims ?? state.claims
    const after = trace[index + 1]?.state.claims ?? state.claims
    return { ...report, claims: claimsAdded(before, after) }
  })

const kindOf = ({ transaction, denied, session }: RunInput): InspectedLogin['kind'] => {
  if (transaction.protocol === 'oauth2-refresh-token') return 'refresh'
  if (transaction.protocol === 'oauth2-password') return 'token request'
  if (denied) return session?.actor ? 'delegation' : 'sign-in'
  return transaction.params.prompt === 'none' ? 'silent authentication' : 'single sign-on'
}

const statusAfter = (decision: Decision, before: InspectedLogin['status']): InspectedLogin['status'] => {
  if (decision.type === 'completed') return 'done'
  // The error that follows says why.
  if (decision.type === 'refused') return before
  return decision.suspension.kind === 'mfa' ? 'waits for a challenge' : 'waits for a redirect'
}

export const createRecorder = (store: Readable): Recorder => {
  const logins = createInspectedLogins(store.now)
  let policy: Policy | undefined
  const byRequest = new WeakMap<object, InspectedLogin>()
  /** How many claims were dropped in the legs so far. */
  const droppedClaims = new WeakMap<InspectedLogin, number>()

  const ofTransaction = (id: string | undefined) =>
    id === undefined ? undefined : logins.list().find(({ transactionId }) => transactionId === id)
  const ofGrant = (id: string | undefined) =>
    id === undefined ? undefined : logins.list().find(({ grantId }) => grantId === id)

  const loginOf = ({ cause, input }: PostLoginRun): InspectedLogin => {
    const { client, session, transaction } = input
    const known = byRequest.get(cause) ?? ofTransaction(transaction.id)
    const login =
      known ?? logins.add({ kind: kindOf(input), client: { id: client.client_id, name: client.name } })
    if (login.kind === 'delegation' && session?.actor) login.actor = session.actor.sub
    login.transactionId = transaction.id
    byRequest.set(cause, login)
    return login
  }

  const sentTo = ({ user, connection }: RunInput): Sent | undefined => {
    const person = connection && store.people.find(connection.name, user.user_id)
    if (!person || connection.strategy === 'auth0') return undefined
    const { user_id: _ownedByAuth0, ...profile } = person.profile as JsonObject
    return {
      connection: connection.display_name ?? connection.name,
      profile: structuredClone(profile)
    }
  }

  const addRun = (
    login: InspectedLogin,
    input: RunInput,
    { result, given }: RunEnd & { result: RunResult }
  ): void => {
    const { denied } = input
    // Somebody who acts as the user brings nothing of the user's, unless the identity provider was asked all the same.
    const isSent = denied && (login.kind !== 'delegation' || Object.keys(denied).length > 0)
    const sent = isSent ? sentTo(input) : undefined
    if (sent) login.sent = sent
    // The state counts from the first leg on.
    const dropped = structuredClone(result.state.dropped.slice(droppedClaims.get(login) ?? 0))
    droppedClaims.set(login, result.state.dropped.length)
    login.runs.push({
      outcome: structuredClone(result.outcome),
      actions: structuredClone(actionsOf(result)),
      ...(given && { given }),
      executions: () => (given ? executionsOf(result, given) : []),
      rules: given?.rules ?? [],
      bound: boundThen(given?.actions ?? [], policy),
      isExplained: result.actions.some(({ name }) => isOurs(name)),
      bytes: bytesOf([given?.event, result]),
      claims: structuredClone(claimsByScope(result.state, requestedScopes(given)).claims),
      dropped,
      ...(result.profileUpdate && { update: structuredClone(result.profileUpdate) })
    })
    const stored = store.users.get(input.user.user_id)
    if (stored) login.stored = stored
    if (policy) login.policy = policy
  }

  const refused = (ctx: KoaContextWithOIDC, error: errors.OIDCProviderError): void => {
    const { client, entities } = ctx.oidc
    const known = byRequest.get(ctx) ?? ofTransaction(entities.Interaction?.cid)
    // A refresh token that is over, or used, is refused before any Action runs.
    const login =
      known ??
      (client && entities.RefreshToken
        ? logins.add({
            kind: 'refresh',
            client: { id: client.clientId, name: client.clientName ?? client.clientId }
          })
        : undefined)
    if (!login) return
    login.status = 'refused'
    login.reason = [error.error, error.error_description].filter(Boolean).join(': ')
    logins.changed(login)
  }

  const issued = (ctx: KoaContextWithOIDC, answer: unknown = ctx.body): void => {
    const login = byRequest.get(ctx) ?? ofGrant(ctx.oidc.entities.Grant?.jti)
    const tokens = answer as Record<string, Json | undefined> | undefined
    if (!login || !tokens) return
    const idToken = decode(tokens.id_token)
    const accessToken = decode(tokens.access_token)
    if (idToken) login.idToken = idToken
    if (accessToken) login.accessToken = accessToken
    login.hasRefreshToken = tokens.refresh_token !== undefined
    login.status = 'done'
    const userinfo = userinfoOf(store, {
      userId: login.user?.id ?? '',
      clientId: login.client.id,
      scopes: new Set(words(tokens.scope))
    })
    if (userinfo) login.userinfo = structuredClone(userinfo)
    logins.changed(login)
  }

  return {
    logins,

    explainBy(next) {
      policy = next
    },

    onRun(run) {
      const login = loginOf(run)
      const { user, connection } = run.input
      login.user = { id: user.user_id, name: typeof user.name === 'string' ? user.name : user.user_id }
      if (connection) {
        const { name, strategy, options } = connection
        login.connection = connection.display_name ?? name
        login.source = { name, strategy, denyList: [...(options.non_persistent_attrs ?? [])] }
      }
      if (run.end) {
        const { result, decision } = run.end
        if (result) addRun(login, run.input, { ...run.end, result })
        if (decision.type === 'completed') login.standardClaims = Object.keys(decision.deniedClaims ?? {})
        login.status = statusAfter(decision, login.status)
      }
      logins.changed(login)
      return login.id
    },

    watch(provider) {
      provider.on('interaction.started', ctx => {
        const login = byRequest.get(ctx)
        const id = ctx.oidc.entities.Interaction?.cid
        if (login && id !== undefined) login.transactionId = id
      })
      provider.on('authorization.success', (ctx, answer) => {
        const login = byRequest.get(ctx)
        const grantId = ctx.oidc.entities.Grant?.jti
        if (login && grantId !== undefined) login.grantId = grantId
        if (answer?.id_token !== undefined || answer?.access_token !== undefined) issued(ctx, answer)
      })
      provider.on('authorization.error', (ctx, error) => refused(ctx, error))
      provider.on('grant.error', (ctx, error) => refused(ctx, error))
      provider.on('grant.success', ctx => issued(ctx))
    }
  }
}
