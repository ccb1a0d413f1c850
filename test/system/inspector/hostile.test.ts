import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../../../lib/core/auth0/json.js'
import type { PostLoginEvent } from '../../../lib/core/auth0/post-login.js'
import type { Execution, OurExecution } from '../../../lib/core/login/explain/execution.js'
import { explainLogin } from '../../../lib/core/login/explain/explain.js'
import { whyClaim } from '../../../lib/core/login/explain/sentences.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { login } from '../../../lib/tenant/client/login.js'
import { explanationOf } from '../../../lib/tenant/inspector/explained.js'
import { lanesOf } from '../../../lib/tenant/inspector/lanes/lanes.js'
import type { InspectedLogin } from '../../../lib/tenant/inspector/login.js'
import { picture } from '../../../lib/tenant/inspector/view/picture.js'
import { lanesImage } from '../../../lib/tenant/inspector/view/svg.js'
import { nowMs } from '../../fixtures/clock.js'
import { eventOf } from '../../fixtures/event.js'
import { sealedValue } from '../../fixtures/login.js'
import { runsOf } from '../../fixtures/runs.js'
import { ada } from '../../tenant/action.js'
import { inspectedLogin, inspectedRun } from '../../tenant/inspector/login.js'
import { useTenants } from '../../tenant/setup.js'

const startTenant = useTenants()

const namespace = 'https://acme.example/'
const policy = definePolicy({
  namespace,
  slots: {
    demographics: { attributes: ['gender'] },
    identity: { userMetadata: [{ name: 'national_id', type: 'string' }] }
  },
  applications: { 'hr-web': { client_id: 'hr-web', key: { secret: 'A0SEAL_HR_WEB_KEY' } } },
  release: [{ slot: 'demographics', to: 'id_token', applications: ['hr-web'] }],
  copy: { hobby: { type: 'string', max: 500 } }
})

const nested = (depth: number): Json => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
const header = (members: object): string =>
  `${Buffer.from(JSON.stringify({ enc: 'x', ...members })).toString('base64url')}.x.x.x.x`

/** What somebody would write who wants to see a page break. */
const traps: Json[] = [
  'a\ud800',
  '\u0000\u0001\u2028',
  '<img src=x onerror=alert(1)>',
  nested(40),
  nested(300),
  { toString: 1, isEscaped: true },
  [{ isEscaped: true, callbacks: ['x'] }],
  header({ kid: { toString: 1 } }),
  header({ alg: [{ isEscaped: true }], kid: ['<img src=x>'], typ: { isEscaped: true } }),
  sealedValue({ gender: 'x' }),
  sealedValue({ gender: 'x' }).slice(0, -1),
  { v: header({}), tag: 1 }
]

/** As a request brings it: JSON, whose names may be those of every object. */
const json = fc.oneof(
  fc.constantFrom(...traps),
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }).map(value => JSON.parse(JSON.stringify(value)) as Json)
)
const names = [
  'gender',
  'national_id',
  'hobby',
  'sealed_demographics',
  `${namespace}demographics`,
  `${namespace}hobby`
]
const record = fc.dictionary(
  fc.oneof(fc.constantFrom(...names, '__proto__', 'constructor', 'name'), fc.string()),
  json,
  { maxKeys: 5 }
)
const metadata = fc.oneof(record, json)

const hostile = fc.record({
  user: fc.tuple(record, metadata, metadata),
  sent: record,
  stored: fc.tuple(record, metadata, metadata),
  claims: fc.array(record, { minLength: 4, maxLength: 4 }),
  userinfo: record
})
type Hostile = typeof hostile extends fc.Arbitrary<infer T> ? T : never

const profileOf = ([root, app_metadata, user_metadata]: Hostile['user']) => ({
  ...root,
  user_id: 'oidc|test-user-1',
  app_metadata,
  user_metadata
})

const executionsOf = ({ user, claims }: Hostile): Execution[] => {
  const event = eventOf({ user: profileOf(user) }) as PostLoginEvent
  const actions = ['seal-attributes', 'copy-user-metadata', 'release-attributes', 'own']
  return actions.map((action, index) => {
    const at = (place: number) => ({ idToken: claims[place] ?? {}, accessToken: {} })
    const run: Execution = { action, before: at(index - 1), after: at(index) }
    return action === 'own' ? run : ({ ...run, event, now: nowMs, isUndone: false } as OurExecution)
  })
}

const loginOf = (drawn: Hostile): InspectedLogin => {
  const idToken = drawn.claims.at(-1) as JsonObject
  const stored = profileOf(drawn.stored) as JsonObject
  const given = { event: { user: profileOf(drawn.user) } as JsonObject, secrets: {}, now: nowMs }
  return inspectedLogin({
    policy,
    user: { id: 'oidc|test-user-1', name: 'a\ud800' },
    source: { name: 'acme-idp', strategy: 'oidc', denyList: ['gender'] },
    sent: { connection: 'acme-idp', profile: drawn.sent },
    stored,
    idToken: { type: 'jwt', header: {}, claims: idToken },
    userinfo: drawn.userinfo,
    runs: [
      inspectedRun({
        given,
        executions: () => executionsOf(drawn),
        claims: { idToken, accessToken: idToken }
      })
    ]
  })
}

describe('whatever a user wrote and an Action set', () => {
  test('a picture is drawn of it, as a page and as an image, without markup of theirs', () => {
    fc.assert(
      fc.property(hostile, drawn => {
        const login = loginOf(drawn)
        const page = String(picture(login, { others: [login], compared: login }))
        const image = lanesImage(lanesOf(login), login.user?.name ?? '')
        for (const text of [page, image]) expect(text).not.toContain('<img')
        expect(explanationOf(login)?.sealings).toHaveLength(2)
      }),
      runsOf(400)
    )
  })

  test('run.why says why', () => {
    fc.assert(
      fc.property(hostile, fc.oneof(fc.constantFrom(...names), fc.string()), (drawn, claim) => {
        expect(whyClaim(explainLogin(policy, executionsOf(drawn)), claim)).not.toBe('')
      }),
      runsOf(400)
    )
  })
})

test('what some users typed and their provider calls them leaves the inspector to all', async () => {
  const personas = traps.map((trap, index) => ({
    connection: 'acme-idp',
    profile: { user_id: `${ada}-${index}`, name: trap, gender: trap },
    user_metadata: { hobby: trap, national_id: trap }
  }))
  const seed = { connections: [{ name: 'acme-idp', strategy: 'oidc' as const }], personas }
  const tenant = await startTenant({ policy, seed })
  for (const { profile } of personas) await login(tenant, { client_id: 'hr-web', persona: profile.user_id })
  const html = await (await fetch(tenant.inspector)).text()
  const ids = [...html.matchAll(/<li><a href="\/inspector\/([\w-]+)"/g)].map(([, id]) => id)
  expect(ids).toHaveLength(traps.length)
  for (const id of ids) {
    const page = await fetch(`${tenant.inspector}/${id}?with=${id}`)
    expect([page.status, (await fetch(`${tenant.inspector}/${id}/picture.svg`)).status]).toEqual([200, 200])
    expect(await page.text()).not.toMatch(/<img|cannot be explained/)
  }
})
