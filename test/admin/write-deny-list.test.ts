import { describe, expect, it } from 'vitest'
import { getConnection } from '../../lib/admin/connections.js'
import { planDenyList } from '../../lib/admin/deny-list.js'
import { writeDenyList } from '../../lib/admin/write-deny-list.js'
import { jumpingClock } from './clock.js'
import { createFakeTenant, type FakeTenant, json, type SeenRequest } from './fake-tenant.js'
import { fortyOptions, restOf } from './options.js'

const id = 'con_1'
const before = { ...fortyOptions, non_persistent_attrs: ['kept'] }

const tenantOf = (members: object = {}) =>
  createFakeTenant([
    {
      id,
      name: 'acme-idp',
      strategy: 'oidc',
      display_name: 'Acme',
      realms: ['acme', 'other'],
      enabled_clients: ['app_1'],
      is_domain_connection: true,
      metadata: { owner: 'it' },
      options: before,
      ...members
    }
  ])

const planFor = async ({ client }: FakeTenant) =>
  planDenyList(await getConnection(client, id), [{ name: 'gender' }])
const write = async (tenant: FakeTenant, clock = jumpingClock()) =>
  writeDenyList(tenant.client, await planFor(tenant), { clock })
const bodyOf = (request?: SeenRequest) => JSON.parse(request?.body ?? '{}')
const isPatch = ({ method }: SeenRequest) => method === 'PATCH'

describe('writing a deny list', () => {
  it('sends the whole options, display_name and realms as they were read, and nothing else', async () => {
    const tenant = tenantOf()
    expect(await write(tenant)).toEqual({ outcome: 'written' })
    const [patch, ...others] = tenant.writes()
    expect(others).toEqual([])
    expect(patch?.path).toBe('/connections/con_1')
    expect(Object.keys(bodyOf(patch)).sort()).toEqual(['display_name', 'options', 'realms'])
    expect(bodyOf(patch)).toMatchObject({ display_name: 'Acme', realms: ['acme', 'other'] })
    expect(JSON.parse(tenant.optionsText(id)).non_persistent_attrs).toEqual(['kept', 'gender'])
    expect(restOf(tenant.optionsText(id))).toBe(JSON.stringify(fortyOptions))
  })

  it('reads right before it writes, and reads back', async () => {
    const tenant = tenantOf()
    await write(tenant)
    expect(tenant.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'PATCH', 'GET'])
  })

  it.each([
    { display_name: null, realms: null },
    { display_name: undefined, realms: undefined }
  ])('never sends null for %j', async members => {
    const tenant = tenantOf(members)
    await write(tenant)
    expect(Object.keys(bodyOf(tenant.writes()[0]))).toEqual(['options'])
  })

  it.each([
    ['an option', { options: { ...before, scope: 'openid' } }],
    ['the deny list', { options: { ...before, non_persistent_attrs: ['kept', 'theirs'] } }],
    ['the display name', { display_name: 'Acme 2' }],
    ['the realms', { realms: ['acme'] }]
  ])('writes nothing where somebody changed %s meanwhile', async (_, change) => {
    const tenant = tenantOf()
    const plan = await planFor(tenant)
    tenant.change(id, change)
    expect(await writeDenyList(tenant.client, plan)).toEqual({ outcome: 'changed-meanwhile' })
    expect(tenant.writes()).toEqual([])
  })

  it('writes nothing where the options are no longer shown', async () => {
    const tenant = tenantOf()
    const plan = await planFor(tenant)
    tenant.scopes.delete('read:connections_options')
    expect(await writeDenyList(tenant.client, plan)).toEqual({ outcome: 'changed-meanwhile' })
    expect(tenant.writes()).toEqual([])
  })

  it('does not mind that other members change', async () => {
    const tenant = tenantOf()
    const plan = await planFor(tenant)
    tenant.change(id, { enabled_clients: [], metadata: {} })
    expect(await writeDenyList(tenant.client, plan)).toEqual({ outcome: 'written' })
  })

  it('names, without values, what reads back different', async () => {
    const tenant = tenantOf()
    tenant.intercept = request => {
      if (!isPatch(request)) return undefined
      const { options } = bodyOf(request)
      tenant.change(id, {
        options: { ...options, client_secret: 'other', scope: undefined },
        realms: ['acme-idp']
      })
      return json({})
    }
    const outcome = await write(tenant)
    expect(outcome).toEqual({
      outcome: 'not-as-written',
      members: ['realms', 'options.client_secret', 'options.scope']
    })
  })

  it('takes the deny list back in another order', async () => {
    const tenant = tenantOf()
    tenant.intercept = request => {
      if (!isPatch(request)) return undefined
      tenant.change(id, { options: { ...before, non_persistent_attrs: ['gender', 'kept'] } })
      return json({})
    }
    expect(await write(tenant)).toEqual({ outcome: 'written' })
  })
})

