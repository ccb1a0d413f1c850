import type { RuleReport } from '../../runtime/rules/rule-types.js'
import type { RunResult } from '../../runtime/types.js'
import type { LogFields } from '../store/log.js'
import type { TenantStore } from '../store/tenant-store.js'
import type { Oversize } from '../users/users.js'

/** A run as the tenant goes on with it: a write that had to be refused has turned it into a failure. */
export interface AppliedRun {
  result: RunResult
  executionId: string
}

/** The tenant-log entry for a profile above 10 kB; the message for the callback where it was refused. */
export const reportOversize = (
  { bytes, refused }: Oversize,
  { log, fields }: { log: TenantStore['log']; fields: LogFields }
): string => {
  const description = `The user profile ${refused ? 'would have' : 'has'} ${bytes} bytes; the limit is 10 kB.`
  log.add('w', { ...fields, description })
  return description
}

/** Writes what a run decided: one profile update, the reports of its Actions. */
export const applyRun = (
  result: RunResult,
  {
    store,
    userId,
    fields,
    rules
  }: { store: TenantStore; userId: string; fields: LogFields; rules?: RuleReport[] | undefined }
): AppliedRun => {
  const { profileUpdate, actions } = result
  const oversize = profileUpdate && store.users.update(userId, profileUpdate)
  const message = oversize && reportOversize(oversize, { log: store.log, fields })
  const applied: RunResult =
    oversize?.refused && message !== undefined ? { ...result, outcome: { type: 'failed', message } } : result
  if (applied.state.primaryUserId !== undefined) {
    store.log.add('w', {
      ...fields,
      description: 'setPrimaryUser has no effect: this tenant does not link accounts.'
    })
  }
  const { id: executionId } = store.log.addExecution({
    trigger: 'post-login',
    user_id: userId,
    outcome: applied.outcome.type,
    ...(rules && { rules }),
    actions,
    dropped: applied.state.dropped
  })
  return { result: applied, executionId }
}
