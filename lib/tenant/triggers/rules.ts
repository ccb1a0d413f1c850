import { isPlainObject, type JsonObject } from '../../core/auth0/json.js'
import { readRuleContext } from '../../runtime/rules/rule-context.js'
import type { RuleReport, RulesOutcome, RuleTenant, RuleWrite } from '../../runtime/rules/rule-types.js'
import type { Runtime } from '../../runtime/runtime.js'
import { startState } from '../../runtime/state.js'
import type { FlowState, Outcome } from '../../runtime/types.js'
import type { LogFields } from '../store/log.js'
import { enabledRules } from '../store/rules.js'
import type { TenantStore } from '../store/tenant-store.js'
import { present } from './event-parts.js'
import { reportOversize } from './write-profile.js'

const objectOf = (value: unknown): JsonObject => (isPlainObject(value) ? (value as JsonObject) : {})
const objectsOf = (value: unknown): JsonObject[] => (Array.isArray(value) ? value.map(objectOf) : [])
const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** The profile as a Rule gets it: metadata is missing where there is none. */
const ruleUser = ({ enrolledFactors: _factors, ...user }: JsonObject): JsonObject => {
  const isNone = (value: unknown) => isPlainObject(value) && Object.keys(value).length === 0
  const hasValue = ([name, value]: [string, unknown]) =>
    (name !== 'app_metadata' && name !== 'user_metadata') || !isNone(value)
  return Object.fromEntries(Object.entries(user).filter(hasValue))
}

/**
 * The `context` in the place of a post-login event. Without the options of the connection, which can hold secrets.
 * @see https://auth0.com/docs/customize/rules/context-object
 */
const ruleContext = (event: JsonObject): JsonObject => {
  const { tenant, client, connection, session, transaction, stats, request } = event
  const { client_id: clientID, name: clientName, metadata: clientMetadata } = objectOf(client)
  const { id: connectionID, name, strategy, metadata: connectionMetadata } = objectOf(connection)
  const { ip, hostname, user_agent: userAgent, query, body, geoip } = objectOf(request)
  const { id: sessionID, clients } = objectOf(session)
  const current_clients = objectsOf(clients).map(({ client_id }) => String(client_id))
  const methods = objectsOf(objectOf(event.authentication).methods)
  return present({
    tenant: objectOf(tenant).id,
    clientID,
    clientName,
    clientMetadata,
    connectionID,
    connection: name,
    connectionStrategy: strategy,
    connectionOptions: {},
    connectionMetadata,
    protocol: objectOf(transaction).protocol,
    stats: { loginsCount: objectOf(stats).logins_count ?? 0 },
    sso: {
      with_auth0: current_clients.length > 1,
      with_dbconn: session !== undefined && strategy === 'auth0',
      current_clients
    },
    idToken: {},
    accessToken: {},
    sessionID,
    request: present({ userAgent, ip, hostname, query, body, geoip }),
    authentication: event.authentication && {
      methods: methods.map(method => ({ ...method, timestamp: Date.parse(String(method.timestamp)) }))
    },
    authorization: event.authorization,
    organization: event.organization
  })
}

/** With which state the Actions begin after these Rules. */
const stateAfter = (context: JsonObject, event: JsonObject): FlowState => {
  const { hostname } = objectOf(event.request)
  const { identifier: audience } = objectOf(event.resource_server)
  // Which claims pass depends on what was asked of the tenant, not on what a Rule made of it. A refresh does not ask again.
  const request = present({ hostname, query: present({ audience }) })
  const { scopes, multifactor, redirect: _redirect, ...effects } = readRuleContext({ ...context, request })
  const requested = textsOf(objectOf(event.transaction).requested_scopes)
  return {
    ...startState({ event }),
    ...effects,
    ...(scopes && {
      scopes: {
        added: scopes.filter(scope => !requested.includes(scope)),
        removed: requested.filter(scope => !scopes.includes(scope))
      }
    }),
    ...(multifactor && {
      multifactor: {
        provider: String(multifactor.provider ?? 'any'),
        allowRememberBrowser: multifactor.allowRememberBrowser !== false
      }
    })
  }
}

/** Where and with what token a Rule finds the Management API. Asked for only where Rules run. */
export type ManagementAccess = () => Promise<Pick<RuleTenant, 'baseUrl' | 'accessToken'>>

export interface RulesRun {
  /** A redirect of a Rule is a failure here: nothing would come back to it. */
  outcome: Extract<Outcome, { type: RulesOutcome['type'] }>
  rules: RuleReport[]
  state: FlowState
}

/**
 * Runs the Rules before the Actions, on what the event of these says, and stores what they write. To be called where a
 * run of post-login starts. On Auth0 they run again after a redirect; here they do not: a simplification.
 *
 * @returns undefined where there are none
 */
export const createRules = ({
  store: { resources, users, log },
  runtime
}: {
  store: TenantStore
  runtime: Runtime
}) => {
  /** Each call of `auth0.users` is one update; an empty object removes all there is. */
  const store = ({ user_id, metadata, values }: RuleWrite, fields: LogFields): string | undefined => {
    const stored = users.get(user_id)?.[metadata] ?? {}
    const isEmpty = Object.keys(values).length === 0
    const update = isEmpty ? Object.fromEntries(Object.keys(stored).map(key => [key, null])) : values
    const oversize = users.update(user_id, { app_metadata: {}, user_metadata: {}, [metadata]: update })
    const message = oversize && reportOversize(oversize, { log, fields })
    return oversize?.refused ? message : undefined
  }

  return async (
    event: JsonObject,
    { fields, management }: { fields: LogFields; management: ManagementAccess }
  ): Promise<RulesRun | undefined> => {
    const enabled = enabledRules(resources)
    if (enabled.length === 0) return undefined
    const { outcome, rules, context, redirect, writes } = await runtime.runRules({
      rules: enabled.map(({ name, script }) => ({ name, code: script })),
      user: ruleUser(objectOf(event.user)),
      context: ruleContext(event),
      configuration: resources.rulesConfigs,
      auth0: { domain: String(objectOf(event.request).hostname), ...(await management()) }
    })
    const refused = writes.map(write => store(write, fields)).find(message => message !== undefined)
    const redirects =
      redirect === undefined
        ? undefined
        : 'The local tenant follows no redirect of a Rule (context.redirect).'
    if (redirects !== undefined) log.add('w', { ...fields, description: redirects })
    const message = refused ?? redirects
    return {
      outcome: outcome.type === 'completed' && message !== undefined ? { type: 'failed', message } : outcome,
      rules,
      state: stateAfter(context, event)
    }
  }
}
