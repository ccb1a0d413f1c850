import { describe, expect, it } from 'vitest'
import { type Copying, explainCopying, withoutCopying } from '../../../../lib/core/login/explain/copying.js'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { eventOf } from '../../../fixtures/event.js'
import { claimOf } from '../../../fixtures/release.js'

const policy = definePolicy({
  namespace: 'https://acme.example/',
  copy: { hobby: 'string', shoe: { type: 'number', as: claimOf('shoe-size') }, motto: 'string' }
})

type Result = Pick<Copying, 'outcome' | 'why' | 'code'>
const copyings = (hobby: Result, shoe: Result, motto: Result): Copying[] => [
  { name: 'hobby', claim: claimOf('hobby'), type: 'string', ...hobby },
  { name: 'shoe', claim: claimOf('shoe-size'), type: 'number', ...shoe },
  { name: 'motto', claim: claimOf('motto'), type: 'string', ...motto }
]
const failed = (code: NonNullable<Result['code']>): Result => ({ outcome: 'not copied', why: 'failed', code })

describe('what became of a field that the policy copies', () => {
  it('is told field by field, with the decision', () => {
    const event = eventOf({ user: { user_metadata: { hobby: 'chess', shoe: '42' } } })
    expect(explainCopying(policy, event)).toStrictEqual({
      decision: {
        idToken: { [claimOf('hobby')]: 'chess' },
        notes: [{ code: 'ERR_COPY_TYPE', fields: ['shoe'], failed: true }]
      },
      copyings: copyings({ outcome: 'copied' }, failed('ERR_COPY_TYPE'), {
        outcome: 'not copied',
        why: 'nothing typed'
      })
    })
  })

  it('is told of each of several that failed', () => {
    const event = eventOf({ user: { user_metadata: { hobby: 'x'.repeat(300), shoe: '42', motto: 'x' } } })
    expect(explainCopying(policy, event).copyings).toStrictEqual(
      copyings(failed('ERR_COPY_SIZE'), failed('ERR_COPY_TYPE'), { outcome: 'copied' })
    )
  })

  it('is that none was copied, where there is no decision', () => {
    const code = failed('ERR_METADATA')
    const event = eventOf({ user: { user_metadata: 'x' } })
    expect(explainCopying(policy, event)).toStrictEqual({ copyings: copyings(code, code, code) })
    const absent: Result = { outcome: 'not copied', why: 'did not run' }
    expect(withoutCopying(policy)).toStrictEqual(copyings(absent, absent, absent))
  })
})
