import type { ManagementClient } from 'auth0'
import type { FindingId } from '../../core/policy/finding-ids.js'
import { attempt, known } from '../reading.js'
import { assertTenant, readTenantId } from '../tenant-id.js'
import { type Diagnosis, diagnose } from './diagnose.js'
import { readFacts } from './read-facts.js'
import { table } from './table.js'
import type { Wanted } from './wanted.js'

export interface Examination extends Diagnosis {
  /** Its id; absent where it could not be read. */
  tenant?: string
  /** How many checks were made. */
  checks: number
}

/**
 * Reads what the checks need of a tenant, once, and then makes them. Writes nothing.
 *
 * @param options.only default: all that can be found
 * @throws ERR_USAGE where the policy is for another tenant; TenantError where it cannot be reached or takes no token
 */
export const examineTenant = async (
  client: ManagementClient,
  wanted: Wanted,
  { only, now }: { only?: readonly FindingId[] | undefined; now: Date }
): Promise<Examination> => {
  const tenant = known(await attempt(readTenantId(client)))
  if (tenant !== undefined) assertTenant(wanted.policy, tenant)
  const rows = table.filter(({ id }) => !only || only.includes(id))
  const needs = new Set(rows.flatMap(row => row.needs))
  const facts = await readFacts(client, { needs, names: wanted.actions.map(({ name }) => name) })
  const today = now.toISOString().slice(0, 10)
  return {
    ...(tenant !== undefined && { tenant }),
    checks: rows.length,
    ...diagnose(facts, wanted, { rows, today })
  }
}
