import { expect, test, vi } from 'vitest'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { explanationOf } from '../../../lib/tenant/inspector/explained.js'
import type { InspectedLogin, InspectedRun } from '../../../lib/tenant/inspector/login.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  slots: { demographics: { attributes: ['gender'] } }
})

const createLeg = () => ({ executions: vi.fn(() => []) }) as unknown as InspectedRun

test('a login is explained once for each of its legs, whether or not all are kept', () => {
  const [first, second, third] = [createLeg(), createLeg(), createLeg()]
  const login = { policy, runs: [first, second], legsLeftOut: 0 } as unknown as InspectedLogin
  const explanation = explanationOf(login)
  expect(explanationOf(login)).toBe(explanation)
  login.runs = [first, third]
  login.legsLeftOut = 1
  expect(explanationOf(login)).not.toBe(explanation)
  expect(third.executions).toHaveBeenCalledOnce()
})
