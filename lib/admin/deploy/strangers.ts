import type { ManagementClient } from 'auth0'
import { type Action, listVersions } from '../actions.js'
import { deployedLine, lineOf } from './first-lines.js'

/** A run of ours that died left our first line in the draft; one that somebody put code before, in an older version. */
const isOurs = async (client: ManagementClient, action: Action): Promise<boolean> =>
  lineOf(action, action.draft) !== undefined ||
  deployedLine(action) !== undefined ||
  (await listVersions(client, action.id)).some(version => lineOf(action, version) !== undefined)

/**
 * Those of these Actions of which neither draft nor any version says that a0seal made it: to deploy under their names would replace
 * somebody else's work.
 *
 * @returns their names
 * @throws TenantError
 */
export const findStrangers = async (
  client: ManagementClient,
  actions: readonly Action[]
): Promise<Set<string>> => {
  const found = new Set<string>()
  for (const action of actions) if (!(await isOurs(client, action))) found.add(action.name)
  return found
}
