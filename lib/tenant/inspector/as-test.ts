import { isPlainObject, type Json, type JsonObject } from '../../core/auth0/json.js'
import { standardClaimScopes } from '../../core/auth0/reserved.js'
import { actionsInOrder } from '../../core/policy/triggers/order.js'
import type { RunGiven } from '../../runtime/executions.js'
import type { InspectedLogin, InspectedRun } from './logins.js'

/** Keys made for this tenant, by the name of their secret: a text, or the private key of a recipient. */
export type DevelopmentKeys = Readonly<Record<string, unknown>>

/** Why a login cannot be run again by the kit; undefined where it can. */
export const obstacleOf = ({ policy, runs }: InspectedLogin): string | undefined => {
  if (!policy) return 'no policy is known: start the tenant with --config'
  if (!runs[0]?.given) return 'no Action ran'
  const bound = new Set(actionsInOrder(policy).map(({ name }) => name))
  const other = runs.flatMap(({ actions }) => actions).find(({ name }) => !bound.has(name))
  return other && `${other.name} is no Action of the policy`
}

/** A key that was made for development, and no other, may stand in a file. */
const isDevelopmentKey = (text: string, key: unknown): boolean => {
  if (typeof key === 'string') return key === text
  return isPlainObject(key) && typeof key.kid === 'string' && text.includes(key.kid) && !text.includes('"d"')
}

/** As source: the text of a development key, or where another one is to come from. */
const secretsSource = ({ secrets }: RunGiven, keys: DevelopmentKeys): string => {
  const all = Object.assign({}, ...Object.values(secrets)) as Record<string, string>
  const lines = Object.entries(all).map(([name, text]) => {
    const own = Object.hasOwn(keys, name) ? keys[name] : undefined
    const value = isDevelopmentKey(text, own)
      ? JSON.stringify(text)
      : `process.env[${JSON.stringify(name)}] ?? ''`
    return `  ${JSON.stringify(name)}: ${value}`
  })
  return `{\n${lines.join(',\n')}\n}`
}

const isJWE = (value: Json): boolean => typeof value === 'string' && /^[\w-]+(\.[\w-]*){4}$/.test(value)

/** Sealed values are other bits each time: that it is one is what can be expected. */
const expectedClaims = (claims: JsonObject): string => {
  const lines = Object.entries(claims)
    .filter(([name]) => !standardClaimScopes.has(name))
    .map(
      ([name, value]) => `      ${JSON.stringify(name)}: ${isJWE(value) ? 'sealed' : JSON.stringify(value)}`
    )
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n    }`
}

/** How the browser came back for this leg. */
const returnSource = ({ given }: InspectedRun): string => {
  const {
    method,
    query = {},
    body = {}
  } = (given?.event.request ?? {}) as {
    method?: string
    query?: JsonObject
    body?: JsonObject
  }
  const { state: _ofTheTenant, ...sent } = method === 'POST' ? body : query
  const options = { now: given?.now ?? 0, [method === 'POST' ? 'body' : 'query']: sent }
  return `\n  run = await run.continueWith(${JSON.stringify(options)})`
}

const outcomeSource = ({ outcome }: InspectedRun): string => {
  if (outcome.type === 'denied') return `expect(run.denied?.reason).toBe(${JSON.stringify(outcome.reason)})`
  return `expect(run.outcome.type).toBe(${JSON.stringify(outcome.type)})`
}

/**
 * A login as a test of the kit, for vitest, in the root of a project with this policy. What was sent and stored stands in it, in
 * clear where it was in clear.
 */
export const asTest = (
  login: InspectedLogin,
  keys: DevelopmentKeys
): { text: string } | { obstacle: string } => {
  const obstacle = obstacleOf(login)
  const [first, ...legs] = login.runs
  const last = legs.at(-1) ?? first
  if (obstacle !== undefined || !first?.given || !last) return { obstacle: obstacle ?? 'no Action ran' }
  const { event, now } = first.given
  const title = `${login.kind} of ${login.user?.name ?? 'somebody'} to ${login.client.name}`
  const { idToken, accessToken } = last.claims
  const text = `// A login of the local tenant: what its Actions were given, and what they came to. The keys are for development.
import { runFlow } from 'a0seal/testing'
import { expect, test } from 'vitest'

const event = ${JSON.stringify(event, null, 2)}

const secrets = ${secretsSource(first.given, keys)}

/** A sealed value is other bits each time. */
const sealed = expect.stringMatching(/^[\\w-]+(\\.[\\w-]*){4}$/)

test(${JSON.stringify(title)}, async () => {
  ${legs.length > 0 ? 'let' : 'const'} run = await runFlow({ config: 'a0seal.config.ts' }, { event, secrets, now: ${now} })${legs.map(returnSource).join('')}
  ${outcomeSource(last)}
  expect(run.claims).toMatchObject({
    idToken: ${expectedClaims(idToken)},
    accessToken: ${expectedClaims(accessToken)}
  })
  expect(run.writes.flatMap(({ app_metadata }) => Object.keys(app_metadata)).sort()).toEqual(${JSON.stringify(writtenBy(login))})
})
`
  return { text }
}

/** The keys in `app_metadata` that a login wrote. */
const writtenBy = ({ runs }: InspectedLogin): string[] =>
  runs
    .flatMap(({ wrote }) => wrote)
    .filter(key => key.startsWith('app_metadata.'))
    .map(key => key.slice('app_metadata.'.length))
    .sort()
