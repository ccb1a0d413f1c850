import { describe, expect, it } from 'vitest'
import type { Connection } from '../../lib/admin/connections.js'
import { hasWork, optionsWith, planDenyList } from '../../lib/admin/deny-list.js'
import type { JsonObject } from '../../lib/core/auth0/json.js'
import { definePolicy } from '../../lib/core/policy/define-policy.js'
import { wantedByPolicy } from '../../lib/core/policy/deny-list.js'
import { fortyOptions } from './options.js'

const connectionOf = (options?: JsonObject, more: Partial<Connection> = {}): Connection => ({
  id: 'con_1',
  name: 'acme-idp',
  strategy: 'oidc',
  ...(options && { options }),
  ...more
})
const withList = (...names: string[]) => connectionOf({ scope: 'openid', non_persistent_attrs: names })
const wanted = (...names: string[]) => names.map(name => ({ name }))
const codesOf = (connection: Connection, names: string[]) =>
  planDenyList(connection, wanted(...names)).problems.map(({ code }) => code)
const many = (count: number) => Array.from({ length: count }, (_, index) => `name_${index}`)

describe('what a policy wants on deny lists', () => {
  const policy = definePolicy({
    namespace: 'https://acme.example/',
    slots: {
      a: {
        attributes: [
          'gender',
          { name: 'iban', from: ['https://bank.example/iban', 'bank.iban'], connections: ['bank'] }
        ]
      },
      b: { attributes: ['handoff'], keep: 'login' },
      c: { userMetadata: ['typed'] }
    }
  })

  it('is each attribute under every name providers use, as they send it, and no field of user_metadata', () => {
    expect(wantedByPolicy(policy).map(({ name }) => name)).toEqual([
      'gender',
      'iban',
      'https://bank.example/iban',
      'bank.iban',
      'handoff'
    ])
  })

  it.each([
    ['acme-idp', 'oidc', ['gender', 'handoff']],
    ['bank', 'oidc', ['gender', 'iban', 'https://bank.example/iban', 'bank.iban', 'handoff']],
    ['other', 'bank', ['gender', 'iban', 'https://bank.example/iban', 'bank.iban', 'handoff']]
  ])('is for the connection %s of strategy %s what names it', (name, strategy, names) => {
    expect(planDenyList(connectionOf({}, { name, strategy }), wantedByPolicy(policy)).add).toEqual(names)
  })
})

describe('a plan', () => {
  it('adds what is missing behind what is there', () => {
    const plan = planDenyList(withList('b', 'x'), wanted('a', 'b', 'a'))
    expect(plan).toMatchObject({ add: ['a'], remove: [], extra: ['x'], names: ['b', 'x', 'a'], problems: [] })
  })

  it.each([
    [[], ['iban', 'bic']],
    [['iban'], ['bic']]
  ])('with %j on the list names what the policy takes from other connections: %j', (list, elsewhere) => {
    const other = ['iban', 'bic', 'iban'].map(name => ({ name, connections: ['bank'] }))
    const plan = planDenyList(withList(...list), [...wanted('gender'), ...other])
    expect(plan).toMatchObject({ add: ['gender'], elsewhere })
    expect(planDenyList(connectionOf(), other).elsewhere).toEqual([])
  })

  it('takes nothing off unless told to', () => {
    const plan = planDenyList(withList('b', 'x'), wanted('b'), { remove: true })
    expect(plan).toMatchObject({ add: [], remove: ['x'], extra: [], names: ['b'] })
    expect(hasWork(planDenyList(withList('b', 'x'), wanted('b')))).toBe(false)
  })

  it('can leave an empty list, never null', () => {
    const { names } = planDenyList(withList('x'), [], { remove: true })
    expect(optionsWith({ non_persistent_attrs: ['x'] }, names)).toEqual({ non_persistent_attrs: [] })
  })

  it.each([[{}], [{ non_persistent_attrs: null }]])('takes %j for an empty list', options => {
    expect(planDenyList(connectionOf(options), wanted('a'))).toMatchObject({ add: ['a'], problems: [] })
  })

  it('is refused, and says nothing of the list, where the answer had no options', () => {
    const plan = planDenyList(connectionOf(), wanted('a'), { remove: true })
    expect(plan).toMatchObject({ add: [], remove: [], names: [] })
    expect(plan.problems).toMatchObject([
      { code: 'no-options', message: expect.stringContaining('read:connections_options') }
    ])
  })

  it('holds 96 names and not 97', () => {
    expect(codesOf(withList(...many(95)), ['a'])).toEqual([])
    expect(codesOf(withList(...many(96)), ['a'])).toEqual(['too-many'])
  })

  it('holds a name of 255 characters and not one of 256', () => {
    expect(codesOf(withList(), ['a'.repeat(255)])).toEqual([])
    expect(codesOf(withList(), ['a'.repeat(256)])).toEqual(['too-long'])
  })

  it.each(['gender', 5, [5], { gender: true }])('is refused where %j stands for a list', list => {
    expect(codesOf(connectionOf({ non_persistent_attrs: list as never }), ['a'])).toEqual(['not-a-list'])
  })

  it.each(['12345678901234567890', '1e400', '[{"x":-9007199254740993}]'])(
    'is refused where an option holds %s, which would be sent back as another number',
    text => {
      expect(codesOf(connectionOf(JSON.parse(`{"limit":${text}}`)), ['a'])).toEqual(['inexact-number'])
    }
  )
})

describe('the options to send', () => {
  it('are those that were read, in their order, byte for byte', () => {
    const text = JSON.stringify(fortyOptions)
    const sent = JSON.stringify(optionsWith(JSON.parse(text), ['a']))
    expect(Object.keys(JSON.parse(text))).toHaveLength(40)
    expect(sent).toBe(`${text.slice(0, -1)},"non_persistent_attrs":["a"]}`)
  })

  it('have the list where it stood', () => {
    expect(JSON.stringify(optionsWith({ a: 1, non_persistent_attrs: ['x'], b: null }, ['y']))).toBe(
      '{"a":1,"non_persistent_attrs":["y"],"b":null}'
    )
  })
})
