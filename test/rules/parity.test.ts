import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPlainObject } from '../../lib/core/auth0/json.js'
import type { PostLoginEvent } from '../../lib/core/auth0/post-login.js'
import { timeOf } from '../../lib/core/auth0/time.js'
import { ruleContext, runFlow, runRules } from '../../lib/testing/index.js'
import { anyLogin, opened, openedClaims } from '../fixtures/any-login.js'
import { builtPolicy } from '../fixtures/built.js'
import { nowMs } from '../fixtures/clock.js'
import { eventOf, secrets } from '../fixtures/event.js'
import { runsOf } from '../fixtures/runs.js'

type Metadata = Record<string, unknown>

const out = builtPolicy('parity')
const names = ['seal-attributes', 'copy-user-metadata', 'release-attributes']

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
          timestamp: timeOf(timestamp)
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

describe('any login', () => {
  it('leaves the same profile, the same claims and the same log by Rules as by Actions', async () => {
    await fc.assert(
      fc.asyncProperty(anyLogin, async event => {
        expect(await left(await asRules(event))).toEqual(await left(await asActions(event)))
      }),
      runsOf(600)
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
