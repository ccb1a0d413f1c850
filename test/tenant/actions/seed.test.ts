import { describe, expect, it } from 'vitest'
import type { BoundAction } from '../../../lib/tenant/actions/read-folder.js'
import { replaceActions, seedActions } from '../../../lib/tenant/actions/seed.js'
import { createActionStore } from '../../../lib/tenant/actions/store.js'

const now = new Date('2026-01-02T03:04:05Z')
const named = (name: string, code = name, trigger?: BoundAction['trigger']): BoundAction => ({
  name,
  code,
  secrets: {},
  ...(trigger && { trigger })
})

/** A store that was started with `a`, `b`, `c`, and got `theirs` later. */
const started = () => {
  const store = createActionStore({ now: () => now })
  seedActions(
    store,
    ['a', 'b', 'c'].map(name => named(name)),
    { isNew: () => true, now }
  )
  store.seed('post-login', [named('theirs')])
  const codes = () => store.bound('post-login').map(({ name, code }) => `${name}: ${code}`)
  const replace = (...actions: BoundAction[]) =>
    replaceActions(store, actions, { before: new Set(['a', 'b', 'c']), now })
  return { store, codes, replace }
}

describe('Actions that are built anew', () => {
  it('take the place of those of before, in their order, with others behind them', () => {
    const { codes, replace } = started()
    replace(named('new'), named('c', 'changed'), named('a'))
    expect(codes()).toEqual(['new: new', 'c: changed', 'a: a', 'theirs: theirs'])
  })

  it('make no version where nothing has changed', () => {
    const { store, codes, replace } = started()
    const versions = () => store.data.actions.map(({ versions }) => versions.length)
    const before = versions()
    replace(named('a'), named('b'), named('c'))
    expect([codes(), versions()]).toEqual([['a: a', 'b: b', 'c: c', 'theirs: theirs'], before])
  })

  it('may have moved to another trigger', () => {
    const { store, codes, replace } = started()
    replace(named('a'), named('c'), named('b', 'moved', 'credentials-exchange'))
    expect(codes()).toEqual(['a: a', 'c: c', 'theirs: theirs'])
    expect(store.bound('credentials-exchange')).toMatchObject([{ name: 'b', code: 'moved' }])
  })

  it('stay away where somebody has deleted them', () => {
    const { store, codes, replace } = started()
    store.remove(store.data.actions.find(({ name }) => name === 'b') as never)
    replace(named('a'), named('b', 'changed'), named('c'))
    expect(codes()).toEqual(['a: a', 'c: c', 'theirs: theirs'])
  })
})
