import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMerged, mergeBindings } from '../../../lib/admin/deploy/merge-bindings.js'
import type { Place } from '../../../lib/admin/deploy/wanted.js'
import { binding } from './facts.js'

const short: Record<string, string> = {
  S: 'seal-attributes',
  C: 'copy-user-metadata',
  R: 'release-attributes'
}
const nameOf = (letter: string) => short[letter] ?? letter
/** `S a C b R`: capitals are built, small letters live in the tenant. */
const placesOf = (text: string): Place[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map(letter => ({
      kind: letter in short ? 'ours' : letter === letter.toUpperCase() ? 'own' : 'deployed',
      name: nameOf(letter)
    }))
const boundAs = (text: string) => text.split(' ').filter(Boolean).map(nameOf).map(binding)
const merge = (current: string, order: string, retired = '') =>
  mergeBindings(boundAs(current), placesOf(order), retired.split(' ').filter(Boolean).map(nameOf))
const namesOf = (text: string) => text.split(' ').filter(Boolean).map(nameOf)

describe('bindings that are merged', () => {
  it.each([
    ['nothing is there', '', 'S C R', 'S C R'],
    ['theirs are there: sealing first, release last', 'x y', 'S C R', 'S C x y R'],
    ['one of theirs stands before sealing', 'x S C R', 'S C R', 'S x C R'],
    ['one of theirs stands behind release', 'S C R x', 'S C R', 'S C x R'],
    ['ours are there in another order', 'R C S', 'S C R', 'S C R'],
    ['copying stands between theirs', 'S x C y R', 'S C R', 'S x C y R'],
    ['the policy names theirs', 'a b', 'S a C b R', 'S a C b R'],
    ['the policy names some of theirs', 'x a y b z', 'S a C b R', 'S x a C y b z R'],
    ['release is not last in the policy', 'x a y', 'S R a', 'S x R a y'],
    ['the policy has theirs the other way round', 'x b y a', 'S a b R', 'S x a y b R'],
    ['one that the policy names is not bound yet', 'x', 'S a R', 'S a x R'],
    ['the second that it names is not bound yet', 'x a y', 'S a b R', 'S x a b y R'],
    ['an Action of one’s own is new', 'a', 'S OWN a R', 'S OWN a R'],
    ['an Action of one’s own was dragged behind theirs', 'S x OWN R', 'S OWN R', 'S x OWN R'],
    ['an Action of one’s own was dragged where the policy has it not', 'S OWN a R', 'S a OWN R', 'S a OWN R'],
    ['an Action of one’s own comes after release', 'x', 'S R OWN', 'S x R OWN']
  ])('where %s: %s and %s', (_, current, order, after) => {
    expect(merge(current, order).after.map(({ name }) => name)).toEqual(namesOf(after))
  })

  it('keep what is bound under its id and its name', () => {
    const { after } = merge('x S y', 'S R')
    expect(after.map(({ binding }) => binding)).toEqual([
      binding('seal-attributes'),
      binding('x'),
      binding('y'),
      undefined
    ])
    expect(after.map(({ is }) => is)).toEqual(['moved', 'kept', 'kept', 'added'])
  })

  it('lose what is ours and not in the policy any more, and nothing else', () => {
    const { after, removed } = merge('S C x R', 'S R', 'C')
    expect(after.map(({ name }) => name)).toEqual(namesOf('S x R'))
    expect(removed).toEqual([binding('copy-user-metadata')])
  })

  it.each([
    ['S x R', 'S R', true],
    ['x S R', 'S R', false],
    ['S x', 'S R', false],
    ['S C R', 'S R', false]
  ])('need no write for %s and %s: %s', (current, order, isSame) => {
    expect(isMerged(boundAs(current), merge(current, order, 'C'))).toBe(isSame)
  })

  it('have theirs in their order, ours in the policy’s, and are the same when merged again', () => {
    const letters = fc.shuffledSubarray(['S', 'C', 'R', 'OWN', 'a', 'b', 'x', 'y', 'z'])
    const orders = fc.constantFrom('S C R', 'S a C b R', 'S OWN a R b C', 'S C a R', 'a S b R OWN C')
    fc.assert(
      fc.property(letters, orders, (current, order) => {
        const places = placesOf(order)
        const before = boundAs(current.join(' '))
        const isListed = ({ actionName }: { actionName: string }) =>
          places.some(({ name }) => name === actionName)
        const { after } = mergeBindings(before, places)
        const names = after.map(({ name }) => name)
        const unlisted = before.filter(one => !isListed(one)).map(({ actionName }) => actionName)
        expect(names.filter(name => unlisted.includes(name))).toEqual(unlisted)
        expect(names.filter(name => places.some(place => place.name === name))).toEqual(
          places.map(({ name }) => name)
        )
        const again = mergeBindings(names.map(binding), places)
        expect(again.after.map(({ name }) => name)).toEqual(names)
        expect(isMerged(names.map(binding), again)).toBe(true)
      })
    )
  })
})
