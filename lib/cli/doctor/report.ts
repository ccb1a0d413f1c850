import type { Diagnosis, Ignored } from '../../admin/doctor/diagnose.js'
import type { Finding, Level } from '../../admin/doctor/finding.js'
import { printableLine } from '../printable.js'

/** The one document of `--json`. */
export interface DoctorReport {
  format: 'a0seal-doctor/1'
  /** Its id; absent where it could not be read. */
  tenant?: string
  domain: string
  env: string
  /** Hash of the policy. */
  policy: string
  /** Of a0seal. */
  version: string
  /** ISO 8601. */
  startedAt: string
  endedAt: string
  /** How many checks were made. */
  checks: number
  findings: Finding[]
  ignored: Ignored[]
}

const levels: readonly Level[] = ['error', 'unknown', 'warning', 'info']

const plurals: Readonly<Record<Level, (count: number) => string>> = {
  error: count => `${count} error${count === 1 ? '' : 's'}`,
  unknown: count => `${count} unknown`,
  warning: count => `${count} warning${count === 1 ? '' : 's'}`,
  info: count => `${count} to know`
}

const describeFinding = ({ id, level, what, why, fix, doc }: Finding): string[] => [
  `${level} ${id} ${what}`,
  `  why: ${why}`,
  `       ${doc}`,
  `  fix: ${fix}`
]

const describeIgnored = ({ id, subject, reason, until }: Ignored): string =>
  `ignored ${id} ${subject} until ${until}: ${reason}`

/** `2 errors, 1 unknown; 1 ignored` */
const summary = ({ findings, ignored }: Diagnosis): string => {
  const counts = levels.flatMap(level => {
    const count = findings.filter(finding => finding.level === level).length
    return count === 0 ? [] : [plurals[level](count)]
  })
  return `${counts.join(', ') || 'Nothing found'}${ignored.length > 0 ? `; ${ignored.length} ignored` : ''}.`
}

/** The report for people, the worst first. */
export const describeReport = (report: DoctorReport): string => {
  const { tenant = 'of an id that cannot be read', domain, env, policy, findings, ignored } = report
  return [
    `tenant ${tenant} at ${domain}, policy ${policy}, environment ${env}`,
    ...levels.flatMap(level => findings.filter(finding => finding.level === level)).flatMap(describeFinding),
    ...ignored.map(describeIgnored),
    summary({ findings, ignored })
  ]
    .map(printableLine)
    .join('\n')
}
