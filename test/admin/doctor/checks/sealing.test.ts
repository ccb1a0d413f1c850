import { describe, expect, it } from 'vitest'
import type { Facts } from '../../../../lib/admin/doctor/facts.js'
import {
  actionOf,
  actionsBound,
  codeOf,
  connectionOf,
  findingsWith,
  ourActions,
  subjectsWith
} from '../healthy.js'

const [seal, ...rest] = ourActions()
const withSeal = (code: string): Facts['actions'] =>
  actionsBound(actionOf('seal-attributes', { code, secrets: ['A0SEAL_KEYS'] }), ...rest)

describe('D02, denied and not sealed', () => {
  it.each<[string, Facts['actions'], string]>([
    [
      'is not bound',
      { all: [seal as never, ...rest], bindings: actionsBound(...rest).bindings },
      'is not bound'
    ],
    ['is not there', actionsBound(...rest), 'is not deployed'],
    [
      'was never deployed',
      actionsBound({ ...seal, deployed: undefined } as never, ...rest),
      'is not deployed'
    ],
    [
      'is of another policy',
      withSeal(codeOf('seal-attributes', { hash: 'aaaaaaaaaaaa', body: 'other()' })),
      'is of another policy'
    ],
    [
      'says nothing of a policy',
      withSeal('exports.onExecutePostLogin = async () => {}'),
      'is of another policy'
    ]
  ])('is found where seal-attributes %s', (_, actions, reason) => {
    const found = findingsWith({ actions }).filter(({ id }) => id === 'D02')
    expect(found).toMatchObject([
      { level: 'error', subject: 'acme-idp', fix: 'npx a0seal deploy' },
      { subject: 'bank', what: expect.stringContaining(`gender, iban, https://bank.example/iban of bank`) }
    ])
    expect(found[0]?.what).toContain(reason)
  })

  it.each([
    ['another policy built the same code', codeOf('seal-attributes', { hash: 'aaaaaaaaaaaa' })],
    ['another version of a0seal built the same policy', codeOf('seal-attributes', { body: 'other()' })]
  ])('is none where %s', (_, code) => {
    expect(subjectsWith('D02', { actions: withSeal(code) })).toEqual([])
  })

  it('is none where nothing of the policy is denied', () => {
    const connections = [connectionOf('acme-idp', { non_persistent_attrs: ['picture'] })]
    expect(subjectsWith('D02', { actions: actionsBound(...rest), connections })).toEqual([])
  })
})
