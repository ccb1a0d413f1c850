import { describe, expect, it } from 'vitest'
import { definePolicy } from '../../../../lib/core/policy/define-policy.js'
import { silentRuns } from '../../../fixtures/event.js'
import { codesOf, contentOf, sealedValue, sealLogin, writesOf } from '../../../fixtures/login.js'
import { namespace } from '../../../fixtures/policies/policies.js'

const url = 'https://acme.com/temporary_idtoken'
const policy = definePolicy({ namespace, slots: { handoff: { attributes: [url, 'nonce2'], keep: 'login' } } })
const slot = 'handoff'
const withStored = (value: unknown) => ({
  transaction: { protocol: 'oidc-basic-profile', metadata: { sealed_handoff: value } }
})

describe('a slot kept for the login', () => {
  it('is sealed into transaction metadata, and not into the profile', () => {
    const decision = sealLogin(policy, { root: { [url]: 'token' } })
    expect(Object.keys(writesOf(decision))).toEqual(['sealed_handoff'])
    expect(decision.appMetadata).toEqual({})
    expect(contentOf(decision.transactionMetadata.sealed_handoff, { slot }).data).toEqual({ [url]: 'token' })
  })

  it('is not written again where nothing changed', () => {
    const stored = withStored(sealedValue({ [url]: 'token' }, { slot }))
    expect(writesOf(sealLogin(policy, { root: { [url]: 'token' }, ...stored }))).toEqual({})
    expect(writesOf(sealLogin(policy, stored))).toEqual({})
  })

  it('keeps what came before in the same login', () => {
    const decision = sealLogin(policy, {
      root: { nonce2: 'n' },
      ...withStored(sealedValue({ [url]: 'token' }, { slot }))
    })
    expect(contentOf(decision.transactionMetadata.sealed_handoff, { slot }).data).toEqual({
      [url]: 'token',
      nonce2: 'n'
    })
  })

  it.each([undefined, {}])('is sealed where the transaction is %j, which holds nothing yet', transaction => {
    const decision = sealLogin(policy, { root: { [url]: 'token' }, transaction } as never)
    expect(contentOf(decision.transactionMetadata.sealed_handoff, { slot }).data).toEqual({ [url]: 'token' })
    expect(codesOf(decision)).toEqual([])
  })

  it('is sealed anew in the place of what does not open', () => {
    const decision = sealLogin(policy, { root: { [url]: 'token' }, ...withStored('broken') })
    expect(contentOf(decision.transactionMetadata.sealed_handoff, { slot }).data).toEqual({ [url]: 'token' })
  })

  it.each(silentRuns.filter(([, run]) => run.transaction))(
    'takes nothing from a stale root over what is there, in %s',
    (_what, run) => {
      const metadata = { sealed_handoff: sealedValue({ [url]: 'token' }, { slot }) }
      const transaction = { ...run.transaction, metadata }
      expect(writesOf(sealLogin(policy, { root: { [url]: 'stale' }, transaction }))).toEqual({})
    }
  )

  it('has a value of at most 8,000 bytes', () => {
    const decision = sealLogin(policy, { root: { [url]: 'x'.repeat(6000) } })
    expect(writesOf(decision)).toEqual({})
    expect(decision.notes).toEqual([{ code: 'ERR_TOO_LARGE', slot, failed: true }])
    const fits = sealLogin(policy, { root: { [url]: 'x'.repeat(5500) } })
    expect(fits.transactionMetadata.sealed_handoff?.length).toBeGreaterThan(7000)
    expect(codesOf(fits)).toEqual([])
  })

  it('fits transaction metadata, 16,000 bytes in all, with other slots', () => {
    const three = definePolicy({
      namespace,
      slots: {
        a: { attributes: ['one'], keep: 'login' },
        b: { attributes: ['two'], keep: 'login' },
        c: { attributes: ['three'], keep: 'login' }
      }
    })
    const large = 'x'.repeat(5500)
    const decision = sealLogin(three, { root: { one: large, two: large, three: large } })
    const characters = Object.entries(decision.transactionMetadata).flat().join('').length
    expect(characters).toBeLessThanOrEqual(16_000)
    expect(codesOf(decision)).toContain('ERR_TOO_LARGE')
  })

  /** What this attribute is sealed to, characters. */
  const sizeOf = (chars: number) => {
    const { transactionMetadata } = sealLogin(policy, { root: { nonce2: 'x'.repeat(chars) } })
    return transactionMetadata.sealed_handoff?.length ?? 0
  }

  it('counts what the transaction holds already, whoever set it, in bytes', () => {
    const size = sizeOf(10)
    // 16,000 bytes with the names, quotation marks, colons and braces of the JSON.
    const room = 16_000 - size - '{"theirs":"","sealed_handoff":""}'.length
    const codes = (theirs: string) =>
      codesOf(sealLogin(policy, { root: { nonce2: 'x'.repeat(10) }, transaction: { metadata: { theirs } } }))
    expect(codes('x'.repeat(room))).toEqual([])
    expect(codes('x'.repeat(room + 1))).toEqual(['ERR_TOO_LARGE'])
    expect(codes('é'.repeat(Math.ceil((room + 1) / 2)))).toEqual(['ERR_TOO_LARGE'])
  })

  it('has a value of 8,000 bytes at most, to the byte', () => {
    const root = { nonce2: 'x'.repeat(5728) }
    // The length of a user's id moves the length of the value by single bytes.
    const sizes = Array.from({ length: 60 }, (_, i) => {
      const subject = 'u'.repeat(i + 1)
      const { length } = sealedValue(root, { slot, subject })
      const { transactionMetadata } = sealLogin(policy, { root: { ...root, user_id: subject } })
      return { length, isSealed: 'sealed_handoff' in transactionMetadata }
    })
    expect(sizes.filter(({ length, isSealed }) => isSealed !== length <= 8000)).toEqual([])
    const lengths = sizes.map(({ length }) => length)
    expect([lengths.includes(8000), lengths.some(length => length > 8000 && length < 8003)]).toEqual([
      true,
      true
    ])
  })

  it('takes the word of no user for what an identity provider sent', () => {
    const typed = sealedValue({ [url]: 'typed' }, { slot, src: 'user' })
    const decision = sealLogin(policy, { root: { nonce2: 'n' }, ...withStored(typed) })
    expect(contentOf(decision.transactionMetadata.sealed_handoff, { slot }).data).toEqual({ nonce2: 'n' })
  })

  it('is not sealed where app_metadata has its attribute', () => {
    const decision = sealLogin(policy, { root: { nonce2: 'n' }, stored: { nonce2: 'n' } })
    expect(writesOf(decision)).toEqual({})
    expect(codesOf(decision)).toEqual(['ERR_SHADOWED'])
  })
})
