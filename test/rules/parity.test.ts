import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { build } from '../../build.mjs'
import { isPlainObject } from '../../lib/core/auth0/json.js'
import type { PostLoginEvent } from '../../lib/core/auth0/post-login.js'
import { ruleContext, runFlow, runRules } from '../../lib/local/testing/index.js'
import { unreadable } from '../fixtures/bad-values.js'
import { nowMs } from '../fixtures/clock.js'
import { delegatedRuns, type EventOptions, eventOf, secrets, silentRuns } from '../fixtures/event.js'
import { createFolders } from '../fixtures/folder.js'
import { keyPair } from '../fixtures/keys.js'
import { contentOf, sealedValue } from '../fixtures/login.js'
import { openAs } from '../fixtures/release.js'

type Metadata = Record<string, unknown>

const createFolder = createFolders()
let out: string
let names: string[]
beforeAll(async () => {
  out = await createFolder()
  const config = fileURLToPath(new URL('parity.policy.ts', import.meta.url))
  const { manifest } = await build({ config, out, rules: true })
  names = manifest.rules?.map(({ name }) => name) ?? []
})

/** The arguments that a Rule had in the place of an Action that gets this event. */
const ruleArguments = ({ user, ...event }: PostLoginEvent) => {
  const { app_metadata, user_metadata, ...profile } = user
  const { protocol = '', prompt = [], requested_scopes = [] } = event.transaction ?? {}
  const parameters = {
    scope: requested_scopes.join(' '),
    ...(event.resource_server && { audience: event.resource_server.identifier }),
    ...(prompt.length > 0 && { prompt: prompt.join(' ') })
  }
  const isPosted = protocol === 'oauth2-refresh-token'
  const organization = event.organization && {
    ...event.organization,
    name: '',
    display_name: '',
    metadata: {}
  }
  const isEmpty = (metadata: unknown) => isPlainObject(metadata) && Object.keys(metadata).length === 0
  return {
    user: {
      ...profile,
      ...(!isEmpty(app_metadata) && { app_metadata }),
      ...(!isEmpty(user_metadata) && { user_metadata })
    },
    context: ruleContext({
      tenant: event.tenant.id,
      clientID: event.client.client_id,
      connection: event.connection?.name,
      connectionStrategy: event.connection?.strategy,
      organization,
      protocol,
      primaryUser: event.session?.user_id,
      authentication: {
        methods: (event.authentication?.methods ?? []).map(({ name, timestamp }) => ({
          name,
          timestamp: Date.parse(timestamp)
        }))
      },
      request: { query: isPosted ? { scope: undefined } : parameters, body: isPosted ? parameters : {} }
    })
  }
}

const asActions = async (event: PostLoginEvent) => {
  const files = names.map(name => join(out, 'actions', name, 'code.js'))
  const run = await runFlow(files, { event, secrets, now: nowMs })
  return { ...run, handedOn: run.transactionMetadata as Metadata }
}

const asRules = async (event: PostLoginEvent) => {
  const files = names.map(name => join(out, 'rules', `${name}.js`))
  const run = await runRules(files, { ...ruleArguments(event), configuration: secrets, now: nowMs })
  return { ...run, handedOn: (run.context.a0seal ?? {}) as Metadata }
}

/** Metadata with everything opened that opens; what is no object counts as empty, as in a run of Actions. */
const opened = (metadata: unknown): Metadata =>
  Object.fromEntries(
    Object.entries(isPlainObject(metadata) ? metadata : {}).map(([name, value]) => {
      const slot = /^sealed_(?:lost_)?(.+)$/.exec(name)?.[1]
      if (!slot) return [name, value]
      try {
        return [name, contentOf(value, { slot })]
      } catch {
        return [name, value]
      }
    })
  )

const openedClaims = async (claims: Metadata): Promise<Metadata> => {
  const entries = Object.entries(claims).map(async ([name, value]) => {
    const isSealed = typeof value === 'string' && value.split('.').length === 5
    return [name, isSealed ? await openAs(value, keyPair(1).privateJWK, 'hr-web') : value]
  })
  return Object.fromEntries(await Promise.all(entries))
}

