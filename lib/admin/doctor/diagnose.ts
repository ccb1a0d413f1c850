import type { IgnoredFinding } from '../../core/policy/types.js'
import type { Area, Facts, FactsRead, Unread } from './facts.js'
import type { Finding } from './finding.js'
import type { Row } from './row.js'
import type { Wanted } from './wanted.js'

export type Ignored = Finding & Pick<IgnoredFinding, 'reason' | 'until'>

export interface Diagnosis {
  findings: Finding[]
  /** Found too, and known by the policy. */
  ignored: Ignored[]
}

const fixOf = ({ scopes, isBeyondScopes }: Unread, { id, area }: { id: Row['id']; area: Area }): string => {
  if (scopes.length > 0) return `Give the token ${scopes.join(' and ')}.`
  return isBeyondScopes
    ? `No scope helps. Where you know that the tenant has none, have the policy ignore ${id} of ${area}.`
    : 'Run this again when the tenant answers.'
}

/** What a row needs and could not be read. */
const unknowns = ({ id, needs, why, doc }: Row, facts: FactsRead): Finding[] =>
  needs.flatMap(area => {
    const read = facts[area]
    if (read && 'value' in read) return []
    const unread: Unread = read ?? { unread: 'it was not read', scopes: [] }
    return [
      {
        id,
        level: 'unknown',
        subject: unread.scopes.join(' ') || area,
        what: `not known: ${unread.unread}`,
        why,
        fix: fixOf(unread, { id, area }),
        doc
      }
    ]
  })

const valuesOf = (facts: FactsRead, needs: readonly Area[]): Facts =>
  Object.fromEntries(
    needs.flatMap(area => {
      const read = facts[area]
      return read && 'value' in read ? [[area, read.value]] : []
    })
  ) as unknown as Facts

const findingsOf = (row: Row, facts: FactsRead, wanted: Wanted): Finding[] => {
  const unknown = unknowns(row, facts)
  if (unknown.length > 0) return unknown
  const { id, level, why, doc } = row
  return row
    .find(valuesOf(facts, row.needs), wanted)
    .map(({ subject, what, fix }) => ({ id, level, subject, what, why, fix, doc }))
}

/** Each once: rows of one id can miss the same scope. */
const distinct = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map(finding => [`${finding.id} ${finding.level} ${finding.subject}`, finding])).values()
]

/**
 * What is wrong, by what was read. Pure.
 *
 * @param options.today `YYYY-MM-DD`, UTC: what is ignored until a day is so on that day too
 */
export const diagnose = (
  facts: FactsRead,
  wanted: Wanted,
  { rows, today }: { rows: readonly Row[]; today: string }
): Diagnosis => {
  const diagnosis: Diagnosis = { findings: [], ignored: [] }
  for (const finding of distinct(rows.flatMap(row => findingsOf(row, facts, wanted)))) {
    const known = wanted.policy.doctor?.ignore.find(
      ({ id, subject, until }) => id === finding.id && subject === finding.subject && until >= today
    )
    if (known) diagnosis.ignored.push({ ...finding, reason: known.reason, until: known.until })
    else diagnosis.findings.push(finding)
  }
  return diagnosis
}

/** The least that makes `doctor` fail. */
export type FailOn = 'error' | 'warning'

export const isFailure = ({ level }: Finding, failOn: FailOn): boolean =>
  level === 'error' || level === 'unknown' || (level === 'warning' && failOn === 'warning')
