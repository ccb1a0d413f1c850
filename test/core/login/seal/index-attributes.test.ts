import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { blindIndex, parseIndexKeys } from '../../../../lib/core/seal/blind-index.js'
import { secrets as common, silentRuns, tenantId } from '../../../fixtures/event.js'
import { indexJWK, keySetText } from '../../../fixtures/keys.js'
import { codesOf, merged, sealedValue, sealLogin, writesOf } from '../../../fixtures/login.js'
import { namespace } from '../../../fixtures/policies/policies.js'

const policy = definePolicy({
  namespace,
  slots: {
    payroll: { attributes: [{ name: 'iban', entropy: 'high', index: 'iban' }, 'bank'], onNull: 'remove' }
  }
})
const secrets = { ...common, A0SEAL_INDEX_KEYS: keySetText(indexJWK(1)) }
const indexOf = (iban: string, keys = secrets.A0SEAL_INDEX_KEYS) => {
  const [key] = parseIndexKeys(keys)
  return blindIndex(iban, { tenant: tenantId, slot: 'payroll', attribute: 'iban' }, key as never)
}
const login = (options: Parameters<typeof sealLogin>[1]) => sealLogin(policy, { secrets, ...options })
const first = () => merged({}, login({ root: { iban: 'DE00', bank: 'b' } }).appMetadata)

describe('a blind index', () => {
  it('is kept beside the sealed value, for the attribute that asks for it', () => {
    const stored = first()
    expect(Object.keys(stored).sort()).toEqual(['sealed_index_iban', 'sealed_payroll'])
    expect(stored.sealed_index_iban).toBe(indexOf('DE00'))
  })

  it('changes with the value, and is not written again where it is the same', () => {
    const stored = first()
    expect(writesOf(login({ stored, root: { iban: 'DE00', bank: 'b' } }))).toEqual({})
    expect(login({ stored, root: { iban: 'DE01' } }).appMetadata.sealed_index_iban).toBe(indexOf('DE01'))
    expect(Object.keys(writesOf(login({ stored, root: { bank: 'c' } })))).toEqual(['sealed_payroll'])
  })

  it('costs no write where its attribute is not there, whatever its name', () => {
    const stored = { sealed_payroll: sealedValue({ bank: 'b' }, { slot: 'payroll' }) }
    expect(writesOf(login({ stored, root: { bank: 'b' } }))).toEqual({})
    const named = definePolicy({
      namespace,
      slots: { payroll: { attributes: [{ name: 'constructor', entropy: 'high', index: 'c' }, 'bank'] } }
    })
    const decision = sealLogin(named, { stored, root: { bank: 'b' }, secrets })
    expect([writesOf(decision), decision.notes]).toEqual([{}, []])
  })

  it('is removed with its attribute', () => {
    expect(login({ stored: first(), root: { iban: null } }).appMetadata.sealed_index_iban).toBeNull()
  })

  it.each([['a login', {}], ...silentRuns])(
    'is made for a value that was sealed before there was one, in %s',
    (_what, run) => {
      const stored = { sealed_payroll: sealedValue({ iban: 'DE00' }, { slot: 'payroll' }) }
      expect(writesOf(login({ stored, ...run }))).toEqual({ sealed_index_iban: indexOf('DE00') })
    }
  )

  it('is made anew with the first key', () => {
    const promoted = { ...secrets, A0SEAL_INDEX_KEYS: keySetText(indexJWK(2), indexJWK(1)) }
    const decision = login({ stored: first(), secrets: promoted })
    expect(writesOf(decision)).toEqual({ sealed_index_iban: indexOf('DE00', promoted.A0SEAL_INDEX_KEYS) })
  })

  it.each([undefined, '##A0SEAL_INDEX_KEYS##', 'text'])(
    'fails without keys (%j), and nothing is overwritten',
    A0SEAL_INDEX_KEYS => {
      const decision = login({
        stored: first(),
        root: { iban: 'DE01' },
        secrets: { ...secrets, A0SEAL_INDEX_KEYS }
      })
      expect(writesOf(decision)).toEqual({})
      expect(codesOf(decision)[0]).toMatch(/^ERR_(NO_KEYS|KEY_SET)$/)
    }
  )
})
