import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { badSecrets, junk, locked, unreadable } from '../../../fixtures/bad-values.js'
import { nowMs, nowSeconds } from '../../../fixtures/clock.js'
import { eventOf, secrets, silentRuns } from '../../../fixtures/event.js'
import { keySetText, secretJWK } from '../../../fixtures/keys.js'
import {
  codesOf,
  contentOf,
  merged,
  sealAt,
  sealedValue,
  sealLogin,
  writesOf
} from '../../../fixtures/login.js'
import { none } from '../../../fixtures/none.js'
import { demographics, namespace } from '../../../fixtures/policies/policies.js'

const root = { gender: 'new' }
const failed = ({ notes }: { notes: { failed?: boolean }[] }) => notes.some(note => note.failed)

const place = 'sealed_demographics'
const asidePlace = 'sealed_lost_demographics'

describe.each(unreadable)('a stored value %s', (_what, value, code) => {
  const stored = { [place]: value }

  it('is out of the way of what the login brings, which is joined with nothing of its own', () => {
    const decision = sealLogin(demographics, { stored, root })
    expect(contentOf(decision.appMetadata[place])).toMatchObject({ data: root, iat: nowSeconds })
    expect(codesOf(decision)[0]).toBe(code)
    expect(failed(decision)).toBe(false)
  })

  it('stays where nothing is brought', () => {
    const decision = sealLogin(demographics, { stored })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual([code])
    expect(failed(decision)).toBe(true)
  })

  it('stays where the run is not interactive', () => {
    for (const [, run] of silentRuns) {
      const decision = sealLogin(demographics, { stored, root, ...run })
      expect(writesOf(decision)).toEqual({})
      expect(codesOf(decision)).toContain(code)
    }
  })
})

describe.each(locked)('a value of ours %s', (_what, value, code) => {
  const stored = { [place]: value }

  it('is moved aside', () => {
    const decision = sealLogin(demographics, { stored, root })
    expect(decision.appMetadata[asidePlace]).toEqual(value)
    expect(codesOf(decision)).toEqual([code, 'ERR_MOVED_ASIDE'])
  })

  it('takes the place aside of what is none of ours', () => {
    for (const [, aside] of junk) {
      const decision = sealLogin(demographics, { stored: { ...stored, [asidePlace]: aside }, root })
      expect(decision.appMetadata[asidePlace]).toEqual(value)
      expect(contentOf(decision.appMetadata[place]).data).toEqual(root)
    }
  })

  it('does not overwrite another that was moved aside before, and stops no sealing', () => {
    const older = sealedValue({ gender: 'older' }, { keys: keySetText(secretJWK(8)) })
    const both = { ...stored, [asidePlace]: older }
    const decision = sealLogin(demographics, { stored: both, root })
    expect(Object.keys(decision.appMetadata)).toEqual([place])
    expect(contentOf(decision.appMetadata[place]).data).toEqual(root)
    expect(codesOf(decision)).toEqual([code, 'ERR_LOST_OCCUPIED'])
    expect(failed(decision)).toBe(false)
    const after = merged(both, decision.appMetadata)
    expect(sealLogin(demographics, { stored: after, root })).toMatchObject({ appMetadata: none, notes: [] })
  })
})

describe.each(locked)('two values of which one is aside and opens, the other %s,', (_what, value, code) => {
  const opens = sealedValue({ gender: 'x' })
  const stored = { [place]: value, [asidePlace]: opens }

  it('change places in a sign-in', () => {
    const decision = sealLogin(demographics, { stored })
    expect(contentOf(decision.appMetadata[place]).data).toEqual({ gender: 'x' })
    expect(decision.appMetadata[asidePlace]).toEqual(value)
    expect(codesOf(decision)).toEqual([code, 'ERR_MOVED_ASIDE'])
  })

  it.each(silentRuns)('stay in %s, which a sign-in may stand beside', (_run, run) => {
    expect(writesOf(sealLogin(demographics, { stored, ...run }))).toEqual({})
  })
})

