import { expect, test } from 'vitest'
import type { Json } from '../../../../lib/core/auth0/json.js'
import { clearPaths } from '../../../../lib/tenant/inspector/lanes/clear-paths.js'
import { sealedValue } from '../../../fixtures/login.js'

const stored = (app_metadata: Json) => ({ user_id: 'oidc|1', name: 'Ann', app_metadata })
/** Of a profile where this login has written `app_metadata.copy`. */
const found = (value: Json | undefined, copy: Json, other: Json = 'x') =>
  clearPaths(value, stored({ copy, other }), (first, second) => first === 'app_metadata' && second === 'copy')

test.each<[string, Json, Json]>([
  ['a text', 'female', 'female'],
  ['a text within another', 'female', 'is female'],
  ['a short text', 'f', 'f'],
  ['a number', 123456789, 123456789],
  ['a number as text', 123456789, '123456789'],
  ['a text as number', '123456789', 123456789],
  ['a list', ['a', 'b'], ['a', 'b']],
  ['an object', { race: 'x', of: { y: 1 } }, { of: { y: 1 }, race: 'x' }],
  ['an object as text', { race: 'x' }, 'seen: {"race":"x"}'],
  ['a member of an object', { street: 'Main street 1', no: 1 }, 'Main street 1'],
  ['an item of a list', ['roma', 'sinti'], ['sinti']]
])('finds %s that was copied', (_, value, copy) => {
  expect(found(value, copy)[0]).toMatch(/^app_metadata\.copy/)
})

test('finds a name that was made of it', () => {
  expect(found('female', { 'is-female': true })).toEqual(['app_metadata.copy.is-female'])
})

test.each<[string, Json | undefined, Json]>([
  ['nothing', undefined, 'x'],
  ['null', null, null],
  ['an empty text', '', ''],
  ['an empty list', [], []],
  ['a truth', true, true],
  ['a short number', 42, 42],
  ['a short text within another', 'f', 'of'],
  ['a part of an object within another text', { kind: 'work' }, 'https://workforce.example']
])('takes for no copy: %s', (_, value, copy) => {
  expect(found(value, copy)).toEqual([])
})

test('a short text, or a name, counts only where this login has written it', () => {
  expect(found('f', 'x', 'f')).toEqual([])
  expect(found('email', 'x', { email: 1 })).toEqual([])
})

test('a value of ours holds nothing in clear, whatever its bits look like', () => {
  const sealed = sealedValue({ gender: 'x' })
  expect(found(sealed.slice(-6), sealed)).toEqual([])
})

test('is not stopped by depth', () => {
  let deep: Json = 'female'
  for (let level = 0; level < 3_000; level += 1) deep = [deep]
  expect(found('female', deep)).toHaveLength(1)
  expect(found(deep, 'female')).toEqual(['app_metadata.copy'])
})