const left = async (run: Awaited<ReturnType<typeof asActions | typeof asRules>>) => ({
  outcome: run.outcome.type,
  reason: run.denied?.reason,
  logs: run.logs,
  appMetadata: opened(run.appMetadata),
  userMetadata: opened(run.userMetadata),
  handedOn: opened(run.handedOn),
  idToken: await openedClaims(run.claims.idToken),
  accessToken: await openedClaims(run.claims.accessToken)
})

const value = fc.oneof(
  fc.constantFrom<unknown>(null, 'x', '', 7, ['a'], { b: 1 }),
  fc.jsonValue({ maxDepth: 2 }).map(json => JSON.parse(JSON.stringify(json)) as unknown)
)
/** Of metadata: Auth0 stores no `null` at its first level. */
const storable = value.filter(value => value !== null)
const root: fc.Arbitrary<Metadata> = fc.record(
  { gender: value, 'org.ethnicity': value, 'org:ethnicity': value, iban: value, id_hint: value },
  { requiredKeys: [] }
)
const userMetadata = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      { national_id: storable, hobby: storable, age: storable, tags: storable },
      { requiredKeys: [] }
    )
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>('text', []) }
)
const appMetadata = fc.oneof(
  fc.constantFrom<unknown>({}, { plan: 'gold' }, { gender: 'shadow' }, 'text', {
    sealed_other: 'x'.repeat(3900)
  }),
  value.map(gender => ({ sealed_demographics: sealedValue({ gender }) })),
  value.map(national_id => ({
    sealed_identity: sealedValue({ national_id }, { slot: 'identity', src: 'user' }),
    sealed_payroll: sealedValue({ iban: 'before' }, { slot: 'payroll' })
  })),
  fc.constantFrom(...unreadable.map(([, broken]) => ({ sealed_demographics: broken })))
)
// A Rule is told nothing of actors.
const known = delegatedRuns.filter(([what]) => !what.includes('actor'))
const run = fc.constantFrom<EventOptions>({}, {}, ...[...silentRuns, ...known].map(([, rest]) => rest))
const rest: fc.Arbitrary<EventOptions> = fc.record(
  {
    client: fc.constantFrom('hr-web', 'other', 'tpc_1').map(client_id => ({ client_id, metadata: {} })),
    connection: fc.constantFrom('acme-idp', 'other').map(name => ({ name, strategy: 'oidc' })),
    organization: fc.constantFrom('org_1', 'org_3').map(id => ({ id })),
    resource_server: fc
      .constantFrom('https://api.acme.example', 'urn:other')
      .map(identifier => ({ identifier }))
  },
  { requiredKeys: [] }
)
const login = fc
  .tuple(root, appMetadata, userMetadata, run, rest, fc.boolean())
  .map(([profile, app_metadata, user_metadata, kind, facts, hasScope]) => {
    const { transaction, ...changes } = kind
    const requested_scopes = ['openid', ...(hasScope ? ['read:identity'] : [])]
    return eventOf({
      ...facts,
      ...changes,
      transaction: { protocol: 'oidc-basic-profile', ...transaction, requested_scopes },
      user: { ...profile, app_metadata, user_metadata }
    })
  })

describe('any login', () => {
  it('leaves the same profile, the same claims and the same log by Rules as by Actions', async () => {
    await fc.assert(
      fc.asyncProperty(login, async event => {
        expect(await left(await asRules(event))).toEqual(await left(await asActions(event)))
      }),
      { numRuns: 600 }
    )
  }, 60_000)

  it('writes as often by Rules as by Actions, and nothing when it happens again', async () => {
    const event = eventOf({ user: { gender: 'x', user_metadata: { national_id: '1' } } })
    const first = await asRules(event)
    expect(first.writes.map(({ metadata }) => metadata)).toEqual(['app_metadata', 'user_metadata'])
    const { appMetadata: app_metadata, userMetadata: user_metadata } = first
    const again = await asRules(eventOf({ user: { gender: 'x', app_metadata, user_metadata } }))
    expect(again.writes).toEqual([])
  })
})
