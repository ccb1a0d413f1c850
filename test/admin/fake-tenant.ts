import type { ManagementClient } from 'auth0'
import { createManagementClient } from '../../lib/admin/client.js'
import { jumpingClock } from './clock.js'

export interface SeenRequest {
  method: string
  /** Below `/api/v2`. */
  path: string
  body: string
}

export interface FakeTenant {
  client: ManagementClient
  fetch: typeof fetch
  /** The options of a connection as JSON text, as they would be stored. */
  optionsText(id: string): string
  connection(id: string): Record<string, unknown>
  change(id: string, members: object): void
  requests: SeenRequest[]
  /** Those that change something. */
  writes(): SeenRequest[]
  scopes: Set<string>
  mfaPolicies: string[]
  bound: { id: string; name: string; code: string }[]
  /** Runs before each request; an answer of its own replaces the tenant's. */
  intercept?: (request: SeenRequest) => Response | Promise<Response> | undefined
}

const allScopes = [
  'read:connections',
  'read:connections_options',
  'update:connections',
  'update:connections_options',
  'read:actions',
  'read:mfa_policies'
]

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers }
  })

export const sealBound = { id: 'act_seal', name: 'seal-attributes', code: 'exports.x = 1' }

/** A Management API in memory, for faults the local tenant cannot make. Its connections are JSON texts, kept as sent. */
export const createFakeTenant = (connections: readonly object[]): FakeTenant => {
  const stored = new Map(
    connections.map(connection => [(connection as { id: string }).id, JSON.stringify(connection)])
  )
  const connection = (id: string) => JSON.parse(stored.get(id) ?? '{}') as Record<string, unknown>
  const change = (id: string, members: object) => {
    stored.set(id, JSON.stringify({ ...connection(id), ...members }))
  }
  const refuse = (scope: string) =>
    json(
      { statusCode: 403, error: 'Forbidden', message: 'Insufficient scope', errorCode: 'insufficient_scope' },
      403,
      {
        'x-scope': scope
      }
    )
  const shown = (text: string) => {
    const { options, ...rest } = JSON.parse(text)
    return tenant.scopes.has('read:connections_options') ? { ...rest, options } : rest
  }

  const answer = ({ method, path, body }: SeenRequest): Response => {
    const url = new URL(path, 'https://tenant.test')
    const has = (scope: string) => tenant.scopes.has(scope)
    const [, resource, id] = url.pathname.split('/')
    if (resource === 'connections' && method === 'GET') {
      if (!has('read:connections')) return refuse('read:connections')
      if (id === undefined) {
        const name = url.searchParams.get('name')
        const all = [...stored.values()].map(shown)
        const take = Number(url.searchParams.get('take'))
        const from = Number(url.searchParams.get('from') ?? 0)
        const found = all.filter(one => name === null || one.name === name)
        const next = from + take < found.length ? String(from + take) : undefined
        return json({ connections: found.slice(from, from + take), next })
      }
      const text = stored.get(id)
      return text
        ? json(shown(text))
        : json({ statusCode: 404, message: 'The connection does not exist' }, 404)
    }
    if (resource === 'connections' && method === 'PATCH') {
      if (!has('update:connections') || !has('update:connections_options'))
        return refuse('update:connections')
      change(id ?? '', JSON.parse(body))
      return json(shown(stored.get(id ?? '') ?? '{}'))
    }
    if (resource === 'guardian') return has('read:mfa_policies') ? json(tenant.mfaPolicies) : refuse('')
    if (!has('read:actions')) return refuse('read:actions')
    if (url.pathname === '/actions/triggers/post-login/bindings') {
      const bindings = tenant.bound.map(({ id, name }) => ({ id: `bin_${id}`, action: { id, name } }))
      return json({ bindings, total: bindings.length, page: 0, per_page: 50 })
    }
    const action = tenant.bound.find(one => url.pathname === `/actions/actions/${one.id}`)
    return action
      ? json({ ...action, code: '// draft', deployed_version: { code: action.code } })
      : json({}, 404)
  }

  const fetchFake: typeof fetch = async (input, init = {}) => {
    const { pathname, search } = new URL(String(input))
    const seen = {
      method: init.method ?? 'GET',
      path: pathname.replace('/api/v2', '') + search,
      body: String(init.body ?? '')
    }
    tenant.requests.push(seen)
    return tenant.intercept?.(seen) ?? answer(seen)
  }

  const tenant: FakeTenant = {
    client: createManagementClient(
      { domain: 'tenant.test', accessToken: 'token' },
      { fetch: fetchFake, clock: jumpingClock() }
    ),
    fetch: fetchFake,
    optionsText: id => JSON.stringify(connection(id).options),
    connection,
    change,
    requests: [],
    writes: () => tenant.requests.filter(({ method }) => method !== 'GET'),
    scopes: new Set(allScopes),
    mfaPolicies: [],
    bound: [sealBound]
  }
  return tenant
}
