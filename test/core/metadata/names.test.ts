import { describe, expect, it } from 'vitest'
import { indexKey, lostKey, sealedKey } from '../../../lib/core/metadata/names.js'

describe('a place in app_metadata', () => {
  it.each([
    ['of a sealed value', sealedKey, 'vault_kyc'],
    ['of a blind index', indexKey, 'vault_index_kyc'],
    ['of a value kept aside', lostKey, 'vault_lost_kyc']
  ])('%s starts with the container', (_what, keyOf, key) => {
    expect(keyOf('vault', 'kyc')).toBe(key)
  })
})
