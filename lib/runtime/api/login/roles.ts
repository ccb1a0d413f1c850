import type { DirectoryEntry } from '../../directory.js'
import type { ActionContext } from '../context.js'
import { assertNames, type PageOptions, pageOf } from '../paging.js'

const takeMax = 100
const idsMax = 100
const namesMax = 50

type Roles = { roles: DirectoryEntry[] }

/** `api.roles`: the roles of the user, directly or through a group, as the run was told. */
export const createRoles = ({ directory: { roles = [] } }: Pick<ActionContext, 'directory'>) => ({
  async getUserEffectiveRoles(params: PageOptions = {}): Promise<Roles & { next?: string }> {
    const { page, ...next } = pageOf(roles, params, { takeMax })
    return { roles: page, ...next }
  },

  async getUserEffectiveRolesByIds(ids: string[]): Promise<Roles> {
    assertNames('ids', ids, idsMax)
    return { roles: roles.filter(({ id }) => ids.includes(id)).map(role => structuredClone(role)) }
  },

  async getUserEffectiveRolesByNames(names: string[]): Promise<Roles> {
    assertNames('names', names, namesMax)
    return { roles: roles.filter(({ name }) => names.includes(name)).map(role => structuredClone(role)) }
  }
})
