import { type DenyListPlan, denyListOf, hasWork, type Problem } from '../admin/deny-list.js'
import type { ApplyOutcome, DenyListsPlan } from '../admin/deny-lists.js'
import {
  connectionLimitations,
  elsewhereLimitations,
  type Limitation,
  tenantLimitations
} from '../admin/limitations.js'
import { printableLine } from './printable.js'

/** One connection as it is printed: names of attributes, and no other option. */
export interface ConnectionReport {
  id: string
  name: string
  strategy: string
  denyList: string[]
  add: string[]
  remove: string[]
  extra: string[]
  problems: Problem[]
  limitations: Limitation[]
  outcome?: ApplyOutcome
}

export interface DenyListsReport {
  domain: string
  /** Names to add or to take off, over all connections. */
  work: number
  /** Why nothing is written, in words. */
  refusal?: string
  limitations: Limitation[]
  connections: ConnectionReport[]
}

const reportOf = (plan: DenyListPlan, outcome: ApplyOutcome | undefined): ConnectionReport => ({
  ...plan.connection,
  denyList: denyListOf(plan.read) ?? [],
  add: plan.add,
  remove: plan.remove,
  extra: plan.extra,
  problems: plan.problems,
  limitations: [...elsewhereLimitations(plan.elsewhere), ...connectionLimitations(plan.read, plan.names)],
  ...(outcome && { outcome })
})

export const reportDenyLists = (
  { plans, facts }: DenyListsPlan,
  {
    domain,
    refusal,
    limitations = [],
    outcomes = []
  }: {
    domain: string
    refusal?: string | undefined
    limitations?: readonly Limitation[]
    outcomes?: ApplyOutcome[]
  }
): DenyListsReport => ({
  domain,
  work: plans.filter(hasWork).reduce((sum, { add, remove }) => sum + add.length + remove.length, 0),
  ...(refusal && { refusal }),
  limitations: [
    ...(plans.some(({ names }) => names.length > 0) ? tenantLimitations(facts) : []),
    ...limitations
  ],
  connections: plans.map((plan, index) => reportOf(plan, outcomes[index]))
})

const describeLimitation = ({ attributes, message }: Limitation): string =>
  `  ! ${attributes ? `${attributes.join(', ')}: ` : ''}${message}`

const describeOutcome = (outcome: ApplyOutcome): string => {
  switch (outcome.outcome) {
    case 'written':
      return 'written, and read back'
    case 'in-step':
      return 'in step already'
    case 'changed-meanwhile':
      return 'NOT WRITTEN: somebody changed the connection meanwhile; run this again'
    case 'not-as-written':
      return `READS BACK DIFFERENT in ${outcome.members.join(', ')}: look at the connection`
    case 'failed':
      return `FAILED: ${outcome.message}`
    case 'not-tried':
      return 'not tried'
  }
}

const describeConnection = (connection: ConnectionReport): string[] => {
  const { id, name, strategy, add, remove, extra, problems, limitations, outcome } = connection
  const isInStep = add.length + remove.length + problems.length === 0
  return [
    `${name} (${strategy}, ${id})${isInStep && !outcome ? ': in step' : ''}`,
    ...add.map(entry => `  + ${entry}`),
    ...remove.map(entry => `  - ${entry}`),
    ...extra.map(entry => `  = ${entry} (not wanted; --remove takes it off)`),
    ...limitations.map(describeLimitation),
    ...problems.map(({ message }) => `  problem: ${message}`),
    ...(outcome ? [`  ${describeOutcome(outcome)}`] : [])
  ]
}

/** The report for people: a diff of names, and what has to be known about it. */
export const describeDenyLists = ({ work, refusal, limitations, connections }: DenyListsReport): string => {
  const lines = [...limitations.map(describeLimitation), ...connections.flatMap(describeConnection)]
  const isApplied = connections.some(({ outcome }) => outcome)
  if (refusal) lines.push(`Nothing is written: ${refusal}.`)
  else if (!isApplied) lines.push(work > 0 ? `${work} to change.` : 'Nothing to change.')
  return lines.map(printableLine).join('\n')
}

/** What is on the lists now. */
export const describeShown = (
  connections: readonly {
    name: string
    strategy: string
    id: string
    denyList: string[]
    problems: Problem[]
  }[]
): string =>
  connections
    .flatMap(({ name, strategy, id, denyList, problems }) => [
      `${name} (${strategy}, ${id})`,
      ...denyList.map(entry => `  ${entry}`),
      ...problems.map(({ message }) => `  problem: ${message}`)
    ])
    .map(printableLine)
    .join('\n')
