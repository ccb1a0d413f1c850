import { describe, expect, it } from 'vitest'
import { actionsInOrder } from '../../../../lib/core/policy/triggers/order.js'
import { accepted, mistakeWith, policyWith, refused } from '../../../fixtures/policies/input.js'

const ours = ['seal-attributes', 'copy-user-metadata', 'release-attributes']
const others = (count: number) => Array.from({ length: count }, (_, index) => ({ file: `a${index}.ts` }))
const atLogin = (list: readonly unknown[], change: object = {}) =>
  mistakeWith({ ...change, triggers: { 'post-login': list } })

describe('the list of a trigger', () => {
  it('has ours and others in any place that works', () => {
    const list = [
      { file: 'a.ts' },
      'seal-attributes',
      { deployed: 'theirs' },
      ...ours.slice(1),
      { file: 'b.ts' }
    ]
    expect(atLogin(list)).toEqual(accepted)
    expect(atLogin([...ours, ...others(17)])).toEqual(accepted)
  })

  it.each<[string, readonly unknown[]]>([
    ['triggers.post-login', ours.slice(1)],
    ['triggers.post-login', ours.slice(0, 2)],
    ['triggers.post-login', [ours[0], ours[2]]],
    ['triggers.post-login[3]', [...ours, 'guard-signup']],
    ['triggers.post-login[0]', ['release-attributes', 'seal-attributes', 'copy-user-metadata']],
    ['triggers.post-login[3]', [...ours, 'seal-attributes']],
    ['triggers.post-login[4]', [...ours, { file: 'a.ts' }, { file: 'b/a.js' }]],
    ['triggers.post-login[4]', [...ours, { file: 'a.ts' }, { file: 'A.ts' }]],
    ['triggers.post-login[4]', [...ours, { file: 'a.ts' }, { deployed: 'a' }]],
    ['triggers.post-login[3].name', [...ours, { file: 'a.b.ts' }]],
    ['triggers.post-login[3].name', [...ours, { file: 'a.ts', name: '../a' }]],
    ['triggers.post-login[3].name', [...ours, { file: 'guard-signup.ts' }]],
    ['triggers.post-login[3].name', [...ours, { file: 'a.ts', name: '__proto__' }]],
    ['triggers.post-login[3].name', [...ours, { file: 'actions/__proto__.ts' }]],
    ['triggers.post-login[0]', ['guard-signup', ...ours]],
    ['triggers.post-login', [...ours, ...others(18)]]
  ])('has a mistake at %s: %o', (path, list) => {
    expect(atLogin(list)).toEqual(refused(path))
  })

  it('may leave out what the policy does not need, and must', () => {
    expect(atLogin(['seal-attributes', 'release-attributes'], { copy: {} })).toEqual(accepted)
    expect(atLogin(ours, { copy: {} })).toEqual(refused('triggers.post-login[1]'))
    const copiesFirst = ['copy-user-metadata', 'seal-attributes', 'release-attributes']
    expect(atLogin(copiesFirst, { copy: {} })).toEqual(refused('triggers.post-login[0]'))
  })

  it('may leave out what is deployed by other means', () => {
    expect(atLogin([{ deployed: 'seal-attributes' }, ...ours.slice(1)])).toEqual(accepted)
  })

  it('does not take an Action of the name for ours', () => {
    const list = [{ file: 'x.ts', name: 'seal-attributes' }, ...ours.slice(1)]
    const { code, path } = atLogin(list)
    expect({ code, path }).toEqual(refused('triggers.post-login[0].name, triggers.post-login'))
  })

  it('has no deployed Action of the name of one that is built for another trigger', () => {
    expect(atLogin([...ours, { deployed: 'guard-signup' }])).toEqual(refused('triggers.post-login[3]'))
  })

  it('knows a name of another trigger', () => {
    const triggers = { 'post-change-password': [{ file: 'a.ts' }], 'event-stream': [{ file: 'a.ts' }] }
    expect(mistakeWith({ triggers })).toEqual(refused('triggers.event-stream[0]'))
  })

  it('is told of with all other mistakes', () => {
    const change = {
      slots: { a: { attributes: ['email'] } },
      release: [],
      triggers: { 'post-login': ['guard-signup'] }
    }
    let message = ''
    try {
      policyWith(change)
    } catch (error) {
      message = (error as Error).message
    }
    for (const path of [
      'slots.a.attributes[0]',
      'triggers.post-login[0]',
      'leaves out seal-attributes',
      'leaves out release-attributes'
    ])
      expect(message).toContain(path)
  })
})

describe('the order of the Actions', () => {
  const namesOf = (change: object) =>
    actionsInOrder(policyWith({ ...change })).map(({ trigger, name }) => `${trigger} ${name}`)
  const isAtSignup = (slots: object) => namesOf({ slots, release: [] }).some(name => name.includes('signup'))

  it('is ours where the policy says nothing', () => {
    expect(namesOf({})).toEqual([
      ...ours.map(name => `post-login ${name}`),
      'pre-user-registration guard-signup'
    ])
    expect(actionsInOrder(policyWith({})).map(({ kind }) => kind)).toEqual(Array(4).fill('ours'))
  })

  it('has ours at sign-up where users fill a slot', () => {
    expect(isAtSignup({ a: { userMetadata: ['national_id'] } })).toBe(true)
    expect(isAtSignup({ a: { attributes: ['gender'] } })).toBe(false)
  })

  it("is the policy's, and ours for the triggers that it does not list", () => {
    const triggers = {
      'post-change-password': [{ file: 'x/notify.ts' }],
      'post-login': [...ours, { deployed: 'theirs' }]
    }
    expect(namesOf({ triggers })).toEqual([
      ...ours.map(name => `post-login ${name}`),
      'post-login theirs',
      'pre-user-registration guard-signup',
      'post-change-password notify'
    ])
  })
})
