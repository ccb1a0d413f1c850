import { beforeAll, expect, test } from 'vitest'
import { login } from '../../../lib/tenant/client/login.js'
import { ada } from '../../tenant/action.js'
import { useApi } from '../../tenant/management/api.js'

const api = useApi({
  seed: {
    organizations: [{ id: 'org_acme', name: 'acme' }],
    apis: [{ identifier: 'urn:a', scopes: ['read:a'] }]
  }
})

/** Something of each kind, by the beginning of its path. */
const examples: Record<string, string> = {
  users: encodeURIComponent('auth0|linus'),
  clients: 'hr-web',
  organizations: 'org_acme',
  'resource-servers': 'urn%3Aa'
}

beforeAll(async () => {
  const create = async (path: string, body: object) => {
    examples[path] = (await api.call(path, { method: 'POST', body })).body.id
  }
  await create('roles', { name: 'reader' })
  await create('client-grants', { client_id: 'hr-web', audience: 'urn:a', scope: [] })
  const supported_triggers = [{ id: 'post-login', version: 'v3' }]
  await create('actions/actions', {
    name: 'a',
    supported_triggers,
    code: 'exports.onExecutePostLogin = async () => {}'
  })
  await create('actions/modules', { name: 'm', code: 'module.exports = {}' })
  await create('rules', {
    name: 'r',
    script: 'function (user, context, callback) { callback(null, user, context) }'
  })
  await create('connections', { name: 'c', strategy: 'oidc' })
  await api.call('organizations/org_acme/enabled_connections', {
    method: 'POST',
    body: { connection_id: examples.connections }
  })
  const { claims } = await login(api.tenant, { client_id: 'hr-web', persona: ada })
  examples.sessions = String(claims?.sid)
})

const names: Record<string, string> = {
  trigger: 'post-login',
  key: 'K',
  template: 'welcome_email',
  name: 'otp',
  prompt: 'login',
  language: 'en',
  version: '1'
}

const pathOf = (pattern: string): string => {
  const kind = Object.keys(examples).find(each => pattern.startsWith(`/${each}/:id`)) ?? ''
  return pattern
    .slice(1)
    .replace(':id', examples[kind] ?? 'none')
    .replace(':connection', examples.connections ?? '')
    .replace(/:(\w+)/g, (_, name: string) => names[name] ?? 'none')
}

/** Lists, in which a field has no place, and a form. */
const others = new Set([
  'PATCH /connections/:id/clients',
  'PUT /guardian/policies',
  'POST /jobs/users-imports'
])
/** Of several kinds of bodies, one. */
const bases: Record<string, object> = {
  'POST /users/:id/identities': { provider: 'oidc', user_id: 'acme-idp|grace' }
}
const withBody = /^(POST|PATCH|PUT) |^DELETE .*(roles|permissions|members)$/

test('a field that is not known is refused by its name, or shown again', async () => {
  const { has } = (await api.call('nothing')).body
  const endpoints: string[] = [...has.simulated, ...has.kept]
  const lost = []
  for (const endpoint of endpoints.filter(each => withBody.test(each) && !others.has(each))) {
    const [method = '', pattern = ''] = endpoint.split(' ')
    const { status, body } = await api.call(pathOf(pattern), {
      method,
      body: { ...bases[endpoint], made_up: 1 }
    })
    const isNamed = JSON.stringify(body)?.includes('made_up')
    if (!isNamed || (status !== 400 && status !== 200)) lost.push([endpoint, status, body])
  }
  expect(lost).toEqual([])
})
