import { isDeepStrictEqual } from 'node:util'
import { decodeJwt } from 'jose'
import type { JsonObject } from '../../lib/core/auth0/json.js'
import { standardClaimScopes } from '../../lib/core/auth0/reserved.js'
import { signSessionToken } from '../../lib/runtime/api/login/session-token.js'
import { createRuntime } from '../../lib/runtime/thread/pool.js'
import type { BoundAction } from '../../lib/tenant/actions/read-folder.js'
import { login, type Tokens } from '../../lib/tenant/client/login.js'
import type { Seed } from '../../lib/tenant/seed/schema.js'
import { startTenant, type Tenant } from '../../lib/tenant/start.js'
import type { Execution } from '../../lib/tenant/store/log.js'
import { fixtureTime, type PostLoginEvent, postLoginEvent } from '../../lib/testing/index.js'
import { frozen } from './frozen.js'
import type { ContractCase, ContractReturn, Differences, Observed, Subject } from './subject.js'

const audience = 'https://api.acme.test'
const password = 'test password'
const iat = Date.parse(fixtureTime) / 1000

/** What a seed can say of a login; the rest of its event comes from the browser and from the tenant. */
const seeded = new Set(['tenant', 'client', 'connection', 'user'])

const boundOf = ({ actions }: ContractCase): BoundAction[] =>
  actions.map(({ code, name, secrets = {}, modules = {} }, index) => ({
    name: name ?? `action-${index + 1}`,
    code,
    secrets,
    modules: Object.entries(modules).map(([module, source]) => ({ name: module, ...source }))
  }))

/** The tenant in which a login is the one of the event, as far as a login can be. */
const seedOf = ({ tenant, client, connection, user }: PostLoginEvent): Seed => {
  const { app_metadata, user_metadata, identities: _identities, ...profile } = user
  const { id, name, strategy } = connection
  return JSON.parse(
    JSON.stringify({
      tenant: tenant.id,
      connections: [{ id, name, strategy }],
      clients: [
        {
          client_id: client.client_id,
          client_secret: 'test secret of the application',
          name: client.name,
          client_metadata: client.metadata
        }
      ],
      personas: [{ connection: name, profile, password, app_metadata, user_metadata }]
    })
  )
}

/** The way back from the page an Action sent the browser to, with what the page has signed. */
const wayBack = (tenant: Tenant, userId: string, returns: ContractReturn[]) => (url: URL) => {
  const { token } = returns.shift() ?? {}
  const state = url.searchParams.get('state') ?? ''
  const back = new URL('continue', tenant.issuer)
  back.searchParams.set('state', state)
  if (token) {
    const claims = { iat, exp: iat + 60, iss: 'https://consent.test/', sub: userId, state, ...token.payload }
    back.searchParams.set('session_token', signSessionToken(claims, token.secret))
  }
  return back
}

const protocolClaims = new Set('iss sub aud azp iat exp jti nonce sid at_hash auth_time scope'.split(' '))

/** Without what a token has when there are no Actions: claims of the protocol and of the stored profile. */
const addedClaims = (token: string | undefined, user: JsonObject): JsonObject => {
  const claims = token === undefined ? {} : (decodeJwt(token) as JsonObject)
  const isOwn = ([name, value]: [string, unknown]) =>
    !protocolClaims.has(name) && !(standardClaimScopes.has(name) && isDeepStrictEqual(value, user[name]))
  return Object.fromEntries(Object.entries(claims).filter(isOwn))
}

const suspending = new Set<Execution['outcome']>(['redirect', 'challenge', 'prompt'])

/** How the Actions ended by the log of executions. Whether there are tokens must agree, and each suspension has its return. */
const outcomeOf = (
  executions: readonly Execution[],
  { tokens, returns }: { tokens: Tokens | undefined; returns: number }
): Execution['outcome'] => {
  const outcomes = executions.map(({ outcome }) => outcome)
  const suspensions = outcomes.filter(outcome => suspending.has(outcome))
  const outcome = outcomes.at(-1)
  if (!outcome || suspensions.length !== returns || (outcome === 'completed') !== (tokens !== undefined)) {
    throw new Error(`the executions ended with ${outcomes}, ${tokens ? 'with' : 'without'} tokens`)
  }
  return outcome
}

const differences: Differences = {
  'roles and country are those of the login': {
    reason: 'a login here comes from loopback, without a country, and nobody has roles',
    throws: 'no seed leads to event.authorization, event.request'
  },
  'a form suspends, and the same Action continues': {
    reason: 'the tenant renders no forms: it refuses the login',
    instead: { outcome: 'prompt', reason: 'The local tenant renders no forms (api.prompt.render).' }
  },
  'a deny without a reason denies': {
    reason: 'an empty error_description is left out of the callback',
    instead: { outcome: 'denied' }
  },
  'a deny with nothing at all denies': {
    reason: 'an empty error_description is left out of the callback',
    instead: { outcome: 'denied' }
  },
  'a target scope that is taken away takes its claims along': {
    reason: 'the claim is left out when the token is issued, after the log of the execution was written',
    instead: { outcome: 'completed', claims: { idToken: {}, accessToken: {} }, dropped: [] }
  },
  'a standard claim goes with the scope an Action takes away': {
    reason: 'the claim is left out when the token is issued, after the log of the execution was written',
    instead: { outcome: 'completed', claims: { idToken: {}, accessToken: {} }, dropped: [] }
  }
}

/** The local tenant, seen through a browser, the tokens, the stored profile and the log of executions. */
export const tenant = (): Subject => {
  const runtime = createRuntime()
  return {
    name: 'the local tenant',
    differences,
    stop: () => runtime.stop(),
    async login(contractCase): Promise<Observed> {
      const foreign = Object.keys(contractCase.event ?? {}).filter(member => !seeded.has(member))
      if (foreign.length > 0) throw new TypeError(`no seed leads to event.${foreign.join(', event.')}`)
      const event = postLoginEvent(contractCase.event)
      const { user_id, email = '' } = event.user
      const started = await startTenant({
        actions: boundOf(contractCase),
        seed: seedOf(event),
        httpsPort: false,
        runtime: frozen(runtime, Date.parse(fixtureTime))
      })
      try {
        const { callback, tokens } = await login(started, {
          client_id: event.client.client_id,
          audience,
          username: email,
          password,
          onRedirect: wayBack(started, user_id, [...(contractCase.returns ?? [])])
        })
        const executions = started.executions()
        const user = started.user(user_id)
        const reports = executions.flatMap(({ actions }) => actions)
        const reason = callback.get('error_description')
        return {
          outcome: outcomeOf(executions, { tokens, returns: contractCase.returns?.length ?? 0 }),
          ...(reason !== null && { reason }),
          claims: {
            idToken: addedClaims(tokens?.id_token, user ?? {}),
            accessToken: addedClaims(tokens?.access_token, user ?? {})
          },
          dropped: (executions.at(-1)?.dropped ?? []).map(({ token, claim, reason: why }) => ({
            token,
            claim,
            reason: why
          })),
          appMetadata: user?.app_metadata ?? {},
          userMetadata: user?.user_metadata ?? {},
          writes: started.profileWrites(user_id),
          logs: reports.flatMap(({ log }) => log.split('\n').filter(Boolean)),
          executions: reports.map(({ name, handler }) => `${name} ${handler}`)
        }
      } finally {
        await started.stop()
      }
    }
  }
}
