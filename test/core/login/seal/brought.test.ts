import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { minutesAgo, nowMs } from '../../../fixtures/clock.js'
import { nativeSocialRuns, silentRuns } from '../../../fixtures/event.js'
import { codesOf, contentOf, merged, sealedValue, sealLogin, writesOf } from '../../../fixtures/login.js'
import { none } from '../../../fixtures/none.js'
import { demographics, namespace } from '../../../fixtures/policies/policies.js'

const url = 'https://acme.com/temporary_idtoken'
const odd = definePolicy({
  namespace,
  slots: {
    demographics: {
      attributes: [
        { name: 'gender', from: ['sex', 'org.gender'] },
        { name: 'ethnicity', connections: ['acme-idp', 'samlp'] },
        url
      ]
    }
  }
})
const dataFrom = (login: Parameters<typeof sealLogin>[1]) =>
  contentOf(sealLogin(odd, login).appMetadata.sealed_demographics).data

describe('the name of an attribute', () => {
  it('may have dots, which Auth0 may show as colons', () => {
    expect(dataFrom({ root: { [url]: 'a' } })).toEqual({ [url]: 'a' })
    expect(dataFrom({ root: { 'https://acme:com/temporary_idtoken': 'b' } })).toEqual({ [url]: 'b' })
  })

  it('is the one of the policy, whichever the identity provider uses', () => {
    expect(dataFrom({ root: { sex: 'a' } })).toEqual({ gender: 'a' })
    expect(dataFrom({ root: { 'org.gender': 'b' } })).toEqual({ gender: 'b' })
    expect(dataFrom({ root: { 'org:gender': 'c' } })).toEqual({ gender: 'c' })
  })

  it('goes before other names where both are there', () => {
    expect(dataFrom({ root: { sex: 'a', gender: 'b' } })).toEqual({ gender: 'b' })
  })
})

describe('the connections of an attribute', () => {
  const root = { ethnicity: 'y' }

  it('are matched by name or strategy', () => {
    expect(dataFrom({ root, connection: { name: 'acme-idp', strategy: 'oidc' } })).toEqual(root)
    expect(dataFrom({ root, connection: { name: 'other', strategy: 'samlp' } })).toEqual(root)
  })

  it('exclude all others', () => {
    expect(writesOf(sealLogin(odd, { root, connection: { name: 'other', strategy: 'oidc' } }))).toEqual({})
    expect(writesOf(sealLogin(odd, { root, connection: undefined }))).toEqual({})
  })

  it('do not concern attributes that name none', () => {
    expect(dataFrom({ root: { ...root, gender: 'x' }, connection: undefined })).toEqual({ gender: 'x' })
  })
})

describe('an attribute that app_metadata has too', () => {
  const shadowed = (login: Parameters<typeof sealLogin>[1]) => {
    const decision = sealLogin(odd, login)
    expect(decision.notes).toEqual([
      { code: 'ERR_SHADOWED', slot: 'demographics', fields: ['gender'], failed: true }
    ])
    return writesOf(decision)
  }

  it('is not sealed: Auth0 shows app_metadata in the place of the root', () => {
    expect(shadowed({ root: { gender: 'x' }, stored: { gender: 'x' } })).toEqual({})
    expect(shadowed({ root: { gender: null }, stored: { gender: null } })).toEqual({})
  })

  it('is not sealed under another of its names either', () => {
    expect(shadowed({ root: { sex: 'x' }, stored: { sex: 'y' } })).toEqual({})
    expect(shadowed({ root: { 'org:gender': 'x' }, stored: { 'org:gender': 'y' } })).toEqual({})
  })

  it('leaves the stored value and the other attributes alone', () => {
    const sealed_demographics = sealedValue({ gender: 'old' })
    const writes = shadowed({
      root: { gender: 'x', [url]: 'a' },
      stored: { gender: 'x', sealed_demographics }
    })
    expect(contentOf(writes.sealed_demographics).data).toEqual({ gender: 'old', [url]: 'a' })
  })
})

describe('a root that may be stale', () => {
  const stored = { sealed_demographics: sealedValue({ gender: 'new', ethnicity: 'y' }) }
  const root = { gender: 'old', ethnicity: 'y' }

  it.each(silentRuns)('changes nothing in %s, and is named', (_what, run) => {
    const decision = sealLogin(demographics, { stored, root, ...run })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code: 'ERR_STALE', slot: 'demographics', fields: ['gender'] }])
  })

  it.each(silentRuns)('is not worth a word where it is the same, in %s', (_what, run) => {
    expect(sealLogin(demographics, { stored, root: { gender: 'new' }, ...run }).notes).toEqual([])
  })

  it.each(silentRuns)('does not add an attribute to a slot, in %s', (_what, run) => {
    const half = { sealed_demographics: sealedValue({ gender: 'new' }) }
    const decision = sealLogin(demographics, { stored: half, root: { ethnicity: 'y' }, ...run })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_STALE'])
  })

  it.each(silentRuns)('fills an empty slot, in %s', (_what, run) => {
    const { appMetadata } = sealLogin(demographics, { root, ...run })
    expect(contentOf(appMetadata.sealed_demographics).data).toEqual(root)
  })

  it.each(silentRuns)('does not take the place of what does not open, in %s', (_what, run) => {
    const broken = { sealed_demographics: 'broken' }
    const decision = sealLogin(demographics, { stored: broken, root, ...run })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toContain('ERR_FORMAT')
  })
})

