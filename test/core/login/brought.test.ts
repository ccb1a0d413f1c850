import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../lib/core/policy/define-policy.js'
import { minutesAgo, nowMs } from '../../fixtures/clock.js'
import { silentRuns } from '../../fixtures/event.js'
import { codesOf, contentOf, sealedValue, sealLogin, writesOf } from '../../fixtures/login.js'
import { demographics, namespace } from '../../fixtures/policies.js'

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

describe('a login', () => {
  const stored = { sealed_demographics: sealedValue({ gender: 'old' }) }
  const seals = (methods: { name: string; timestamp: string }[] | undefined) => {
    const authentication = methods && { methods }
    const decision = sealLogin(demographics, { stored, root: { gender: 'new' }, authentication })
    return Object.keys(writesOf(decision)).length > 0
  }
  const at = (minutes: number, name = 'federated') => ({ name, timestamp: minutesAgo(minutes) })

  it('brings attributes for 10 minutes after the user was authenticated', () => {
    expect(seals([at(10)])).toBe(true)
    expect(seals([{ name: 'federated', timestamp: new Date(nowMs - 600_001).toISOString() }])).toBe(false)
  })

  it('is as new as its newest method', () => {
    expect(seals([at(60), at(5)])).toBe(true)
    expect(seals([at(5, 'pwd'), at(60)])).toBe(true)
  })

  it('is not as new as its MFA', () => {
    expect(seals([at(60), at(1, 'mfa')])).toBe(false)
    expect(seals([at(1, 'mfa')])).toBe(false)
  })

  it('is interactive where the event lists no methods', () => {
    expect([seals([]), seals(undefined)]).toEqual([true, true])
  })

  it('is not interactive where a time cannot be read', () => {
    expect(seals([{ name: 'federated', timestamp: 'yesterday' }])).toBe(false)
  })
})
