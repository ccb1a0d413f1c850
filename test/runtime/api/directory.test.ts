import { describe, expect, it } from 'vitest'
import { failureOf, printed, runBodies } from '../pipeline.js'

const entries = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}_${index}`, name: `${prefix} ${index}` }))
const directory = { groups: entries(60, 'grp'), roles: entries(120, 'rol') }
const answer = async (call: string) =>
  printed(await runBodies([`console.log(JSON.stringify(${call}))`], { directory }))

describe('api.groups', () => {
  it('gives pages of 50', async () => {
    const count = '(({ groups, next }) => [groups.length, groups[0].id, next])'
    expect(await answer(`${count}(await api.groups.getUserGroups())`)).toEqual([50, 'grp_0', '50'])
    expect(await answer(`${count}(await api.groups.getUserGroups({ take: 8, from: '50' }))`)).toEqual([
      8,
      'grp_50',
      '58'
    ])
    expect(await answer(`Object.keys(await api.groups.getUserGroups({ take: 60 }))`)).toEqual(['groups'])
  })

  it('finds memberships by id and by name', async () => {
    const call = `(await api.groups.hasGroupMembership(['grp_1', 'grp 2', 'other'])).memberships`
    expect(await answer(call)).toEqual({
      grp_1: { is_member: true, matches: [{ id: 'grp_1', name: 'grp 1', group_type: 'tenant' }] },
      'grp 2': { is_member: true, matches: [{ id: 'grp_2', name: 'grp 2', group_type: 'tenant' }] },
      other: { is_member: false }
    })
  })

  it('knows of no group by default', async () => {
    const result = await runBodies(['console.log(JSON.stringify(await api.groups.getUserGroups()))'])
    expect(printed(result)).toEqual({ groups: [] })
  })
})

describe('api.roles', () => {
  it('gives pages of up to 100', async () => {
    const count = '(({ roles, next }) => [roles.length, next])'
    expect(await answer(`${count}(await api.roles.getUserEffectiveRoles({ take: 100 }))`)).toEqual([
      100,
      '100'
    ])
    expect(
      await answer(`${count}(await api.roles.getUserEffectiveRoles({ take: 100, from: '100' }))`)
    ).toEqual([20, null])
    expect(await failureOf('await api.roles.getUserEffectiveRoles({ take: 101 })')).toContain('at most 100')
  })

  it('filters by ids and by names', async () => {
    const names = '({ roles }) => roles.map(({ name }) => name)'
    expect(
      await answer(`(${names})(await api.roles.getUserEffectiveRolesByIds(['rol_1', 'rol_x']))`)
    ).toEqual(['rol 1'])
    expect(await answer(`(${names})(await api.roles.getUserEffectiveRolesByNames(['rol 2']))`)).toEqual([
      'rol 2'
    ])
  })

  it('takes 100 ids and 50 names', async () => {
    const call = (method: string, count: number) => `await api.roles.${method}(Array(${count}).fill('x'))`
    expect(await failureOf(call('getUserEffectiveRolesByIds', 100))).toBe('completed')
    expect(await failureOf(call('getUserEffectiveRolesByIds', 101))).toContain('more than 100')
    expect(await failureOf(call('getUserEffectiveRolesByNames', 50))).toBe('completed')
    expect(await failureOf(call('getUserEffectiveRolesByNames', 51))).toContain('more than 50')
  })
})

describe('both', () => {
  it.each([
    'groups.getUserGroups({ take: 0 })',
    'groups.getUserGroups({ take: 1.5 })',
    `groups.getUserGroups({ from: 1 })`,
    'groups.hasGroupMembership([])',
    'groups.hasGroupMembership([1])',
    `groups.hasGroupMembership('grp_1')`,
    'roles.getUserEffectiveRoles({ take: -1 })',
    'roles.getUserEffectiveRolesByIds()',
    'roles.getUserEffectiveRolesByNames([])'
  ])('refuse %s', async call => {
    expect(await failureOf(`await api.${call}`)).toContain('must be')
  })

  it('give out copies', async () => {
    const groups = [{ id: 'g', name: 'G' }]
    await runBodies([`(await api.groups.getUserGroups()).groups[0].name = 'changed'`], {
      directory: { groups }
    })
    expect(groups).toEqual([{ id: 'g', name: 'G' }])
  })
})

describe('api.rules', () => {
  it('knows the Rules that ran', async () => {
    const body = `console.log(api.rules.wasExecuted('rul_1'), api.rules.wasExecuted('rul_2'))`
    const { actions } = await runBodies([body], { executedRules: ['rul_1'] })
    expect(actions[0]?.log).toBe('true false')
  })
})
