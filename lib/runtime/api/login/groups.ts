import type { JsonObject } from '../../../core/auth0/json.js'
import type { DirectoryEntry } from '../../directory.js'
import type { ActionContext } from '../context.js'
import { assertNames, type PageOptions, pageOf } from '../paging.js'

/** `api.groups`: the groups of the user, as the run was told. */
export const createGroups = ({ directory: { groups = [] } }: Pick<ActionContext, 'directory'>) => ({
  async getUserGroups(params: PageOptions = {}): Promise<{ groups: DirectoryEntry[]; next?: string }> {
    const { page, ...next } = pageOf(groups, params)
    return { groups: page, ...next }
  },

  /** @param identifiers ids or names of groups */
  async hasGroupMembership(identifiers: string[]): Promise<{ memberships: Record<string, JsonObject> }> {
    assertNames('groups', identifiers)
    const membershipOf = (identifier: string): JsonObject => {
      const matches = groups
        .filter(({ id, name }) => id === identifier || name === identifier)
        .map(({ id, name, group_type = 'tenant' }) => ({ id, name, group_type }))
      return matches.length > 0 ? { is_member: true, matches } : { is_member: false }
    }
    return {
      memberships: Object.fromEntries(identifiers.map(identifier => [identifier, membershipOf(identifier)]))
    }
  }
})