describe('a slot where null removes', () => {
  const removing = definePolicy({
    namespace,
    slots: { demographics: { attributes: ['gender', 'ethnicity'], onNull: 'remove' } }
  })

  it.each(silentRuns)('is not filled from a root that may be stale, in %s', (_what, run) => {
    const decision = sealLogin(removing, { root: { gender: 'stale' }, ...run })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code: 'ERR_STALE', slot: 'demographics', fields: ['gender'] }])
  })

  it.each(silentRuns)('stays empty after a removal, in %s', (_what, run) => {
    const stored = { sealed_demographics: sealedValue({ gender: 'x' }) }
    const removed = merged(stored, sealLogin(removing, { stored, root: { gender: null } }).appMetadata)
    expect(removed).toEqual({})
    expect(writesOf(sealLogin(removing, { stored: removed, root: { gender: 'x' }, ...run }))).toEqual({})
  })
})

describe('an attribute with a name of JavaScript', () => {
  const named = definePolicy({
    namespace,
    slots: { demographics: { attributes: ['constructor', 'gender'] } }
  })

  it('is sealed, and kept in every kind of run', () => {
    const root = { constructor: 'c' }
    const { appMetadata: stored } = sealLogin(named, { root })
    expect(contentOf(stored.sealed_demographics).data).toEqual(root)
    for (const [, run] of silentRuns) {
      expect(sealLogin(named, { stored, root, ...run })).toMatchObject({ appMetadata: none, notes: [] })
      const withoutIt = { sealed_demographics: sealedValue({ gender: 'x' }) }
      expect(codesOf(sealLogin(named, { stored: withoutIt, root, ...run }))).toEqual(['ERR_STALE'])
    }
  })
})

describe('a login', () => {
  const stored = { sealed_demographics: sealedValue({ gender: 'old' }) }
  const seals = (methods: { name: string; timestamp: unknown }[] | undefined) => {
    const authentication = methods && { methods: methods as { name: string; timestamp: string }[] }
    const decision = sealLogin(demographics, { stored, root: { gender: 'new' }, authentication })
    return Object.keys(writesOf(decision)).length > 0
  }
  const at = (minutes: number, name = 'federated') => ({ name, timestamp: minutesAgo(minutes) })

  const atMs = (timestamp: unknown) => ({ name: 'federated', timestamp })

  it('brings attributes for 60 seconds after the user was authenticated', () => {
    expect(seals([at(1)])).toBe(true)
    expect(seals([atMs(new Date(nowMs - 60_001).toISOString())])).toBe(false)
  })

  it('brings them where the clock of the tenant is behind by as much, and not more', () => {
    expect(seals([at(-1)])).toBe(true)
    expect(seals([atMs(new Date(nowMs + 60_001).toISOString())])).toBe(false)
    expect(seals([at(-11)])).toBe(false)
  })

  it('has times as text or as milliseconds', () => {
    expect(seals([atMs(nowMs - 60_000)])).toBe(true)
    expect(seals([atMs(nowMs - 60_001)])).toBe(false)
  })

  it.each([nowMs / 1000, null, undefined, '', {}, [], Number.NaN, true])(
    'is not interactive where a time is %j',
    time => {
      expect(seals([atMs(time)])).toBe(false)
    }
  )

  it('is as new as its newest method', () => {
    expect(seals([at(60), at(1)])).toBe(true)
    expect(seals([at(0.5, 'pwd'), at(60)])).toBe(true)
  })

  it('is not as new as its MFA, nor as what an Action recorded', () => {
    for (const name of ['mfa', 'https://acme.example/consent', 'http://acme.example/consent']) {
      expect(seals([at(60), at(1, name)])).toBe(false)
      expect(seals([at(1, name)])).toBe(false)
    }
  })

  it('is as new as any other method, whatever stands in its name', () => {
    for (const name of ['mfa-free', 'no-mfa', 'custom https://acme.example/', 'https'])
      expect(seals([at(1, name)])).toBe(true)
  })

  it.each(nativeSocialRuns)(
    'is interactive where a native application exchanges its own, %s',
    (_what, run) => {
      const { appMetadata, notes } = sealLogin(demographics, { stored, root: { gender: 'new' }, ...run })
      expect(contentOf(appMetadata.sealed_demographics).data).toEqual({ gender: 'new' })
      expect(notes).toEqual([])
    }
  )

  it('is interactive where the event lists no methods', () => {
    expect([seals([]), seals(undefined)]).toEqual([true, true])
  })

  it('is not interactive where a time cannot be read', () => {
    expect(seals([{ name: 'federated', timestamp: 'yesterday' }])).toBe(false)
  })
})
