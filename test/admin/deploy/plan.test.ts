import { describe, expect, it } from 'vitest'
import type { Action } from '../../../lib/admin/actions.js'
import type { Bindings } from '../../../lib/admin/bindings.js'
import { hasWork, planDeploy } from '../../../lib/admin/deploy/plan.js'
import type { Order, WantedAction } from '../../../lib/admin/deploy/wanted.js'
import { action, binding, codeOf, content, early, late, later, version, wanted } from './facts.js'

const order: Order = {
  'post-login': [
    { kind: 'ours', name: 'seal-attributes' },
    { kind: 'ours', name: 'release-attributes' }
  ]
}
const plan = (
  actions: readonly Action[],
  wantedActions: readonly WantedAction[],
  {
    bound = [] as string[],
    elsewhere = {} as Bindings,
    only = undefined as string | undefined,
    strangers = [] as string[],
    adopt = [] as string[],
    places = order
  } = {}
) =>
  planDeploy(
    {
      actions,
      bindings: { 'post-login': bound.map(binding), ...elsewhere },
      strangers: new Set(strangers)
    },
    { actions: wantedActions, order: places },
    { only, adopt }
  )
const changeOf = (actions: readonly Action[], one = wanted()) => plan(actions, [one]).actions[0]

const keys = { A0SEAL_KEYS: 'secret keys' } as const
const withKeys = (...kids: string[]) => wanted({ secrets: keys, kids: { A0SEAL_KEYS: kids } })
/** Deployed with these keys; without any, its first line says nothing of them. */
const running = (kids: string[], members: Partial<Action> = {}) =>
  action({
    ...members,
    is: {
      code: codeOf({
        name: members.name ?? 'seal-attributes',
        kids: kids.length > 0 ? { A0SEAL_KEYS: kids } : undefined
      }),
      secrets: [{ name: 'A0SEAL_KEYS', updatedAt: early }]
    }
  })

describe('an Action', () => {
  it('is new, or the same', () => {
    expect(changeOf([])).toMatchObject({ change: 'new', notes: [], problems: [] })
    expect(changeOf([action()])).toMatchObject({ change: 'same', notes: [], problems: [] })
  })

  it.each<[string, Partial<Action>]>([
    ['the code', { deployed: version({ code: codeOf({ body: 'other' }) }) }],
    ['the policy in its first line', { deployed: version({ code: codeOf({ policy: 'bbbbbbbbbbbb' }) }) }],
    ['the runtime', { deployed: version({ runtime: 'node18' }) }],
    ['a package', { deployed: version({ dependencies: { lodash: '4.17.21' } }) }],
    ['a module', { deployed: version({ modules: { shared: 1 } }) }],
    ['the draft', { draft: content({ code: codeOf({ body: 'other' }) }) }],
    ['the state: it was never deployed', { deployed: undefined as never }]
  ])('is changed by %s', (_, members) => {
    expect(changeOf([{ ...action(), ...members }])).toMatchObject({ change: 'changed' })
  })

  it('is changed by a secret that is missing, or was changed in the draft and not deployed', () => {
    const one = withKeys('Rk3')
    expect(changeOf([running(['Rk3'])], one)).toMatchObject({ change: 'same' })
    const without = running(['Rk3'])
    expect(changeOf([{ ...without, draft: { ...without.draft, secrets: [] } }], one)).toMatchObject({
      change: 'changed'
    })
    const draft = { ...running(['Rk3']).draft, secrets: [{ name: 'A0SEAL_KEYS', updatedAt: later }] }
    expect(changeOf([{ ...running(['Rk3']), draft }], one)).toMatchObject({
      change: 'changed',
      notes: ['changed in the draft and not deployed: A0SEAL_KEYS']
    })
  })

  it('is shown by the hashes of what follows its first line', () => {
    const other = action({ is: { code: codeOf({ body: 'other' }) } })
    const { from, to } = changeOf([other])?.code ?? { from: '', to: '' }
    expect([from, to]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/)
    ])
    expect(from).not.toBe(to)
    expect(changeOf([action({ is: { code: codeOf({ policy: 'bbbbbbbbbbbb' }) } })])?.code).toBeUndefined()
  })

  it.each([
    ['code on line 1', `steal(); ${codeOf()}`],
    ['code on line 1 behind a comment of ours', codeOf().replace('\n', ' \u2028steal()\n')],
    ['the first line of another Action', codeOf({ name: 'release-attributes' })],
    ['no first line', 'exports.x = 1']
  ])('with %s is reported, and changed', (_, code) => {
    expect(changeOf([action({ is: { code } })])).toMatchObject({
      change: 'changed',
      notes: ['the first line of what runs is not of ours: look at what somebody put there']
    })
  })

  it('with a secret that is not ours is refused, in its draft or in what runs', () => {
    const theirs = { secrets: [{ name: 'THEIR_KEY' }] }
    for (const one of [action({ is: theirs }), { ...action(), deployed: version(theirs) }])
      expect(plan([one], [wanted()]).problems).toEqual([
        'seal-attributes has secrets that are not ours (THEIR_KEY), and a deploy would remove them: ' +
          'name them in the policy, or remove them in the tenant'
      ])
  })

  it('may lose a secret that its first line says we deployed', () => {
    expect(plan([running(['Rk3'])], [wanted()])).toMatchObject({
      problems: [],
      actions: [{ change: 'changed' }]
    })
  })

  it('of another trigger is refused', () => {
    expect(plan([action({ trigger: 'credentials-exchange' })], [wanted()]).problems).toMatchObject([
      expect.stringContaining('is an Action of credentials-exchange')
    ])
  })
})

