import { failureSentence, whyClaim } from '../../../core/login/explain/sentences.js'
import type { Policy } from '../../../core/policy/types.js'
import { explanationOfRuns } from '../explained.js'
import type { InspectedLogin, InspectedRun } from '../login.js'
import { returnSource } from './legs.js'
import { obstacleOf, othersOf } from './obstacle.js'
import {
  type DevelopmentKeys,
  namesFromEnvironment,
  secretsFromEnvironment,
  secretsSource
} from './secrets.js'
import { literal, masked, maskedSource } from './source.js'

/** Where the policy is that a tenant was started with, and what it was asked for. */
export interface PolicySource {
  /** Relative to where the tenant was started: the root of the project. Absent where no file is known. */
  config?: string
  env?: string
}

const defaults = { config: 'a0seal.config.ts', env: 'dev' }

/** The policy's Actions, with those beside them that only the tenant has. */
const flowSource = (
  policy: Policy,
  first: InspectedRun,
  { config = defaults.config, env = defaults.env }: PolicySource
): string => {
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
  const members = [
    `config: ${JSON.stringify(config)}`,
    ...(env === defaults.env ? [] : [`env: ${JSON.stringify(env)}`])
  ]
  return others.length === 0
    ? `{ ${members.join(', ')} }`
    : `{\n  ${members.join(',\n  ')},\n  insert: [${others.join(',')}\n  ]\n}`
}

/** How a login ended, and the words for it. */
const outcomeSource = ({ outcome }: InspectedRun): string => {
  const { type } = outcome
  const words = type === 'denied' ? outcome.reason : type === 'failed' ? outcome.message : undefined
  return words === undefined
    ? `assert.equal(run.outcome.type, ${JSON.stringify(type)})`
    : `assert.deepEqual([run.outcome.type, run.outcome.reason ?? run.outcome.message], ${JSON.stringify([type, words])})`
}

/** Which key it was is left out: another may stand in for it. */
const withoutKeyIds = (text: string): string => text.replace(/ \(key [\w-]+\)/g, '')

/** By the name of each claim of the policy, why it is there or is not. */
const whySource = (login: InspectedLogin): string => {
  const explanation = explanationOfRuns(login)
  if (!explanation) return '{}'
  const claims = new Set([...explanation.releasings, ...explanation.copyings].map(({ claim }) => claim))
  const isFailed = login.runs.at(-1)?.outcome.type === 'failed'
  const failure = isFailed ? `\n${failureSentence(login.runs.flatMap(({ actions }) => actions))}` : ''
  return literal(
    Object.fromEntries(
      [...claims].map(claim => [claim, withoutKeyIds(whyClaim(explanation, claim)) + failure])
    )
  )
}

/** Which Actions ran, and the codes they logged. */
const actionsSource = ({ runs }: InspectedLogin): string => {
  const actions = runs.flatMap(run => run.actions)
  const lines = actions.map(({ name, log }) => JSON.stringify([name, ...(log.match(/\bERR_[A-Z_]+/g) ?? [])]))
  return `[\n    ${lines.join(',\n    ')}\n  ]`
}

const writesSource = ({ runs }: InspectedLogin, prefix: string): string =>
  literal(runs.flatMap(({ update }) => (update ? [masked({ ...update }, prefix)] : [])))

/** What has to be set, and how: nobody can guess it of an empty text. */
const needsSource = (names: readonly string[]): string =>
  names.length === 0
    ? ''
    : `// It needs ${names.join(', ')} in the environment, as the tenant had it: the keys that open what was stored before, and
// secrets of Actions of your own. With a file of keys: ${names[0]}="$(cat KEYS.json)" npm test
`

/**
 * A login as a test of the kit, for `node --test` in the root of a project with this policy: what it was given, and all that its
 * picture says of claims, reasons, writes and codes. What was sent and stored stands in it, in clear where it was in clear; no
 * secret does that is anybody's.
 */
export const asTest = (
  login: InspectedLogin,
  { keys, source }: { keys: DevelopmentKeys; source: PolicySource }
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
  const prefix = `${policy.container}_`
  const secrets = secretsSource(first.given, policy, keys)
  const flow = flowSource(policy, first, source)
  const needs = namesFromEnvironment(secrets + flow)
  const neededFirst =
    needs.length === 0
      ? ''
      : `for (const name of ${JSON.stringify(needs)}) assert.ok(process.env[name], \`\${name} is not set\`)\n  `
  const text = `// A login of the local tenant: what its Actions were given, and what they came to. The keys are for development, or made up.
// Keep it as test/actions/NAME.mjs, and run it from the root of the project: node --test test/actions/NAME.mjs
${needsSource(needs)}import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runFlow } from 'a0seal/testing'

const event = ${literal(event)}

const secrets = ${secrets}

const flow = ${flow}

/** What is sealed, and what is beside it, is other bits each time. */
${maskedSource}

const plain = value => JSON.parse(JSON.stringify(value))

const codesOf = ({ name, log }) => [name, ...(log.match(/\\bERR_[A-Z_]+/g) ?? [])]

/** Why each claim of the policy is there, or is not. */
const reasons = ${whySource(login)}

test(${JSON.stringify(title)}, async () => {
  ${neededFirst}${legs.length > 0 ? 'let' : 'const'} run = await runFlow(flow, { event, secrets, now: ${now} })${legs.join('')}
  ${outcomeSource(last)}
  assert.deepEqual(run.actions.map(codesOf), ${actionsSource(login)})
  assert.deepEqual(masked(plain(run.claims)), ${literal(masked({ ...last.claims }))})
  for (const [claim, reason] of Object.entries(reasons))
    assert.equal(run.why(claim).replace(/ \\(key [\\w-]+\\)/g, ''), reason)
  assert.deepEqual(masked(plain(run.writes), ${JSON.stringify(prefix)}), ${writesSource(login, prefix)})
})
`
  return { text }
}
