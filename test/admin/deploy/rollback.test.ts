import { describe, expect, it } from 'vitest'
import type { ActionVersion } from '../../../lib/admin/actions.js'
import type { Bindings } from '../../../lib/admin/bindings.js'
import type { ActionHistory } from '../../../lib/admin/deploy/generations.js'
import { planRollback } from '../../../lib/admin/deploy/rollback.js'
import type { Place } from '../../../lib/core/format/first-line.js'
import type { ActionSecrets } from '../../../lib/core/policy/secrets.js'
import { action, binding, codeOf, version } from './facts.js'

interface Deployed {
  policy: string
  kids?: string[]
  body?: string
  place?: Place | undefined
}

const policies: Record<string, string> = { one: '111111111111', two: '222222222222', three: '333333333333' }

interface Of {
  name?: string
  trigger?: string
  secret?: string
  /** When its first version was made. */
  minute?: number
  place?: Place
}

/** An Action's versions, oldest first; the last one runs. Each is a minute after the one before. */
const history = (
  deployed: (Deployed | string)[],
  {
    name = 'seal-attributes',
    trigger = 'post-login',
    secret = 'A0SEAL_KEYS',
    minute = 0,
    place = { number: 1, of: 1 }
  }: Of = {}
): ActionHistory => {
  const versions = deployed.map((one, index): ActionVersion => {
    const given = typeof one === 'string' ? ({ policy: one } as Deployed) : one
    const { policy, kids, body = policy } = given
    const at = 'place' in given ? given.place : place
    return version({
      id: `ver_${index + 1}`,
      number: index + 1,
      code: codeOf({
        name,
        policy: policies[policy] ?? policy,
        body,
        kids: kids && { [secret]: kids },
        ...(at && { place: at })
      }),
      secrets: kids ? [{ name: secret }] : [],
      createdAt: new Date(Date.UTC(2026, 10, 28, 10, minute + index)).toISOString()
    })
  })
  const runs = versions.at(-1)
  return {
    action: action({ name, trigger, ...(runs && { is: runs, deployed: runs }) }),
    versions: versions.reverse()
  }
}

const seal = (...deployed: (Deployed | string)[]) => history(deployed, { place: { number: 1, of: 2 } })
const release = (...deployed: (Deployed | string)[]) =>
  history(deployed, { name: 'release-attributes', place: { number: 2, of: 2 } })

interface Options {
  /** Names of what is bound to post-login in its order. Default: all of these. */
  bound?: string[]
  elsewhere?: Bindings
  contents?: ActionSecrets
}
const plan = (
  histories: ActionHistory[],
  { bound = histories.map(({ action }) => action.name), elsewhere = {}, contents = {} }: Options = {}
) => planRollback({ histories, bindings: { 'post-login': bound.map(binding), ...elsewhere } }, contents)
const stepsOf = (...histories: ActionHistory[]) =>
  plan(histories).steps.map(({ action, to }) => `${action.name} ${to.number}`)
const namesAfter = ({ triggers }: ReturnType<typeof plan>) =>
  triggers.map(({ trigger, after }) => [trigger, ...after.map(({ name }) => name)])

describe('a rollback', () => {
  it('brings all of ours to the policy before', () => {
    expect(stepsOf(seal('one', 'two'), release('one', 'two'))).toEqual([
      'seal-attributes 1',
      'release-attributes 1'
    ])
    expect(plan([history(['one', 'two'])]).to).toMatchObject({ policy: policies.one, env: 'dev' })
  })

  it('takes the newest version of that policy', () => {
    const kids = [['Rk3'], ['Rk3', 'Qp9']]
    const all = [...kids.map(kids => ({ policy: 'one', kids })), { policy: 'two', kids: ['Rk3', 'Qp9'] }]
    expect(stepsOf(history(all))).toEqual(['seal-attributes 2'])
  })

  it('goes on where it ended halfway, and is not undone when it is run again', () => {
    expect(stepsOf(seal('one', 'two', 'one'), release('one', 'two'))).toEqual(['release-attributes 1'])
    const done = plan([seal('one', 'two', 'one'), release('one', 'two', 'one')])
    expect(done).toMatchObject({
      steps: [],
      problems: ['there is no version of another policy to go back to']
    })
  })

  it('of a deploy that ended halfway brings back what was begun', () => {
    expect(stepsOf(seal('one', 'two'), release('one'))).toEqual(['seal-attributes 1'])
  })

  it('does not go back to what was gone back from', () => {
    expect(stepsOf(history(['one', 'two', 'one', 'three']))).toEqual(['seal-attributes 3'])
  })

  it('is refused where there is nothing before', () => {
    expect(plan([history(['one'])]).problems).toHaveLength(1)
    expect(plan([]).problems).toHaveLength(1)
  })

  it('says that it passes over other code of the policy that runs, and nothing of other keys', () => {
    const bad = [
      { policy: 'one', body: 'old' },
      { policy: 'two', body: 'good' },
      { policy: 'two', body: 'bad' }
    ]
    expect(plan([history(bad)])).toMatchObject({
      steps: [{ to: { number: 1 } }],
      notes: [expect.stringMatching(/^seal-attributes: version 2 has other code under the policy that runs/)]
    })
    const keys = [['Rk3'], ['Rk3', 'Qp9']].map(kids => ({ policy: 'two', kids }))
    expect(plan([history([{ policy: 'one', kids: ['Rk3'] }, ...keys])]).notes).toEqual([])
  })
})

