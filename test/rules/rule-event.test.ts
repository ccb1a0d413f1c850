import { describe, expect, it } from 'vitest'
import { isDelegated, isInteractive } from '../../lib/core/login/run-facts.js'
import type { RuleContext } from '../../lib/rules/rule.js'
import { eventOfRule } from '../../lib/rules/rule-event.js'
import { minutesAgo, nowMs } from '../fixtures/clock.js'

const user = { user_id: 'oidc|1' }
const eventWith = (context: Partial<RuleContext> = {}) =>
  eventOfRule({ user, context: { tenant: 'acme', clientID: 'app', ...context }, configuration: { KEY: 'k' } })

describe('the event in the place of a Rule', () => {
  it('has what the migration guide says', () => {
    const event = eventWith({
      clientMetadata: { a: '1' },
      connection: 'idp',
      connectionStrategy: 'oidc',
      organization: { id: 'org_1' },
      protocol: 'oidc-basic-profile',
      authentication: { methods: [{ name: 'federated', timestamp: nowMs }] },
      request: { query: { scope: 'openid  email', audience: 'urn:api', prompt: 'none' } },
      a0seal: { sealed_x: 'v' }
    })
    expect(event).toEqual({
      tenant: { id: 'acme' },
      user,
      client: { client_id: 'app', metadata: { a: '1' } },
      connection: { name: 'idp', strategy: 'oidc' },
      organization: { id: 'org_1' },
      resource_server: { identifier: 'urn:api' },
      authentication: { methods: [{ name: 'federated', timestamp: minutesAgo(0) }] },
      session: { user_id: undefined },
      transaction: {
        protocol: 'oidc-basic-profile',
        prompt: ['none'],
        requested_scopes: ['openid', 'email'],
        metadata: { sealed_x: 'v' }
      },
      secrets: { KEY: 'k' }
    })
  })

  it('finds parameters that were posted, and takes text only', () => {
    const posted = eventWith({ request: { query: {}, body: { scope: 'a', audience: ['urn:api'] } } })
    expect(posted.transaction?.requested_scopes).toEqual(['a'])
    expect(posted.resource_server).toBeUndefined()
  })

  it('has no old login for a new one where a time makes no sense', () => {
    const methods = [{ name: 'federated', timestamp: 'yesterday' }]
    expect(isInteractive(eventWith({ authentication: { methods } }), nowMs)).toBe(false)
    expect(isInteractive(eventWith({ authentication: { methods: [] } }), nowMs)).toBe(true)
  })

  it.each([
    ['delegation', { protocol: 'delegation' }],
    ['another primary user', { primaryUser: 'auth0|2' }]
  ])('counts %s as delegated', (_what, context) => {
    expect(isDelegated(eventWith(context))).toBe(true)
    expect(isDelegated(eventWith({ primaryUser: user.user_id }))).toBe(false)
  })
})
