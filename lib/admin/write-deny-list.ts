import { isDeepStrictEqual } from 'node:util'
import type { ManagementClient } from 'auth0'
import type { JsonObject } from '../core/auth0/json.js'
import { type Clock, systemClock } from './clock.js'
import { type Connection, getConnection, replaceOptions } from './connections.js'
import { type DenyListPlan, optionsWith } from './deny-list.js'
import { type Interruption, uninterrupted } from './interruption.js'
import { TenantError } from './tenant-error.js'
import { isUnknown, maxTries, waitForLimit } from './write.js'

export type WriteOutcome =
  | { outcome: 'written' }
  /** Nothing was written: somebody changed it since the plan was made. */
  | { outcome: 'changed-meanwhile' }
  /** It was written, and reads back different: these members of the connection. */
  | { outcome: 'not-as-written'; members: string[] }

const sentMembers = ({ options, display_name, realms }: Connection) => ({ options, display_name, realms })

/** Auth0 need not keep the order of a deny list; of everything else the order counts. */
const withSortedList = (options: JsonObject = {}): JsonObject => {
  const list = options.non_persistent_attrs
  return Array.isArray(list) ? { ...options, non_persistent_attrs: [...list].sort() } : options
}

/** Names of the members that differ: never their values. */
const differences = (expected: Connection, found: Connection): string[] => {
  const [wanted, seen] = [expected, found].map(({ options }) => withSortedList(options)) as [
    JsonObject,
    JsonObject
  ]
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(seen)])]
  return [
    ...(expected.display_name === found.display_name ? [] : ['display_name']),
    ...(isDeepStrictEqual(expected.realms, found.realms) ? [] : ['realms']),
    ...names.filter(name => !isDeepStrictEqual(wanted[name], seen[name])).map(name => `options.${name}`)
  ]
}

/** @returns the rate limit's refusal, where that is why nothing was written */
const tryToWrite = async (
  client: ManagementClient,
  read: Connection,
  options: JsonObject
): Promise<TenantError | undefined> => {
  try {
    await replaceOptions(client, read, options)
    return undefined
  } catch (error) {
    if (!(error instanceof TenantError)) throw error
    if (error.status === 429) return error
    // What stands there tells whether it was written.
    const now = isUnknown(error) ? await getConnection(client, read.id).catch(() => undefined) : undefined
    if (!now || differences({ ...read, options }, now).length > 0) throw error
    return undefined
  }
}

const writeAndReadBack = async (
  client: ManagementClient,
  fresh: Connection,
  options: JsonObject
): Promise<WriteOutcome | TenantError> => {
  const refusal = await tryToWrite(client, fresh, options)
  if (refusal) return refusal
  const members = differences({ ...fresh, options }, await getConnection(client, fresh.id))
  return members.length > 0 ? { outcome: 'not-as-written', members } : { outcome: 'written' }
}

/**
 * Writes one connection's deny list: reads it again, writes only if it is still what the plan was made from, and reads back.
 * Auth0 has no conditional writes, so a change in the milliseconds between is only found by its effect on what reads back.
 *
 * @param options.interruption ends reads and the wait for a rate limit; what is written is read back
 * @throws TenantError, Interrupted
 */
export const writeDenyList = async (
  client: ManagementClient,
  plan: DenyListPlan,
  { clock = systemClock, interruption = uninterrupted }: { clock?: Clock; interruption?: Interruption } = {}
): Promise<WriteOutcome> => {
  const { id } = plan.connection
  for (let tries = 1; ; tries += 1) {
    const fresh = await getConnection(client, id)
    if (!fresh.options || !isDeepStrictEqual(sentMembers(fresh), sentMembers(plan.read)))
      return { outcome: 'changed-meanwhile' }
    const options = optionsWith(fresh.options, plan.names)
    const outcome = await interruption.finish(() => writeAndReadBack(client, fresh, options))
    if (!(outcome instanceof TenantError)) return outcome
    if (tries === maxTries) throw outcome
    await waitForLimit(outcome, { clock, interruption })
  }
}
