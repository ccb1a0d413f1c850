import { describe, expect, it } from 'vitest'
import type { ActionVersion } from '../../../lib/admin/actions.js'
import { type ActionHistory, planRollback } from '../../../lib/admin/deploy/rollback.js'
import { action, codeOf, version } from './facts.js'

interface Deployed {
  policy: string
  kids?: string[]
  body?: string
}

const policies: Record<string, string> = { one: '111111111111', two: '222222222222', three: '333333333333' }

/** An Action's versions, oldest first; the last one runs. Each is a minute after the one before. */
const history = (
  deployed: (Deployed | string)[],
  { name = 'seal-attributes', minute = 0 } = {}
): ActionHistory => {
  const versions = deployed.map((one, index): ActionVersion => {
    const { policy, kids, body = policy } = typeof one === 'string' ? ({ policy: one } as Deployed) : one
    return version({
      id: `ver_${index + 1}`,
      number: index + 1,
      code: codeOf({ name, policy: policies[policy] ?? policy, body, kids: kids && { A0SEAL_KEYS: kids } }),
      secrets: kids ? [{ name: 'A0SEAL_KEYS' }] : [],
      createdAt: new Date(Date.UTC(2026, 10, 28, 10, minute + index)).toISOString()
    })
  })
  const runs = versions.at(-1)
  return { action: action({ name, ...(runs && { is: runs, deployed: runs }) }), versions: versions.reverse() }
}
const release = (...deployed: (Deployed | string)[]) => history(deployed, { name: 'release-attributes' })
const stepsOf = (...histories: ActionHistory[]) =>
  planRollback(histories).steps.map(({ action, to }) => `${action.name} ${to.number}`)

describe('a rollback', () => {
  it('brings all of ours to the policy before', () => {
    expect(stepsOf(history(['one', 'two']), release('one', 'two'))).toEqual([
      'seal-attributes 1',
      'release-attributes 1'
    ])
    expect(planRollback([history(['one', 'two'])]).to).toMatchObject({ policy: policies.one, env: 'dev' })
  })

  it('takes the newest version of that policy', () => {
    const kids = [['Rk3'], ['Rk3', 'Qp9']]
    const all = [...kids.map(kids => ({ policy: 'one', kids })), { policy: 'two', kids: ['Rk3', 'Qp9'] }]
    expect(stepsOf(history(all))).toEqual(['seal-attributes 2'])
  })

  it('goes on where it ended halfway, and is not undone when it is run again', () => {
    expect(stepsOf(history(['one', 'two', 'one']), release('one', 'two'))).toEqual(['release-attributes 1'])
    const done = planRollback([history(['one', 'two', 'one']), release('one', 'two', 'one')])
    expect(done).toMatchObject({
      steps: [],
      problems: ['there is no version of another policy to go back to']
    })
  })

  it('of a deploy that ended halfway brings back what was begun', () => {
    expect(stepsOf(history(['one', 'two']), release('one'))).toEqual(['seal-attributes 1'])
  })

  it('does not go back to what was gone back from', () => {
    expect(stepsOf(history(['one', 'two', 'one', 'three']))).toEqual(['seal-attributes 3'])
  })

  it('leaves an Action that the policy before had not', () => {
    const copy = history(['two'], { name: 'copy-user-metadata', minute: 1 })
    expect(planRollback([history(['one', 'two']), copy])).toMatchObject({
      stays: ['copy-user-metadata'],
      problems: []
    })
  })

  it('is refused where there is nothing before', () => {
    expect(planRollback([history(['one'])]).problems).toHaveLength(1)
    expect(planRollback([]).problems).toHaveLength(1)
  })

  it('is refused past a rotation: the version lacks the key that seals now', () => {
    const rotated = [
      { policy: 'one', kids: ['Rk3'] },
      { policy: 'two', kids: ['Rk3', 'Qp9'] },
      { policy: 'two', kids: ['Qp9', 'Rk3'] }
    ]
    const { problems } = planRollback([history(rotated), release('one', 'two')])
    expect(problems).toEqual([
      'seal-attributes: version 1 has not the key Qp9, which A0SEAL_KEYS seals with now: what was sealed since would not open'
    ])
  })

  it('is refused where another Action seals with a key that the version lacks, or it does not say its keys', () => {
    const seals = history([
      { policy: 'one', kids: ['Rk3', 'Qp9'] },
      { policy: 'two', kids: ['Qp9', 'Rk3'] }
    ])
    const reads = release({ policy: 'one', kids: ['Rk3'] }, { policy: 'two', kids: ['Qp9', 'Rk3'] })
    expect(planRollback([seals, reads]).problems).toMatchObject([
      expect.stringContaining('release-attributes: version 1')
    ])
    const silent = history([
      { policy: 'one', kids: ['Rk3'] },
      { policy: 'two', kids: ['Rk3'] }
    ])
    const [now, before] = silent.versions
    const untold = { ...before, code: codeOf({ policy: policies.one ?? '' }) } as ActionVersion
    expect(planRollback([{ ...silent, versions: [now as ActionVersion, untold] }]).problems).toHaveLength(1)
  })

  it('may go back to a version that has the key that seals now behind another', () => {
    const kids = [
      ['Rk3', 'Qp9'],
      ['Qp9', 'Rk3']
    ]
    expect(
      planRollback([
        history([
          { policy: 'one', kids: kids[0] ?? [] },
          { policy: 'two', kids: kids[1] ?? [] }
        ])
      ]).problems
    ).toEqual([])
  })
})
