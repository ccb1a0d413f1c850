import type { ManagementClient } from 'auth0'
import { readAllBindings } from '../bindings.js'
import { readMfaPolicies } from '../mfa-policies.js'
import { TenantError } from '../tenant-error.js'
import { readActions } from '../tenant-facts.js'
import type { Area, AreaRead, Facts, FactsRead } from './facts.js'
import {
  readApplications,
  readConnectionsWithOptions,
  readCustomDomains,
  readEmailTemplates,
  readEventStreams,
  readLogStreams,
  readRate,
  readScim,
  readSettings
} from './readers.js'

interface Context {
  client: ManagementClient
  /** Names of Actions that are looked at, bound or not. */
  names: readonly string[]
  /** What was read before, in the order of the table below. */
  facts: FactsRead
}

const readers: { readonly [A in Area]: (context: Context) => Promise<Facts[A]> } = {
  async actions({ client, names }) {
    const bindings = await readAllBindings(client)
    return { all: await readActions(client, { bindings, names }), bindings }
  },
  connections: ({ client }) => readConnectionsWithOptions(client),
  // Where connections could not be read, what needs this needs those too.
  scim: ({ client, facts: { connections } }) =>
    readScim(client, connections && 'value' in connections ? connections.value : []),
  applications: ({ client }) => readApplications(client),
  mfaPolicies: ({ client }) => readMfaPolicies(client),
  settings: ({ client }) => readSettings(client),
  customDomains: ({ client }) => readCustomDomains(client),
  eventStreams: ({ client }) => readEventStreams(client),
  logStreams: ({ client }) => readLogStreams(client),
  emailTemplates: ({ client }) => readEmailTemplates(client),
  rate: ({ client }) => readRate(client)
}

const areas = Object.keys(readers) as Area[]
const forbidden = 403

/** What a tenant refuses to show is unknown. Without a token, or without a tenant, nothing is known at all. */
const attempt = async <T>(read: Promise<T>): Promise<AreaRead<T>> => {
  try {
    return { value: await read }
  } catch (error) {
    if (!(error instanceof TenantError)) throw error
    const { status, scopes, isBeyondScopes, message } = error
    const isForArea =
      status === forbidden ? scopes.length > 0 || isBeyondScopes : status !== undefined && status !== 401
    if (!isForArea) throw error
    return { unread: message, scopes, isBeyondScopes }
  }
}

/**
 * Reads a tenant once, one request at a time, and writes nothing.
 *
 * @param options.needs what is read
 * @throws TenantError where the tenant cannot be reached, or takes no token
 */
export const readFacts = async (
  client: ManagementClient,
  { needs, names }: { needs: ReadonlySet<Area>; names: readonly string[] }
): Promise<FactsRead> => {
  let facts: FactsRead = {}
  for (const area of areas.filter(area => needs.has(area)))
    facts = { ...facts, [area]: await attempt<unknown>(readers[area]({ client, names, facts })) }
  return facts
}
