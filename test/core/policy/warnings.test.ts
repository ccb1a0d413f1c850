import { describe, expect, it } from 'vitest'
import { warningsOf } from '../../../lib/core/policy/warnings.js'
import { policyWith } from '../../fixtures/policies/input.js'

describe('the warnings of a policy', () => {
  it('name each attribute that other connections may send in clear', () => {
    const kyc = { attributes: ['a', { name: 'risk', connections: ['corp', 'samlp'] }] }
    expect(warningsOf(policyWith({ slots: { kyc }, release: [] }))).toEqual([
      expect.stringMatching(
        /^WARN_OTHER_CONNECTIONS slots\.kyc\.attributes: .*corp, samlp.*"risk".*in clear: neither denied/
      )
    ])
  })

  it('name attributes of the same connections in one line', () => {
    const from = (name: string, ...connections: string[]) => ({ name, connections })
    const kyc = { attributes: [from('risk', 'corp'), from('iban', 'bank'), from('band', 'corp')] }
    expect(warningsOf(policyWith({ slots: { kyc }, release: [] }))).toEqual([
      expect.stringContaining('other than corp sends as "risk" or "band" is stored'),
      expect.stringContaining('other than bank sends as "iban" is stored')
    ])
  })

  it('name a list in which sealing does not come first', () => {
    const rest = ['copy-user-metadata', 'release-attributes']
    const early = { 'post-login': [{ deployed: 'theirs' }, 'seal-attributes', ...rest] }
    expect(warningsOf(policyWith({ triggers: early }))).toEqual([
      expect.stringMatching(
        /^WARN_SEAL_NOT_FIRST triggers\.post-login\[1\]: .*not the first.*not sealed in this login$/
      )
    ])
    expect(warningsOf(policyWith({ triggers: { 'post-login': ['seal-attributes', ...rest] } }))).toEqual([])
  })

  it('are none where nothing is narrowed', () => {
    expect(warningsOf(policyWith({}))).toEqual([])
    expect(warningsOf(policyWith({ triggers: { 'post-change-password': [] } }))).toEqual([])
  })
})