describe('bindings that are rolled back', () => {
  const copy = history(['two'], { name: 'copy-user-metadata', minute: 1, place: { number: 2, of: 3 } })

  it('lose what came with the newer policy, and keep those of others', () => {
    const back = plan([seal('one', 'two'), copy, release('one', 'two')], {
      bound: ['x', 'seal-attributes', 'copy-user-metadata', 'y', 'release-attributes', 'z']
    })
    expect(back).toMatchObject({ problems: [], stays: [] })
    expect(namesAfter(back)).toEqual([['post-login', 'x', 'seal-attributes', 'y', 'release-attributes', 'z']])
    expect(back.triggers[0]?.removed).toEqual([binding('copy-user-metadata')])
  })

  it('are no work once they are done: what is bound no more does not run', () => {
    const done = [seal('one', 'two', 'one'), copy, release('one', 'two', 'one')]
    expect(plan(done, { bound: ['seal-attributes', 'release-attributes'] }).problems).toEqual([
      'there is no version of another policy to go back to'
    ])
  })

  it('are what is left to do where it ended before them', () => {
    const back = plan([seal('one', 'two', 'one'), copy, release('one', 'two', 'one')])
    expect(back).toMatchObject({ steps: [], problems: [] })
    expect(namesAfter(back)).toEqual([['post-login', 'seal-attributes', 'release-attributes']])
  })

  it('go on where it ended before what comes back was bound', () => {
    const dropped = history(['one'], { name: 'copy-user-metadata', place: { number: 2, of: 3 } })
    const all = [
      history(['one', 'two', 'one'], { place: { number: 1, of: 3 } }),
      dropped,
      history(['one', 'two', 'one'], { name: 'release-attributes', place: { number: 3, of: 3 } })
    ]
    const back = plan(all, { bound: ['seal-attributes', 'release-attributes'] })
    expect(back).toMatchObject({ to: { policy: policies.one }, steps: [], problems: [] })
    expect(namesAfter(back)).toEqual([
      ['post-login', 'seal-attributes', 'copy-user-metadata', 'release-attributes']
    ])
    expect(plan(all).problems).toEqual(['there is no version of another policy to go back to'])
  })

  it('come back behind the one before them, and at their own trigger', () => {
    const of = 4
    const all = [
      history(['one', 'two'], { place: { number: 1, of } }),
      history(['one'], { name: 'own', place: { number: 2, of } }),
      history(['one', 'two'], { name: 'release-attributes', place: { number: 3, of } }),
      history(['one'], { name: 'guard-signup', trigger: 'pre-user-registration', place: { number: 4, of } })
    ]
    const back = plan(all, {
      bound: ['seal-attributes', 'x', 'release-attributes'],
      elsewhere: { 'pre-user-registration': [] }
    })
    expect(namesAfter(back)).toEqual([
      ['post-login', 'seal-attributes', 'own', 'x', 'release-attributes'],
      ['pre-user-registration', 'guard-signup']
    ])
    expect(back).toMatchObject({ stays: ['own', 'guard-signup'], problems: [] })
  })

  it('come in the order of that policy, by the places in the first lines', () => {
    const of = 3
    const all = [
      history(['one', { policy: 'two', place: { number: 2, of } }], {
        name: 'own',
        place: { number: 1, of }
      }),
      history(['one', { policy: 'two', place: { number: 1, of } }], { place: { number: 2, of } }),
      history(['one', 'two'], { name: 'release-attributes', place: { number: 3, of } })
    ]
    const back = plan(all, { bound: ['seal-attributes', 'x', 'own', 'release-attributes'] })
    expect(namesAfter(back)).toEqual([['post-login', 'own', 'x', 'seal-attributes', 'release-attributes']])
  })

  it('keep what an older policy built: that policy left it bound', () => {
    const kept = history(['one'], { name: 'roles', place: { number: 1, of: 1 } })
    const back = plan([history(['one', 'two', 'three']), kept])
    expect(back).toMatchObject({ to: { policy: policies.two }, triggers: [], problems: [] })
  })

  it.each([
    [
      'one of its Actions has no version of it',
      [
        seal('one', 'two'),
        history(['two'], { name: 'release-attributes', minute: 1, place: { number: 2, of: 2 } })
      ],
      'only 1 have a version'
    ],
    [
      'no version of it says its place',
      [history([{ policy: 'one', place: undefined }, 'two'])],
      'in which order, is not known'
    ]
  ])('are refused where %s', (_, histories, message) => {
    expect(plan(histories).problems).toEqual([expect.stringContaining(message)])
  })

  it('are refused beyond what Auth0 takes', () => {
    const own = history(['one'], { name: 'own', place: { number: 2, of: 2 } })
    const others = Array.from({ length: 19 }, (_, index) => `theirs-${index}`)
    expect(plan([seal('one', 'two'), own], { bound: ['seal-attributes', ...others] }).problems).toEqual([
      expect.stringContaining('more than the 20')
    ])
  })
})