describe.each(junk)('what is none of ours: a value %s', (_what, value, code) => {
  it('is replaced, and kept nowhere', () => {
    const decision = sealLogin(demographics, { stored: { [place]: value }, root })
    expect(Object.keys(decision.appMetadata)).toEqual([place])
    expect(codesOf(decision)).toEqual([code])
  })

  it('is replaced where both places hold it', () => {
    const stored = { [place]: value, [asidePlace]: value }
    const decision = sealLogin(demographics, { stored, root })
    expect(contentOf(decision.appMetadata[place]).data).toEqual(root)
    expect(failed(decision)).toBe(false)
  })

  it('gives way to a value kept aside that opens', () => {
    const stored = { [place]: value, [asidePlace]: sealedValue({ gender: 'x' }) }
    const decision = sealLogin(demographics, { stored })
    expect(contentOf(decision.appMetadata[place]).data).toEqual({ gender: 'x' })
    expect(decision.appMetadata[asidePlace]).toBeNull()
    expect(failed(decision)).toBe(false)
  })
})

describe('a stored value of 1 MB', () => {
  it('is looked at fast, and replaced', () => {
    const stored = { sealed_demographics: 'x'.repeat(1_000_000) }
    const start = performance.now()
    const decision = sealLogin(demographics, { stored, root })
    expect(performance.now() - start).toBeLessThan(200)
    expect(contentOf(decision.appMetadata.sealed_demographics).data).toEqual(root)
    expect(codesOf(decision)).toEqual(['ERR_FORMAT'])
  })
})

describe.each(badSecrets)('a key set that %s', (_what, secret, code) => {
  it('leaves all that is stored alone, and says so', () => {
    const stored = { sealed_demographics: sealedValue({ gender: 'old' }) }
    const decision = sealLogin(demographics, { stored, root, secrets: { A0SEAL_KEYS: secret } })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code, slot: 'demographics', failed: true }])
  })
})

