import { describe, expect, it } from 'vitest'
import type { PostLoginAPI } from '../../../lib/core/auth0/post-login.js'
import { A0sealError } from '../../../lib/core/errors.js'
import { type Note, runStep } from '../../../lib/core/login/decision.js'
import { applyRelease, type ReleaseDecision } from '../../../lib/core/login/release/release.js'
import { applySeal } from '../../../lib/core/login/seal/seal.js'
import type { SealDecision } from '../../../lib/core/login/seal/slot-run.js'
import type { OnError } from '../../../lib/core/policy/types.js'
import { createAPI } from '../../fixtures/api.js'

const action = 'seal-attributes'
const nothing: SealDecision = { appMetadata: {}, userMetadata: {}, transactionMetadata: {}, notes: [] }
const runOn = (api: PostLoginAPI, decide: () => SealDecision, onError: OnError = 'continue') =>
  runStep({ action, decide, apply: applySeal, api, onError })
const run = (change: Partial<SealDecision> | (() => SealDecision), onError?: OnError) => {
  const { api, recorded } = createAPI()
  const decide = typeof change === 'function' ? change : () => ({ ...nothing, ...change })
  return { line: runOn(api, decide, onError), recorded }
}
const throwing = (error: unknown) => () => {
  throw error
}
const failure: Note = { code: 'ERR_NO_KEYS', slot: 'demographics', failed: true }
const remark: Note = { code: 'ERR_STALE', slot: 'demographics', fields: ['gender', 'ethnicity'] }

describe('a step of the login', () => {
  it('does what was decided: sealed values before the clear ones they replace are removed', () => {
    const { line, recorded } = run({
      userMetadata: { national_id: null },
      appMetadata: { sealed_a: 'a', sealed_lost_a: null },
      transactionMetadata: { sealed_b: 'b' }
    })
    expect(line).toBeUndefined()
    expect(recorded.calls).toEqual([
      'transaction sealed_b',
      'app_metadata sealed_a',
      'app_metadata sealed_lost_a',
      'user_metadata national_id'
    ])
    expect(recorded.appMetadata).toMatchObject({ sealed_a: 'a' })
  })

  it('sets claims of both tokens', () => {
    const { api, recorded } = createAPI()
    const decision: ReleaseDecision = { idToken: { claim: 1 }, accessToken: { claim: null }, notes: [] }
    runStep({ action, decide: () => decision, apply: applyRelease, api, onError: 'continue' })
    expect(recorded.calls).toEqual(['id_token claim', 'access_token claim'])
    expect(recorded).toMatchObject({ idToken: { claim: 1 }, accessToken: { claim: null } })
  })

  it('writes to the profile where transaction metadata cannot be', () => {
    const { api, recorded } = createAPI()
    const full = { ...api, transaction: { setMetadata: throwing(new Error('canary')) } }
    const decide = () => ({ ...nothing, transactionMetadata: { a: 'a' }, appMetadata: { b: 'b' } })
    expect(runOn(full, decide)).toBe('a0seal seal-attributes ERR_UNEXPECTED')
    expect(recorded.appMetadata).toEqual({ b: 'b' })
  })

  it('does nothing where nothing was decided', () => {
    expect(run({})).toMatchObject({ line: undefined, recorded: { calls: [] } })
  })

  it('does not remove a clear value where the sealed one could not be written', () => {
    const { api, recorded } = createAPI()
    api.user.setAppMetadata = throwing(new Error('canary'))
    const decide = () => ({ ...nothing, appMetadata: { a: 'a' }, userMetadata: { b: null } })
    expect(runOn(api, decide)).toBe('a0seal seal-attributes ERR_UNEXPECTED')
    expect(recorded.calls).toEqual([])
  })

  it('says so where the tenant has no transaction metadata and something was for it', () => {
    const { api, recorded } = createAPI()
    const { transaction: _, ...older } = api
    const decide = () => ({ ...nothing, transactionMetadata: { a: 'a' }, appMetadata: { b: 'b' } })
    expect(runOn(older, decide)).toBe('a0seal seal-attributes ERR_UNEXPECTED')
    expect(recorded.appMetadata).toEqual({ b: 'b' })
    expect(runOn(older, () => nothing)).toBeUndefined()
    runOn(older, decide, 'deny')
    expect(recorded.denied).toHaveLength(1)
  })

  it.each([new Error('canary'), 'canary', null, undefined, { code: 'canary', message: 'canary' }])(
    'never throws, whatever is thrown at it, and does not quote it: %o',
    error => {
      expect(run(throwing(error)).line).toBe('a0seal seal-attributes ERR_UNEXPECTED')
    }
  )

  it('gives the code of an error of ours, without its detail', () => {
    expect(run(throwing(new A0sealError('ERR_METADATA', 'canary'))).line).toBe(
      'a0seal seal-attributes ERR_METADATA'
    )
  })

  it('survives an api that cannot even deny', () => {
    const { api } = createAPI()
    const line = 'a0seal seal-attributes ERR_NO_KEYS slot=demographics; ERR_UNEXPECTED'
    const decide = () => ({ ...nothing, notes: [failure] })
    api.access.deny = throwing(new Error('canary'))
    expect(runOn(api, decide, 'deny')).toBe(line)
    expect(runOn({ ...api, access: undefined } as never, decide, 'deny')).toBe(line)
    expect(runOn(undefined as never, decide, 'deny')).toBe(line)
  })
})

