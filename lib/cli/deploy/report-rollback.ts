import type { RollbackPlan } from '../../admin/deploy/rollback.js'
import { printableLine } from '../printable.js'
import { describeTrigger, nameWidth, reportTrigger } from './report.js'

/** The plan of a rollback for people. */
export const describeRollback = ({ to, steps, stays, triggers, notes, problems }: RollbackPlan): string =>
  [
    ...(to ? [`back to policy ${to.policy}, env ${to.env}, a0seal ${to.version}`] : []),
    ...steps.map(
      ({ action, to }) =>
        `~ ${action.name.padEnd(nameWidth)}   version ${action.deployed?.number} → content of version ${to.number}`
    ),
    ...stays.map(name => `= ${name}`),
    ...triggers.flatMap(trigger =>
      describeTrigger(trigger, { describe: ({ name }) => name, why: 'that policy had it not' })
    ),
    ...notes.map(note => `  ! ${note}`),
    ...problems.map(problem => `  problem: ${problem}`)
  ]
    .map(printableLine)
    .join('\n')

/** The same as data. */
export const reportRollback = ({ to, steps, stays, triggers, notes, problems }: RollbackPlan) => ({
  ...(to && { to }),
  actions: steps.map(({ action, to }) => ({
    name: action.name,
    id: action.id,
    from: action.deployed?.number,
    to: to.number
  })),
  stays,
  triggers: triggers.map(reportTrigger),
  notes,
  problems
})