describe('a value moved aside', () => {
  const oldKeys = keySetText(secretJWK(8))
  const both = { A0SEAL_KEYS: keySetText(secretJWK(1), secretJWK(8)) }
  const lost = sealedValue({ gender: 'before', ethnicity: 'y' }, { keys: oldKeys, iat: nowSeconds - 5000 })

  it('comes back with its key: the newer attribute wins, and none is lost', () => {
    const stored = { sealed_demographics: sealedValue({ gender: 'after' }), sealed_lost_demographics: lost }
    const { appMetadata, notes } = sealLogin(demographics, { stored, secrets: both })
    expect(appMetadata.sealed_lost_demographics).toBeNull()
    expect(contentOf(appMetadata.sealed_demographics)).toMatchObject({
      data: { gender: 'after', ethnicity: 'y' },
      isCurrent: true,
      iat: nowSeconds - 3600
    })
    expect(notes).toEqual([])
  })

  it('wins where neither is the newer', () => {
    const sealed_demographics = sealedValue({ gender: 'after' }, { iat: nowSeconds - 5000 })
    const stored = { sealed_demographics, sealed_lost_demographics: lost }
    const { appMetadata } = sealLogin(demographics, { stored, secrets: both })
    expect(contentOf(appMetadata.sealed_demographics).data).toEqual({ gender: 'before', ethnicity: 'y' })
  })

  it('wins where it is the newer', () => {
    const sealed_demographics = sealedValue({ gender: 'after' }, { iat: nowSeconds - 9000 })
    const { appMetadata } = sealLogin(demographics, {
      stored: { sealed_demographics, sealed_lost_demographics: lost },
      secrets: both
    })
    expect(contentOf(appMetadata.sealed_demographics)).toMatchObject({
      data: { gender: 'before', ethnicity: 'y' },
      iat: nowSeconds - 5000
    })
  })

  it('gives way to what this login brings', () => {
    const stored = { sealed_demographics: sealedValue({ gender: 'after' }), sealed_lost_demographics: lost }
    const { appMetadata } = sealLogin(demographics, { stored, root, secrets: both })
    expect(contentOf(appMetadata.sealed_demographics).data).toEqual({ gender: 'new', ethnicity: 'y' })
  })

  it('comes back into an empty place', () => {
    const { appMetadata } = sealLogin(demographics, {
      stored: { sealed_lost_demographics: lost },
      secrets: both
    })
    expect(appMetadata.sealed_lost_demographics).toBeNull()
    expect(contentOf(appMetadata.sealed_demographics).data).toEqual({ gender: 'before', ethnicity: 'y' })
  })

  it('is not undone by a root that may be stale', () => {
    for (const [, run] of silentRuns) {
      const stored = { sealed_lost_demographics: lost }
      const { appMetadata } = sealLogin(demographics, {
        stored,
        root: { gender: 'stale' },
        secrets: both,
        ...run
      })
      expect(contentOf(appMetadata.sealed_demographics).data).toEqual({ gender: 'before', ethnicity: 'y' })
    }
  })

  it('stays as long as its key is away, and costs no write', () => {
    const stored = { sealed_demographics: sealedValue(root), sealed_lost_demographics: lost }
    const decision = sealLogin(demographics, { stored, root })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([])
  })

  it('makes room for the next one once it opens: both are kept', () => {
    const other = sealedValue({ gender: 'x' }, { keys: keySetText(secretJWK(9)) })
    const stored = { sealed_demographics: other, sealed_lost_demographics: lost }
    const { appMetadata } = sealLogin(demographics, { stored, root, secrets: both })
    expect(appMetadata.sealed_lost_demographics).toBe(other)
    expect(contentOf(appMetadata.sealed_demographics).data).toEqual({ gender: 'new', ethnicity: 'y' })
  })

  it('is there again after a key was away and came back', () => {
    const old = { A0SEAL_KEYS: oldKeys }
    const event = eventOf({ user: { gender: 'a', ethnicity: 'y' }, secrets: old })
    const first: Record<string, unknown> = sealAt(demographics, event, nowMs - 30_000).appMetadata
    const second = merged(
      first,
      sealLogin(demographics, { stored: first, root: { gender: 'b' } }).appMetadata
    )
    const third = merged(second, sealLogin(demographics, { stored: second, secrets: both }).appMetadata)
    expect(Object.keys(second)).toEqual(['sealed_demographics', 'sealed_lost_demographics'])
    expect(Object.keys(third)).toEqual(['sealed_demographics'])
    expect(contentOf(third.sealed_demographics).data).toEqual({ gender: 'b', ethnicity: 'y' })
  })
})

describe('rotation', () => {
  const old = sealedValue({ gender: 'x' }, { iat: 1000 })
  const promoted = { A0SEAL_KEYS: keySetText(secretJWK(2), secretJWK(1)) }

  it('seals anew with the first key and keeps the time of change', () => {
    const stored = { sealed_demographics: old }
    const { appMetadata, notes } = sealLogin(demographics, { stored, secrets: promoted })
    expect(contentOf(appMetadata.sealed_demographics, { keys: promoted.A0SEAL_KEYS })).toMatchObject({
      data: { gender: 'x' },
      iat: 1000,
      isCurrent: true
    })
    expect(notes).toEqual([])
  })

  it.each(silentRuns)(
    'waits for a sign-in in %s, which could undo what one beside it writes',
    (_what, run) => {
      const stored = { sealed_demographics: old }
      const decision = sealLogin(demographics, { stored, secrets: promoted, ...run })
      expect(writesOf(decision)).toEqual({})
      expect(decision.notes).toEqual([])
    }
  )

  it('has a new time of change where data changed with it', () => {
    const { appMetadata } = sealLogin(demographics, {
      stored: { sealed_demographics: old },
      root,
      secrets: promoted
    })
    expect(contentOf(appMetadata.sealed_demographics, { keys: promoted.A0SEAL_KEYS }).iat).toBe(nowSeconds)
  })

  it('writes nothing for a key that is added behind the first', () => {
    const added = { A0SEAL_KEYS: keySetText(secretJWK(1), secretJWK(2)) }
    expect(
      writesOf(sealLogin(demographics, { stored: { sealed_demographics: old }, secrets: added }))
    ).toEqual({})
  })
})

