import { describe, expect, it } from 'vitest'
import { isForConnection, namesFor, wantedByPolicy } from '../../../lib/core/policy/deny-list.js'
import { policyWith } from '../../fixtures/policies/input.js'

const risk = { name: 'risk', from: ['gender', 'score'], connections: ['corp', 'samlp'] }
const corp = { name: 'corp', strategy: 'oidc' }
const acme = { name: 'acme', strategy: 'samlp' }
const users = { name: 'users', strategy: 'auth0' }

describe('what a policy wants on deny lists', () => {
  const slots = { a: { attributes: ['sex', 'age'] }, b: { attributes: [risk] }, c: { userMetadata: ['id'] } }
  const wanted = () => wantedByPolicy(policyWith({ slots, release: [] }))

  it('is each attribute of each slot, under all its names', () => {
    const { connections } = risk
    expect(wanted()).toEqual([
      { name: 'sex' },
      { name: 'age' },
      { name: 'risk', connections },
      { name: 'gender', connections },
      { name: 'score', connections }
    ])
  })

  it('is of a connection what names it, its strategy, or none', () => {
    expect([corp, acme, users].map(connection => isForConnection(risk, connection))).toEqual([
      true,
      true,
      false
    ])
    expect(isForConnection({}, users)).toBe(true)
    expect(namesFor(wanted(), users)).toEqual(['sex', 'age'])
    expect(namesFor(wanted(), acme)).toEqual(['sex', 'age', 'risk', 'gender', 'score'])
  })

  it('is there once', () => {
    expect(namesFor([{ name: 'a' }, { name: 'b' }, { name: 'a', connections: ['users'] }], users)).toEqual([
      'a',
      'b'
    ])
  })
})