describe('a failed step', () => {
  it('lets the login go on', () => {
    expect(run({ notes: [failure] }).recorded.calls).toEqual([])
    expect(run(throwing(new Error())).recorded.calls).toEqual([])
  })

  it('denies the login where the policy says so, with a text that tells nothing', () => {
    for (const { recorded } of [
      run({ notes: [remark, failure] }, 'deny'),
      run(throwing(new Error('canary')), 'deny')
    ]) {
      expect(recorded.calls).toEqual(['deny'])
      expect(recorded.denied).toHaveLength(1)
      expect(recorded.denied[0]).not.toMatch(/canary|ERR_|seal|demographics/i)
    }
  })

  it('does not undo what the other slots decided', () => {
    const { recorded } = run({ appMetadata: { sealed_a: 'a' }, notes: [failure] }, 'deny')
    expect(recorded.calls).toEqual(['app_metadata sealed_a', 'deny'])
  })

  it('is not one that only had a remark to make', () => {
    expect(run({ notes: [remark] }, 'deny').recorded.calls).toEqual([])
  })
})

describe('the line for the log', () => {
  it('names code, slot and fields', () => {
    expect(run({ notes: [failure, remark] }).line).toBe(
      'a0seal seal-attributes ERR_NO_KEYS slot=demographics; ERR_STALE slot=demographics fields=gender,ethnicity'
    )
  })

  it('has the worst first', () => {
    const filled: Note[] = Array.from({ length: 9 }, (_, i) => ({
      code: 'ERR_SLOT_FILLED',
      slot: 'identity',
      fields: [`a_field_of_some_length_${i}`]
    }))
    const { line = '' } = run({ notes: [...filled, failure, { code: 'ERR_TAG', slot: 'payroll' }] })
    expect(line).toMatch(
      /^a0seal seal-attributes ERR_TAG slot=payroll; ERR_NO_KEYS slot=demographics; ERR_SLOT_/
    )
    expect(line).toHaveLength(256)
  })

  it('keeps the order of what is as bad', () => {
    const notes = ['b', 'a', 'c'].map((slot): Note => ({ code: 'ERR_TAG', slot }))
    expect(run({ notes }).line).toBe('a0seal seal-attributes ERR_TAG slot=b; ERR_TAG slot=a; ERR_TAG slot=c')
  })

  it.each(['\n', '\r', '\u2028', '\u2029', '\u0000', '\u001b', '\u0085'])(
    'is one line, whatever a name in the policy has: %j',
    breaking => {
      const note: Note = { code: 'ERR_DATA', slot: 'a', fields: [`b${breaking}c`] }
      expect(run({ notes: [note] }).line).toBe('a0seal seal-attributes ERR_DATA slot=a fields=b c')
    }
  )

  it('says each thing once', () => {
    expect(run({ notes: [failure, remark, failure] }).line?.match(/ERR_NO_KEYS/g)).toHaveLength(1)
  })

  it('has at most 256 characters, and the first code among them', () => {
    const notes = Array.from({ length: 50 }, (_, i) => ({ ...remark, slot: `slot${i}` }))
    const { line = '' } = run({ notes: [failure, ...notes] })
    expect(line).toHaveLength(256)
    expect(line).toMatch(/^a0seal seal-attributes ERR_NO_KEYS slot=demographics; ERR_STALE .*…$/)
  })

  it('is whole where it has exactly 256', () => {
    const slot = 'x'.repeat(256 - 'a0seal seal-attributes ERR_NO_KEYS slot='.length)
    expect(run({ notes: [{ code: 'ERR_NO_KEYS', slot }] }).line).toBe(
      `a0seal seal-attributes ERR_NO_KEYS slot=${slot}`
    )
  })
})