describe('an Action of somebody else under the name of ours', () => {
  const theirs = action({ name: 'audit', is: { code: 'exports.x = 1' } })
  const own = wanted({ name: 'audit' })

  it('is refused, and replaced where the operator says so', () => {
    expect(plan([theirs], [own], { strangers: ['audit'] }).problems).toEqual([
      'audit is an Action of somebody else, and a deploy would replace it: rename one of the two, or take it over with --adopt audit'
    ])
    expect(plan([theirs], [own], { strangers: ['audit'], adopt: ['other'] }).problems).toHaveLength(1)
    expect(plan([theirs], [own], { strangers: ['audit'], adopt: ['audit'] })).toMatchObject({
      problems: [],
      actions: [{ change: 'changed', notes: ['is an Action of somebody else, and is replaced: --adopt'] }]
    })
  })

  it('is none of what is named to be adopted and is ours', () => {
    expect(plan([action()], [wanted()], { adopt: ['seal-attributes'] })).toMatchObject({
      problems: [],
      actions: [{ change: 'same', notes: [] }]
    })
  })
})

describe('keys', () => {
  const release = (kids: string[]) => running(kids, { name: 'release-attributes' })
  const problemsOf = (actions: readonly Action[], ...kids: string[]) =>
    plan(actions, [withKeys(...kids)]).problems

  it.each([
    ['a key that is added last', ['Rk3'], ['Rk3', 'Qp9']],
    ['a key that is promoted, and was there', ['Rk3', 'Qp9'], ['Qp9', 'Rk3']],
    ['an old key that goes', ['Qp9', 'Rk3'], ['Qp9']],
    ['the same keys', ['Rk3'], ['Rk3']]
  ])('may have %s', (_, before, after) => {
    expect(problemsOf([running(before), release(before)], ...after)).toEqual([])
  })

  it.each([
    [
      'added and promoted in one deploy',
      [running(['Rk3']), release(['Rk3'])],
      'seal-attributes runs without the key Qp9'
    ],
    [
      'promoted where another Action has not the key',
      [running(['Rk3', 'Qp9']), release(['Rk3'])],
      'release-attributes runs without the key Qp9'
    ],
    [
      'promoted where another Action does not say its keys',
      [running(['Rk3', 'Qp9']), release([])],
      'release-attributes does not say which keys it has'
    ],
    ['replaced', [running(['Rk3'])], 'seal-attributes runs without the key Qp9']
  ])('are refused where they are %s', (_, actions, message) => {
    const problems = problemsOf(actions, 'Qp9', 'Rk3')
    expect(problems).toHaveLength(message.startsWith('seal') && actions.length > 1 ? 2 : 1)
    expect(problems[0]).toContain(message)
  })

  it('are refused with the way back: to the key that seals now, or to the key set that has it', () => {
    const [back] = problemsOf([running(['Rk3'])], 'Qp9', 'Rk3')
    expect(back).toContain(
      'npx a0seal keys rotate --promote=Rk3 --file FILE, deploy, then npx a0seal keys rotate --promote=Qp9 --file FILE'
    )
    const [replaced] = problemsOf([running(['Rk3'])], 'Qp9')
    expect(replaced).toContain('it runs with Rk3, which is not in the key set here: take the one that has it')
  })

  it('are refused where the secret that runs is newer than its version', () => {
    const one = running(['Rk3', 'Qp9'])
    const deployed = version({
      ...one.deployed,
      createdAt: early,
      secrets: [{ name: 'A0SEAL_KEYS', updatedAt: late }]
    })
    expect(problemsOf([{ ...one, deployed }], 'Qp9', 'Rk3')).toMatchObject([
      expect.stringContaining('was changed after it was deployed')
    ])
  })

  it('go on where a promotion died between two Actions', () => {
    expect(problemsOf([running(['Qp9', 'Rk3']), release(['Rk3', 'Qp9'])], 'Qp9', 'Rk3')).toEqual([])
  })

  it('are not held up by a new Action, nor by one that has not the secret', () => {
    expect(problemsOf([], 'Qp9')).toEqual([])
    expect(problemsOf([running(['Rk3', 'Qp9']), action({ name: 'copy-user-metadata' })], 'Qp9')).toEqual([])
  })

  it('may be in a secret that is named like what every object has', () => {
    for (const secret of ['constructor', 'toString']) {
      const one = wanted({ secrets: { [secret]: 'secret keys' }, kids: { [secret]: ['Rk3'] } })
      const is = { code: codeOf({ kids: { OTHER: ['x'] } }), secrets: [{ name: secret, updatedAt: early }] }
      expect(plan([action({ is })], [one])).toMatchObject({
        problems: [],
        notes: [expect.stringContaining('does not say which keys it has')],
        actions: [{ keys: [{ secret, added: ['Rk3'] }] }]
      })
      expect(plan([], [wanted({ secrets: { [secret]: 'own' } })]).problems).toEqual([])
    }
  })

  it('that nobody says are named: the same must be deployed first', () => {
    const { problems, notes } = plan([running([])], [withKeys('Rk3')])
    expect(problems).toEqual([])
    expect(notes).toMatchObject([expect.stringContaining('does not say which keys it has in A0SEAL_KEYS')])
  })

  it('of a MAC never change', () => {
    const one = wanted({ secrets: { A0SEAL_MAC_KEY: 'MAC key' }, kids: { A0SEAL_MAC_KEY: ['m2'] } })
    const is = {
      code: codeOf({ kids: { A0SEAL_MAC_KEY: ['m1'] } }),
      secrets: [{ name: 'A0SEAL_MAC_KEY' }]
    }
    expect(plan([action({ is })], [one]).problems).toMatchObject([
      expect.stringContaining('stored values carry the tag')
    ])
  })

  it('of an application may change at once', () => {
    const one = wanted({ secrets: { HR_KEY: 'public key' }, kids: { HR_KEY: ['new'] } })
    const is = { code: codeOf({ kids: { HR_KEY: ['old'] } }), secrets: [{ name: 'HR_KEY' }] }
    expect(plan([action({ is })], [one])).toMatchObject({
      problems: [],
      actions: [{ keys: [{ secret: 'HR_KEY', added: ['new'], removed: ['old'], sealing: 'new' }] }]
    })
  })
})

