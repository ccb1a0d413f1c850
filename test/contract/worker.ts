import type { JsonObject } from '../../lib/core/auth0/json.js'
import { signSessionToken } from '../../lib/runtime/api/login/session-token.js'
import { createRuntime } from '../../lib/runtime/thread/pool.js'
import type { DeployedAction, RunResult } from '../../lib/runtime/types.js'
import { fixtureTime, postLoginEvent } from '../../lib/testing/index.js'
import type { ContractCase, ContractReturn, Differences, Observed, Subject } from './subject.js'

const now = Date.parse(fixtureTime)
const state = 'continue-state'
const iat = now / 1000

const deployedOf = ({ actions }: ContractCase): DeployedAction[] =>
  actions.map(({ code, name, secrets = {}, modules = {} }, index) => ({
    name: name ?? `action-${index + 1}`,
    code,
    secrets,
    modules: Object.entries(modules).map(([module, source]) => ({ name: module, ...source }))
  }))

type User = JsonObject & { app_metadata: JsonObject; user_metadata: JsonObject }
type Event = JsonObject & { user: User; request: JsonObject }

const merge = (stored: JsonObject, update: JsonObject = {}): JsonObject =>
  Object.fromEntries(Object.entries({ ...stored, ...update }).filter(([, value]) => value !== null))

/** The event after a result: its profile stored, the request the one that comes back. */
const nextEvent = (event: Event, { outcome, profileUpdate }: RunResult, { token }: ContractReturn): Event => {
  const { user, request } = event
  const claims = {
    iat,
    exp: iat + 60,
    iss: 'https://consent.test/',
    sub: user.user_id,
    state,
    ...token?.payload
  }
  const answer = token && { session_token: signSessionToken(claims, token.secret) }
  return {
    ...event,
    request: outcome.type === 'redirect' ? { ...request, query: { state, ...answer } } : request,
    user: {
      ...user,
      app_metadata: merge(user.app_metadata, profileUpdate?.app_metadata),
      user_metadata: merge(user.user_metadata, profileUpdate?.user_metadata)
    }
  }
}

const differences: Differences = {
  'a target scope that is taken away takes its claims along': {
    reason: 'what becomes of a claim whose scope is gone is for those who issue the tokens',
    instead: {
      outcome: 'completed',
      claims: { idToken: { nickname: 'annie' }, accessToken: {} },
      dropped: []
    }
  },
  'a standard claim goes with the scope an Action takes away': {
    reason: 'what becomes of a claim whose scope is gone is for those who issue the tokens',
    instead: {
      outcome: 'completed',
      claims: { idToken: { nickname: 'annie' }, accessToken: {} },
      dropped: []
    }
  }
}

/** The runtime of the local tenant, as it is. */
export const worker = (): Subject => {
  const runtime = createRuntime()
  return {
    name: 'the worker runtime',
    differences,
    stop: () => runtime.stop(),
    async login(contractCase): Promise<Observed> {
      const request = { trigger: 'post-login' as const, actions: deployedOf(contractCase), now }
      let event = JSON.parse(JSON.stringify(postLoginEvent(contractCase.event))) as Event
      let result = await runtime.run({ ...request, event })
      const results = [result]
      for (const back of contractCase.returns ?? []) {
        event = nextEvent(event, result, back)
        result = await runtime.run({ ...request, event, resume: result.state })
        results.push(result)
      }
      const { outcome, profileUpdate } = result
      const reports = results.flatMap(({ actions }) => actions)
      return {
        outcome: outcome.type,
        ...(outcome.type === 'denied' && { reason: outcome.reason }),
        ...(outcome.type === 'failed' && { reason: outcome.message }),
        claims: result.state.claims,
        dropped: result.state.dropped.map(({ token, claim, reason }) => ({ token, claim, reason })),
        appMetadata: merge(event.user.app_metadata, profileUpdate?.app_metadata),
        userMetadata: merge(event.user.user_metadata, profileUpdate?.user_metadata),
        writes: results.filter(({ profileUpdate: update }) => update).length,
        logs: reports.flatMap(({ log }) => log.split('\n').filter(Boolean)),
        executions: reports.map(({ name, handler }) => `${name} ${handler}`)
      }
    }
  }
}
