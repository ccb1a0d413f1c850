import type { ManagementClient } from 'auth0'
import { examineTenant } from '../../admin/doctor/examine.js'
import type { Finding } from '../../admin/doctor/finding.js'
import { Interrupted } from '../../admin/interruption.js'
import { TenantError } from '../../admin/tenant-error.js'
import type { FindingId } from '../../core/policy/finding-ids.js'
import { readWanted, type WantedOptions } from '../doctor/wanted.js'
import type { Terminal } from '../terminal.js'

/** What a deploy is answerable for: what denies too early, order, deployed code, and keys. */
const only: readonly FindingId[] = ['D02', 'D03', 'D04', 'D05']

/**
 * What `doctor` finds of it once a deploy is done, a line each on standard error. It is done all the same: that a look fails undoes
 * nothing.
 */
export const lookAgain = async (
  terminal: Terminal,
  options: WantedOptions,
  { client, domain }: { client: ManagementClient; domain: string }
): Promise<Finding[]> => {
  try {
    const { wanted } = await readWanted(options, { domain, environment: terminal.env })
    const { findings } = await examineTenant(client, wanted, { only, now: new Date() })
    for (const { id, level, what, fix } of findings) terminal.warn(`${level} ${id} ${what}: ${fix}`)
    return findings
  } catch (error) {
    if (!(error instanceof TenantError || error instanceof Interrupted)) throw error
    terminal.warn(`${error.message}; look at the tenant with npx a0seal doctor`)
    return []
  }
}