describe('bindings', () => {
  const both = [wanted(), wanted({ name: 'release-attributes' })]
  const deployed = [
    action(),
    action({ name: 'release-attributes', is: { code: codeOf({ name: 'release-attributes' }) } })
  ]

  it('have no work where they are as the policy says', () => {
    const done = plan(deployed, both, { bound: ['seal-attributes', 'theirs', 'release-attributes'] })
    expect(hasWork(done)).toBe(false)
    const moved = plan(deployed, both, { bound: ['theirs', 'seal-attributes', 'release-attributes'] })
    expect(hasWork(moved)).toBe(true)
  })

  it('lose an Action of ours that the policy has no more, and not one of somebody else under that name', () => {
    const bound = ['seal-attributes', 'copy-user-metadata', 'release-attributes']
    const ours = action({ name: 'copy-user-metadata', is: { code: codeOf({ name: 'copy-user-metadata' }) } })
    const theirs = action({ name: 'copy-user-metadata', is: { code: 'exports.x = 1' } })
    const removedOf = (one: Action) =>
      plan([...deployed, one], both, { bound }).triggers[0]?.removed.map(({ actionName }) => actionName)
    expect(removedOf(ours)).toEqual(['copy-user-metadata'])
    expect(removedOf(theirs)).toEqual([])
  })

  it('lose an Action of one’s own that the policy has no more, also at a trigger that it says nothing of', () => {
    const own = (name: string) => action({ name, is: { code: codeOf({ name }) } })
    const bound = ['seal-attributes', 'roles', 'their-roles', 'release-attributes']
    const elsewhere = { 'credentials-exchange': [binding('scopes'), binding('theirs')] }
    const { triggers } = plan(
      [...deployed, own('roles'), own('scopes'), action({ name: 'their-roles', is: { code: 'x' } })],
      both,
      { bound, elsewhere: { ...elsewhere, 'post-change-password': [binding('theirs')] } }
    )
    expect(
      triggers.map(({ trigger, after, removed }) => [
        trigger,
        after.map(({ name }) => name),
        removed.map(({ actionName }) => actionName)
      ])
    ).toEqual([
      ['post-login', ['seal-attributes', 'their-roles', 'release-attributes'], ['roles']],
      ['credentials-exchange', ['theirs'], ['scopes']]
    ])
  })

  it('keep what a0seal built and the policy names as one of the tenant', () => {
    const kept = action({ name: 'roles', is: { code: codeOf({ name: 'roles' }) } })
    const places: Order = {
      'post-login': [...(order['post-login'] ?? []), { kind: 'deployed', name: 'roles' }]
    }
    const bound = ['seal-attributes', 'release-attributes', 'roles']
    expect(plan([...deployed, kept], both, { places, bound }).triggers).toMatchObject([{ removed: [] }])
  })

  it.each([
    ['is not there', [], 'which is not in the tenant'],
    [
      'is not deployed',
      [{ ...action({ name: 'theirs' }), deployed: undefined as never }],
      'which is not deployed'
    ]
  ])('are refused where an Action that the policy names %s', (_, others, message) => {
    const places: Order = { 'post-login': [{ kind: 'deployed', name: 'theirs' }] }
    expect(plan(others, [], { places }).problems).toMatchObject([expect.stringContaining(message)])
  })

  it('are refused beyond what Auth0 takes', () => {
    const bound = Array.from({ length: 19 }, (_, index) => `theirs-${index}`)
    expect(plan(deployed, both, { bound }).problems).toMatchObject([
      expect.stringContaining('more than the 20')
    ])
  })

  it('name those of others that may challenge or redirect', () => {
    const mfa = action({ name: 'mfa', is: { code: "api.authentication.challengeWith({ type: 'otp' })" } })
    const terms = action({ name: 'terms', is: { code: "api.redirect.sendUserTo('https://x.test')" } })
    expect(plan([mfa, terms], both, { bound: ['mfa', 'terms'] }).triggers).toMatchObject([
      { mayChallenge: ['mfa'], mayRedirect: ['terms'] }
    ])
  })

  it('of triggers that Auth0 binds by itself are left alone', () => {
    const places: Order = { 'custom-token-exchange': [{ kind: 'own', name: 'exchange' }] }
    expect(plan([], [], { places }).triggers).toEqual([])
  })
})

describe('--only', () => {
  const own = wanted({ name: 'add-roles', secrets: { ROLES_KEY: 'own' } })
  const is = { code: codeOf({ name: 'add-roles' }), secrets: [{ name: 'ROLES_KEY', updatedAt: early }] }
  const there = action({ name: 'add-roles', is })

  it('plans that Action, and no bindings', () => {
    const one = plan([], [wanted(), own], { only: 'add-roles' })
    expect(one.actions.map(({ wanted }) => wanted.name)).toEqual(['add-roles'])
    expect(one.triggers).toEqual([])
  })

  it('sends a secret anew that nothing can be told of, and leaves what is the same', () => {
    expect(plan([there], [own])).toMatchObject({ actions: [{ change: 'same' }] })
    expect(plan([there], [own], { only: 'add-roles' })).toMatchObject({ actions: [{ change: 'changed' }] })
    expect(plan([action()], [wanted()], { only: 'seal-attributes' })).toMatchObject({
      actions: [{ change: 'same' }]
    })
  })
})