describe('keys that are rolled back', () => {
  it('are refused past a rotation: the version lacks the key that seals now', () => {
    const rotated = [
      { policy: 'one', kids: ['Rk3'] },
      { policy: 'two', kids: ['Rk3', 'Qp9'] },
      { policy: 'two', kids: ['Qp9', 'Rk3'] }
    ]
    const { problems } = plan([seal(...rotated), release('one', 'two')])
    expect(problems).toEqual([
      'seal-attributes: version 1 has not the key Qp9, which A0SEAL_KEYS seals with now: what was sealed since would not open'
    ])
  })

  it('are refused where another Action seals with a key that the version lacks, or it does not say its keys', () => {
    const seals = seal({ policy: 'one', kids: ['Rk3', 'Qp9'] }, { policy: 'two', kids: ['Qp9', 'Rk3'] })
    const reads = release({ policy: 'one', kids: ['Rk3'] }, { policy: 'two', kids: ['Qp9', 'Rk3'] })
    expect(plan([seals, reads]).problems).toMatchObject([
      expect.stringContaining('release-attributes: version 1')
    ])
    const silent = history([
      { policy: 'one', kids: ['Rk3'] },
      { policy: 'two', kids: ['Rk3'] }
    ])
    const [now, before] = silent.versions
    const untold = {
      ...before,
      code: codeOf({ policy: policies.one ?? '', place: { number: 1, of: 1 } })
    } as ActionVersion
    expect(plan([{ ...silent, versions: [now as ActionVersion, untold] }]).problems).toHaveLength(1)
  })

  it('are refused of what would be bound again without the key that seals now', () => {
    const guard = history([{ policy: 'one', kids: ['Rk3'] }], {
      name: 'guard-signup',
      trigger: 'pre-user-registration',
      place: { number: 2, of: 2 }
    })
    const seals = seal({ policy: 'one', kids: ['Rk3', 'Qp9'] }, { policy: 'two', kids: ['Qp9', 'Rk3'] })
    const back = plan([seals, guard], {
      bound: ['seal-attributes'],
      elsewhere: { 'pre-user-registration': [] }
    })
    expect(back.problems).toEqual([expect.stringContaining('guard-signup: version 1 has not the key Qp9')])
  })

  it('may be an application’s: nothing that is stored is sealed with its key', () => {
    const back = (contents: ActionSecrets) =>
      plan(
        [
          history(
            [
              { policy: 'one', kids: ['old'] },
              { policy: 'two', kids: ['new'] }
            ],
            { name: 'release-attributes', secret: 'HR_KEY' }
          )
        ],
        { contents }
      )
    expect(back({ HR_KEY: 'public key' })).toMatchObject({
      problems: [],
      notes: ['release-attributes: version 1 releases to the key old of HR_KEY, and no more to new']
    })
    expect(back({ HR_KEY: 'public keys' })).toMatchObject({ problems: [expect.any(String)], notes: [] })
  })

  it('may have the key that seals now behind another', () => {
    const kids = [
      ['Rk3', 'Qp9'],
      ['Qp9', 'Rk3']
    ]
    expect(
      plan([
        history([
          { policy: 'one', kids: kids[0] ?? [] },
          { policy: 'two', kids: kids[1] ?? [] }
        ])
      ]).problems
    ).toEqual([])
  })

  it('may be in a secret that is named like what every object has', () => {
    for (const secret of ['constructor', 'toString']) {
      const of = { secret }
      expect(plan([history(['one', { policy: 'two', kids: ['Rk3'] }], of)]).problems).toEqual([])
      const lacks = history(
        [
          { policy: 'one', body: 'x' },
          { policy: 'two', kids: ['Rk3'] }
        ],
        of
      )
      const [now, before] = lacks.versions
      const holds = { ...before, secrets: [{ name: secret }] } as ActionVersion
      expect(plan([{ ...lacks, versions: [now as ActionVersion, holds] }]).problems).toHaveLength(1)
    }
  })
})