describe('the size of a profile', () => {
  const limited = definePolicy({
    namespace,
    slots: { demographics: { attributes: ['gender', 'ethnicity'] }, payroll: { attributes: ['iban'] } },
    limits: { valueWarnChars: 600, profileMaxChars: 1000 }
  })

  it('is refused above its limit: nothing is written, the stored value stays', () => {
    const stored = { sealed_demographics: sealedValue({ gender: 'old' }) }
    const decision = sealLogin(limited, { stored, root: { gender: 'x'.repeat(1000) } })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code: 'ERR_TOO_LARGE', slot: 'demographics', failed: true }])
  })

  it('counts all slots, and what was moved aside', () => {
    const fits = sealLogin(limited, { root: { gender: 'x', iban: 'DE00' } })
    expect(Object.keys(fits.appMetadata)).toEqual(['sealed_demographics', 'sealed_payroll'])
    const sealed_lost_demographics = 'x'.repeat(300)
    const full = sealLogin(limited, {
      stored: { sealed_lost_demographics },
      root: { gender: 'x', iban: 'DE00' }
    })
    expect(Object.keys(full.appMetadata)).toEqual(['sealed_demographics'])
    expect(full.notes).toEqual([{ code: 'ERR_TOO_LARGE', slot: 'payroll', failed: true }])
  })

  it('does not move a value aside where the new one has no room', () => {
    const large = sealedValue({ gender: 'x'.repeat(500) }, { keys: keySetText(secretJWK(9)) })
    const decision = sealLogin(limited, { stored: { sealed_demographics: large }, root })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_UNKNOWN_KEY', 'ERR_TOO_LARGE'])
  })

  it('is warned of above a lower limit, and the value is written', () => {
    const decision = sealLogin(limited, { root: { gender: 'x'.repeat(300) } })
    expect(Object.keys(decision.appMetadata)).toEqual(['sealed_demographics'])
    expect(decision.notes).toEqual([{ code: 'ERR_LARGE_VALUE', slot: 'demographics' }])
  })

  it('is warned of where something small is written with it', () => {
    const stored = { sealed_lost_demographics: sealedValue({ ethnicity: 'y' }) }
    const decision = sealLogin(limited, { stored, root: { gender: 'x'.repeat(300) } })
    expect(Object.keys(decision.appMetadata)).toEqual(['sealed_lost_demographics', 'sealed_demographics'])
    expect(codesOf(decision)).toEqual(['ERR_LARGE_VALUE'])
  })

  it('is warned of above the limit, not at it', () => {
    const { length } = sealedValue({ gender: 'x' })
    const codesAt = (valueWarnChars: number) =>
      codesOf(
        sealLogin({ ...limited, limits: { ...limited.limits, valueWarnChars } }, { root: { gender: 'x' } })
      )
    expect([codesAt(length), codesAt(length - 1)]).toEqual([[], ['ERR_LARGE_VALUE']])
  })

  it('is 4,000 characters, and 2,000 for a warning, unless the policy says otherwise', () => {
    const codesFor = (characters: number) =>
      codesOf(sealLogin(demographics, { root: { gender: 'x'.repeat(characters) } }))
    expect([1200, 1400, 2700, 2900].map(codesFor)).toEqual([
      [],
      ['ERR_LARGE_VALUE'],
      ['ERR_LARGE_VALUE'],
      ['ERR_TOO_LARGE']
    ])
  })

  it('does not stop rotation', () => {
    const stored = { sealed_demographics: sealedValue({ gender: 'x'.repeat(1000) }) }
    const promoted = { ...secrets, A0SEAL_KEYS: keySetText(secretJWK(2), secretJWK(1)) }
    expect(Object.keys(sealLogin(limited, { stored, secrets: promoted }).appMetadata)).toEqual([
      'sealed_demographics'
    ])
  })
})
