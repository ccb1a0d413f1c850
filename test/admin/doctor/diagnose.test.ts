import { describe, expect, it } from 'vitest'
import { diagnose, isFailure } from '../../../lib/admin/doctor/diagnose.js'
import type { Area } from '../../../lib/admin/doctor/facts.js'
import type { Finding } from '../../../lib/admin/doctor/finding.js'
import { table } from '../../../lib/admin/doctor/table.js'
import { findingIds } from '../../../lib/core/policy/finding-ids.js'
import type { IgnoredFinding } from '../../../lib/core/policy/types.js'
import { findingsWith, healthyFacts, readOf, today, wantedOf, wantedWith } from './healthy.js'

const areas = Object.keys(healthyFacts()) as Area[]

describe('the table', () => {
  it('has a row for each id, in their order', () => {
    expect([...new Set(table.map(({ id }) => id))].sort()).toEqual([...findingIds])
  })

  it.each(table)('links the documentation: $id $title', ({ doc, why }) => {
    expect(new URL(doc).origin).toBe('https://auth0.com')
    expect(why).toMatch(/\.$/)
  })
})

describe('a healthy tenant', () => {
  it('has no finding', () => {
    expect(findingsWith({})).toEqual([])
  })
})

describe('what could not be read', () => {
  it.each(areas)('is unknown, by the scope, where it is %s', area => {
    const facts = { ...readOf(healthyFacts()), [area]: { unread: 'GET: 403', scopes: ['read:it'] } }
    const { findings } = diagnose(facts, wantedOf(), { rows: table, today })
    const ids = table.filter(({ needs }) => needs.includes(area)).map(({ id }) => id)
    expect(findings.map(({ id }) => id)).toEqual([...new Set(ids)])
    for (const finding of findings) {
      expect(finding).toMatchObject({
        level: 'unknown',
        subject: 'read:it',
        fix: 'Give the token read:it.'
      })
      expect(isFailure(finding, 'error')).toBe(true)
    }
  })

  it('is named by what it is, where no scope is missing', () => {
    const facts = { ...readOf(healthyFacts()), logStreams: { unread: 'GET /log-streams: 500', scopes: [] } }
    expect(diagnose(facts, wantedOf(), { rows: table, today }).findings).toMatchObject([
      { id: 'D11', level: 'unknown', subject: 'logStreams', what: 'not known: GET /log-streams: 500' }
    ])
  })

  it('can be ignored where no scope lets it be read, and the fix says how', () => {
    const logStreams = { unread: 'GET /log-streams: 403, …', scopes: [], isBeyondScopes: true }
    const facts = { ...readOf(healthyFacts()), logStreams }
    expect(diagnose(facts, wantedOf(), { rows: table, today }).findings).toMatchObject([
      { subject: 'logStreams', fix: expect.stringMatching(/^No scope helps\..* ignore D11 of logStreams\.$/) }
    ])
    const ignore = [{ id: 'D11' as const, subject: 'logStreams', reason: 'none on this plan', until: today }]
    const { findings } = diagnose(facts, wantedWith({ doctor: { ignore } }), { rows: table, today })
    expect(findings).toEqual([])
  })

  it('is unknown too where nobody tried', () => {
    const { findings } = diagnose({}, wantedOf(), { rows: table, today })
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findingIds.length)
    expect(findings.every(({ level }) => level === 'unknown')).toBe(true)
  })
})

describe('an ignored finding', () => {
  const ignored: IgnoredFinding = {
    id: 'D06',
    subject: 'all-applications',
    reason: 'looked at',
    until: today
  }
  const diagnosisWith = (changes: Partial<IgnoredFinding>) => {
    const facts = readOf({ ...healthyFacts(), mfaPolicies: ['all-applications'] })
    const wanted = wantedWith({ doctor: { ignore: [{ ...ignored, ...changes }] } })
    const { findings, ignored: known } = diagnose(facts, wanted, { rows: table, today })
    return { found: findings.length, ignored: known }
  }

  it('is known with its reason, on its last day too', () => {
    expect(diagnosisWith({})).toMatchObject({
      found: 0,
      ignored: [{ id: 'D06', level: 'warning', reason: 'looked at', until: today }]
    })
  })

  it.each([[{ until: '2026-11-27' }], [{ subject: 'confidence-score' }], [{ id: 'D07' as const }]])(
    'is reported again with %j',
    changes => {
      expect(diagnosisWith(changes)).toEqual({ found: 1, ignored: [] })
    }
  )

  it('can be one that is unknown', () => {
    const facts = { ...readOf(healthyFacts()), rate: { unread: 'GET: 403', scopes: ['read:users'] } }
    const wanted = wantedWith({
      doctor: { ignore: [{ ...ignored, id: 'D14', subject: 'read:users' }] }
    })
    expect(diagnose(facts, wanted, { rows: table, today })).toMatchObject({
      findings: [],
      ignored: [{ level: 'unknown' }]
    })
  })
})

describe('a failure', () => {
  const finding = (level: Finding['level']) => ({ level }) as Finding

  it.each([
    ['error', true, true],
    ['unknown', true, true],
    ['warning', false, true],
    ['info', false, false]
  ] as const)('of level %s', (level, onError, onWarning) => {
    expect([isFailure(finding(level), 'error'), isFailure(finding(level), 'warning')]).toEqual([
      onError,
      onWarning
    ])
  })
})
