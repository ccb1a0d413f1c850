import { describe, expect, it } from 'vitest'
import {
  applyDenyLists,
  planDenyLists,
  refusalOf,
  type Selection,
  selectConnections,
  showDenyLists
} from '../../lib/admin/deny-lists.js'
import { createFakeTenant, type FakeTenant } from './fake-tenant.js'

const connection = (digit: number, list: string[] = []) => ({
  id: `con_${digit}`,
  name: `idp-${digit}`,
  strategy: 'oidc',
  options: { scope: 'openid', non_persistent_attrs: list }
})
const wanted = [{ name: 'gender' }]
const all: Selection = { all: true }
const plan = ({ client }: FakeTenant, selection = all) => planDenyLists(client, { selection, wanted })

describe('selecting connections', () => {
  const tenant = createFakeTenant(Array.from({ length: 120 }, (_, index) => connection(index)))
  const idsOf = async (selection: Selection) =>
    (await selectConnections(tenant.client, selection)).map(({ id }) => id)

  it('finds all of them, over all pages', async () => {
    expect(await idsOf(all)).toHaveLength(120)
  })

  it('finds them by name and by id, each once', async () => {
    expect(await idsOf({ namesOrIds: ['idp-7', 'con_9', 'con_7'] })).toEqual(['con_7', 'con_9'])
  })

  it.each(['idp', 'con_1000'])('says that there is no %s', async nameOrId => {
    await expect(idsOf({ namesOrIds: [nameOrId] })).rejects.toMatchObject({ code: 'ERR_TENANT', status: 404 })
  })
})

describe('applying', () => {
  it('writes those with work, and leaves those in step alone', async () => {
    const tenant = createFakeTenant([connection(1), connection(2, ['gender']), connection(3)])
    const { plans } = await plan(tenant)
    expect((await applyDenyLists(tenant.client, plans)).map(({ outcome }) => outcome)).toEqual([
      'written',
      'in-step',
      'written'
    ])
    expect(tenant.writes().map(({ path }) => path)).toEqual(['/connections/con_1', '/connections/con_3'])
    expect((await plan(tenant)).plans.every(({ add }) => add.length === 0)).toBe(true)
  })

  it('stops at the first that fails', async () => {
    const tenant = createFakeTenant([connection(1), connection(2), connection(3)])
    const { plans } = await plan(tenant)
    tenant.change('con_2', { display_name: 'changed' })
    expect((await applyDenyLists(tenant.client, plans)).map(({ outcome }) => outcome)).toEqual([
      'written',
      'changed-meanwhile',
      'not-tried'
    ])
  })

  it('answers for a refusal of the tenant', async () => {
    const tenant = createFakeTenant([connection(1), connection(2)])
    const { plans } = await plan(tenant)
    tenant.scopes.delete('update:connections')
    expect(await applyDenyLists(tenant.client, plans)).toMatchObject([
      { outcome: 'failed', message: expect.stringContaining('update:connections_options') },
      { outcome: 'not-tried' }
    ])
  })
})

describe('nothing is written', () => {
  const refusal = async (
    change: (tenant: FakeTenant) => void,
    connections = [connection(1), connection(2)]
  ) => {
    const tenant = createFakeTenant(connections)
    change(tenant)
    return refusalOf(await plan(tenant))
  }

  it('where one connection has a problem', async () => {
    const full = Array.from({ length: 96 }, (_, index) => `name_${index}`)
    expect(await refusal(() => {}, [connection(1), connection(2, full)])).toBe('there are problems')
  })

  it('where the options are not shown', async () => {
    expect(await refusal(({ scopes }) => scopes.delete('read:connections_options'))).toBe(
      'there are problems'
    )
  })

  it('where seal-attributes is not bound', async () => {
    expect(await refusal(tenant => tenant.bound.pop())).toContain('seal-attributes is not bound')
  })

  it('where it cannot be seen whether it is bound', async () => {
    expect(await refusal(({ scopes }) => scopes.delete('read:actions'))).toContain('read:actions')
  })

  it('but where nothing is added, or the operator says so', async () => {
    const tenant = createFakeTenant([connection(1)])
    tenant.bound.pop()
    expect(refusalOf(await plan(tenant), { withoutSeal: true })).toBeUndefined()
    tenant.change('con_1', { options: { non_persistent_attrs: ['gender', 'x'] } })
    const request = { selection: all, wanted, remove: true }
    expect(refusalOf(await planDenyLists(tenant.client, request))).toBeUndefined()
  })
})

describe('showing', () => {
  it('gives the lists, or why there is none', async () => {
    const tenant = createFakeTenant([connection(1, ['b', 'a'])])
    expect(await showDenyLists(tenant.client, { selection: all })).toEqual([
      { id: 'con_1', name: 'idp-1', strategy: 'oidc', denyList: ['b', 'a'], problems: [] }
    ])
    tenant.scopes.delete('read:connections_options')
    expect(await showDenyLists(tenant.client, { selection: all })).toMatchObject([
      { denyList: [], problems: [{ code: 'no-options' }] }
    ])
  })
})
