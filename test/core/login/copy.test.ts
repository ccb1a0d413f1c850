import { describe, expect, it } from 'vitest'
import { decideCopy } from '../../../lib/core/login/copy.js'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import type { PolicyInput } from '../../../lib/core/policy/types.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { delegatedRuns, eventOf } from '../../fixtures/event.js'
import { none } from '../../fixtures/none.js'
import { namespace } from '../../fixtures/policies/policies.js'

const claim = (name: string) => `${namespace}${name}`
const policyOf = (copy: PolicyInput['copy'], rest: Partial<PolicyInput> = {}) =>
  definePolicy({ namespace, copy: copy ?? {}, ...rest })
const policy = policyOf({
  color: 'string',
  visits: 'number',
  newsletter: 'boolean',
  hobbies: { type: 'string[]', max: 2 }
})
const copied = (user_metadata: unknown, of = policy, rest = {}) =>
  decideCopy(of, eventOf({ ...rest, user: { user_metadata } }))

describe('copying user_metadata', () => {
  it('sets an ID-token claim for each field of the policy, and no other', () => {
    const decision = copied({ color: 'red', visits: 0, newsletter: false, hobbies: [], shoe_size: 44 })
    expect(decision.idToken).toEqual({
      [claim('color')]: 'red',
      [claim('visits')]: 0,
      [claim('newsletter')]: false,
      [claim('hobbies')]: []
    })
    expect({ ...decision, idToken: {} }).toEqual({ idToken: {}, notes: [] })
  })

  it('uses the name that the policy gives', () => {
    const named = policyOf({ color: { type: 'string', as: claim('colour') } })
    expect(copied({ color: 'red' }, named).idToken).toEqual({ [claim('colour')]: 'red' })
  })

  it('copies an empty text', () => {
    expect(copied({ color: '' }).idToken).toEqual({ [claim('color')]: '' })
  })

  it.each([{}, { color: null }, { color: undefined }, undefined, null])(
    'says nothing of what is absent: %j',
    user_metadata => {
      expect(copied(user_metadata)).toMatchObject({ idToken: none, notes: [] })
    }
  )

  it('leaves out a value of another type, and names its field', () => {
    const decision = copied({ color: ['canary'], visits: '5', hobbies: ['chess'] })
    expect(decision.idToken).toEqual({ [claim('hobbies')]: ['chess'] })
    expect(decision.notes).toEqual([
      { code: 'ERR_COPY_TYPE', fields: ['color'], failed: true },
      { code: 'ERR_COPY_TYPE', fields: ['visits'], failed: true }
    ])
  })

  it('leaves out a value that is too large, and names its field', () => {
    const decision = copied({ color: 'x'.repeat(257), hobbies: ['a', 'b', 'c'], visits: 1 })
    expect(decision.idToken).toEqual({ [claim('visits')]: 1 })
    expect(decision.notes.map(({ code, fields }) => [code, fields])).toEqual([
      ['ERR_COPY_SIZE', ['color']],
      ['ERR_COPY_SIZE', ['hobbies']]
    ])
  })

  it('does not copy what is inherited', () => {
    const odd = policyOf({ constructor: 'string', toString: 'string' } as never)
    expect(copied({}, odd)).toMatchObject({ idToken: none, notes: [] })
    expect(copied(Object.assign(Object.create(null), { color: 'red' })).idToken).toEqual({
      [claim('color')]: 'red'
    })
  })

  it.each(['text', 5, [], ['a']])('refuses user_metadata that is %j', user_metadata => {
    expect(codeThrownBy(() => copied(user_metadata))).toBe('ERR_METADATA')
  })

  it('happens in every kind of login', () => {
    for (const [, run] of delegatedRuns) {
      expect(copied({ color: 'red' }, policy, run).idToken).toEqual({ [claim('color')]: 'red' })
    }
  })
})

describe('all copies of a login', () => {
  const names = Array.from({ length: 20 }, (_, i) => `field${i}`)
  const many = policyOf(Object.fromEntries(names.map(name => [name, { type: 'string' as const, max: 1000 }])))

  it('have at most 4,000 characters of JSON; a smaller one may still fit', () => {
    const sizes: Record<string, string> = {
      field0: 'x'.repeat(998),
      field1: 'x'.repeat(998),
      field2: 'x'.repeat(998)
    }
    const full = copied({ ...sizes, field3: 'x'.repeat(998) }, many)
    expect(Object.keys(full.idToken)).toHaveLength(4)
    expect(full.notes).toEqual([])
    const over = copied({ ...sizes, field3: 'x'.repeat(999), field4: 'x'.repeat(990) }, many)
    expect(Object.keys(over.idToken)).toEqual([0, 1, 2, 4].map(i => claim(`field${i}`)))
    expect(over.notes).toEqual([{ code: 'ERR_COPY_SIZE', fields: ['field3'], failed: true }])
  })

  it('are one object too where the policy says so', () => {
    const withObject = policyOf(
      { color: { type: 'string', as: claim('colour') }, visits: 'number' },
      { userMetadataClaim: true }
    )
    expect(copied({ color: 'red', visits: 'x', shoe_size: 44 }, withObject).idToken).toEqual({
      [claim('colour')]: 'red',
      user_metadata: { color: 'red' }
    })
    expect(copied({ color: 'red' }, policyOf({ color: 'string' })).idToken).not.toHaveProperty(
      'user_metadata'
    )
  })

  it('are of a path into a field too, which stands in the object as the user wrote it', () => {
    const paths = policyOf(
      { 'preferences.language': 'string', 'preferences.size': 'number', preferences: 'string' },
      { userMetadataClaim: true }
    )
    const { idToken, notes } = copied({ preferences: { language: 'en', size: 'x', note: 'z' } }, paths)
    expect(idToken).toEqual({
      [claim('preferences.language')]: 'en',
      user_metadata: { preferences: { language: 'en' } }
    })
    expect(notes.map(({ fields }) => fields)).toEqual([['preferences.size'], ['preferences']])
  })

  it('are no object where there are none', () => {
    const withObject = policyOf({ color: 'string' }, { userMetadataClaim: true })
    expect(copied({ shoe_size: 44 }, withObject).idToken).toEqual({})
  })
})
