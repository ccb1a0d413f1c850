import { whyClaim } from '../../../core/login/explain/sentences.js'
import type { Policy } from '../../../core/policy/types.js'
import { explanationOf } from '../explained.js'
import type { InspectedLogin, InspectedRun } from '../login.js'
import { returnSource } from './legs.js'
import { obstacleOf, othersOf } from './obstacle.js'
import { type DevelopmentKeys, secretsFromEnvironment, secretsSource } from './secrets.js'
import { claimsSource, literal, updateSource } from './source.js'

/** The policy's Actions, with those beside them that only the tenant has. */
const flowSource = (policy: Policy, first: InspectedRun): string => {
  const others = othersOf(policy, first).map(({ at, name, code = '' }) => {
    const secrets = secretsFromEnvironment(first.given?.secrets[name])
    return `
    {
      at: ${at},
      name: ${JSON.stringify(name)},
      action: { code: ${JSON.stringify(code)} },
      secrets: ${secrets}
    }`
  })
  const config = "config: 'a0seal.config.ts'"
  return others.length === 0 ? `{ ${config} }` : `{\n  ${config},\n  insert: [${others.join(',')}\n  ]\n}`
}

const outcomeSource = ({ outcome }: InspectedRun): string => {
  const { type } = outcome
  if (type === 'denied') return JSON.stringify({ type, reason: outcome.reason })
  return JSON.stringify(type === 'failed' ? { type, message: outcome.message } : { type })
}

/** Which key it was is left out: another may stand in for it. */
const withoutKeyIds = (text: string): string => text.replace(/ \(key [\w-]+\)/g, '')

/** By the name of each claim of the policy, why it is there or is not. */
const whySource = (login: InspectedLogin): string => {
  const explanation = explanationOf(login)
  if (!explanation) return '{}'
  const claims = new Set([...explanation.releasings, ...explanation.copyings].map(({ claim }) => claim))
  return literal(
    Object.fromEntries([...claims].map(claim => [claim, withoutKeyIds(whyClaim(explanation, claim))]))
  )
}

/** Which Actions ran, and the codes they logged. */
const actionsSource = ({ runs }: InspectedLogin): string => {
  const actions = runs.flatMap(run => run.actions)
  const lines = actions.map(({ name, log }) => JSON.stringify([name, ...(log.match(/\bERR_[A-Z_]+/g) ?? [])]))
  return `[\n    ${lines.join(',\n    ')}\n  ]`
}

const writesSource = ({ runs }: InspectedLogin, { container }: Policy): string =>
  `[${runs.flatMap(({ update }) => (update ? [updateSource(update, container)] : [])).join(',')}]`

/**
 * A login as a test of the kit, for vitest, in the root of a project with this policy: what it was given, and all that its picture
 * says of claims, reasons, writes and codes. What was sent and stored stands in it, in clear where it was in clear; no secret
 * does that is anybody's.
 */
export const asTest = (
  login: InspectedLogin,
  keys: DevelopmentKeys
): { text: string } | { obstacle: string } => {
  const { policy, runs } = login
  const obstacle = obstacleOf(login)
  const [first] = runs
  const last = runs.at(-1)
  if (obstacle !== undefined || !policy || !first?.given || !last)
    return { obstacle: obstacle ?? 'no Action ran' }
  const { event, now } = first.given
  const title = `${login.kind} of ${login.user?.name ?? 'somebody'} to ${login.client.name}`
  const legs = runs.slice(1).map((leg, index) => `\n  ${returnSource(leg, runs[index] ?? first)}`)
  const text = `// A login of the local tenant: what its Actions were given, and what they came to. The keys are for development, or made up.
import { runFlow } from 'a0seal/testing'
import { expect, test } from 'vitest'

const event = ${literal(event)}

const secrets = ${secretsSource(first.given, policy, keys)}

const flow = ${flowSource(policy, first)}

/** A sealed value is other bits each time. */
const sealed = expect.stringMatching(/^[\\w-]+(\\.[\\w-]*){4}$/)

const codesOf = ({ name, log }: { name: string; log: string }) => [name, ...(log.match(/\\bERR_[A-Z_]+/g) ?? [])]

/** Why each claim of the policy is there, or is not. */
const reasons = ${whySource(login)}

test(${JSON.stringify(title)}, async () => {
  ${legs.length > 0 ? 'let' : 'const'} run = await runFlow(flow, { event, secrets, now: ${now} })${legs.join('')}
  expect(run.outcome).toMatchObject(${outcomeSource(last)})
  expect(run.actions.map(codesOf)).toEqual(${actionsSource(login)})
  expect(run.claims).toEqual({
    idToken: ${claimsSource(last.claims.idToken)},
    accessToken: ${claimsSource(last.claims.accessToken)}
  })
  for (const [claim, reason] of Object.entries(reasons))
    expect(run.why(claim).replace(/ \\(key [\\w-]+\\)/g, '')).toBe(reason)
  expect(run.writes).toEqual(${writesSource(login, policy)})
})
`
  return { text }
}
