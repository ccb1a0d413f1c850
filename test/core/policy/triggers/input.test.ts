import { expect, it } from 'vitest'
import { triggerLists } from '../../../../lib/core/policy/triggers/input.js'

it('fills in what an Action of a list does not say, and keeps what it says', () => {
  const said = {
    file: 'b.js',
    name: 'mine',
    secrets: ['A'],
    dependencies: { lodash: '4.17.21' },
    modules: { shared: 2 }
  }
  const list = ['seal-attributes', { deployed: 'theirs' }, { file: '../my.actions/a.mts' }, said] as const
  expect(triggerLists({ 'post-login': list })).toEqual({
    'post-login': [
      { kind: 'ours', name: 'seal-attributes' },
      { kind: 'deployed', name: 'theirs' },
      { kind: 'own', name: 'a', file: '../my.actions/a.mts', secrets: [], dependencies: {}, modules: {} },
      { kind: 'own', ...said }
    ]
  })
})

it.each([
  ['a.ts', 'a'],
  ['x/y/a.cjs', 'a'],
  ['x\\y\\a.js', 'a']
])('names the Action in %s %s', (file, name) => {
  expect(triggerLists({ 'post-login': [{ file }] })['post-login']).toMatchObject([{ name }])
})