describe('a write that fails', () => {
  const failing = (answer: (request: SeenRequest, tenant: FakeTenant) => Response | undefined) => {
    const tenant = tenantOf()
    tenant.intercept = request => (isPatch(request) ? answer(request, tenant) : undefined)
    return tenant
  }

  it('says which scopes the token needs', async () => {
    const tenant = tenantOf()
    tenant.scopes.delete('update:connections_options')
    await expect(write(tenant)).rejects.toMatchObject({
      code: 'ERR_TENANT',
      status: 403,
      message:
        'PATCH /connections/con_1: 403, the token needs update:connections and update:connections_options'
    })
  })

  it('says of what kind it is, and keeps to itself a message that may quote an option', async () => {
    const body = { message: 'invalid value TEST-SECRET-of-the-con...', errorCode: 'invalid_body' }
    await expect(write(failing(() => json(body, 400)))).rejects.toMatchObject({
      message: expect.stringMatching(/^PATCH \/connections\/con_1: 400 \(invalid_body\), [^:]*fapi: [^:]*$/)
    })
  })

  it('is not sent again by itself after a 5xx', async () => {
    const tenant = failing(() => json({}, 503))
    await expect(write(tenant)).rejects.toMatchObject({ status: 503 })
    expect(tenant.writes()).toHaveLength(1)
    expect(tenant.optionsText(id)).toBe(JSON.stringify(before))
  })

  it('counts as done where only its answer was lost', async () => {
    const tenant = failing((request, { change }) => {
      change(id, bodyOf(request))
      throw new TypeError('fetch failed')
    })
    expect(await write(tenant)).toEqual({ outcome: 'written' })
  })

  it('names the reason of a connection that broke', async () => {
    const tenant = failing(() => {
      throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })
    })
    await expect(write(tenant)).rejects.toMatchObject({
      message: 'PATCH /connections/con_1: the tenant could not be reached (ECONNRESET)'
    })
  })
})

describe('a write that meets the rate limit', () => {
  const reset = jumpingClock().now() + 20_000
  const limited = () => json({ statusCode: 429 }, 429, { 'x-ratelimit-reset': `${reset / 1000}` })

  it('waits, looks again, and writes', async () => {
    const tenant = tenantOf()
    const clock = jumpingClock()
    let refusals = 1
    tenant.intercept = request => (isPatch(request) && refusals-- > 0 ? limited() : undefined)
    expect(await write(tenant, clock)).toEqual({ outcome: 'written' })
    expect(clock.waits).toEqual([20_000])
    expect(tenant.requests.map(({ method }) => method)).toEqual([
      'GET',
      'GET',
      'PATCH',
      'GET',
      'PATCH',
      'GET'
    ])
  })

  it('writes nothing where somebody else wrote while it waited', async () => {
    const tenant = tenantOf()
    tenant.intercept = request => {
      if (!isPatch(request)) return undefined
      tenant.change(id, { display_name: 'Acme 2' })
      return limited()
    }
    expect(await write(tenant)).toEqual({ outcome: 'changed-meanwhile' })
    expect(tenant.writes()).toHaveLength(1)
  })

  it('gives up after five tries', async () => {
    const tenant = tenantOf()
    tenant.intercept = request => (isPatch(request) ? limited() : undefined)
    await expect(write(tenant)).rejects.toMatchObject({ status: 429 })
    expect(tenant.writes()).toHaveLength(5)
    expect(tenant.optionsText(id)).toBe(JSON.stringify(before))
  })
})
