import { describe, expect, it } from 'vitest'
import { describeUnreachable, reasonOf } from '../../../lib/admin/answer/unreachable.js'

describe('a tenant that cannot be reached', () => {
  it.each([
    [undefined, 'the tenant could not be reached'],
    ['ECONNREFUSED', 'the tenant could not be reached (ECONNREFUSED)'],
    ['toString', 'the tenant could not be reached (toString)']
  ])('for the reason %s', (reason, said) => {
    expect(describeUnreachable(reason)).toBe(said)
  })

  it.each([
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /NODE_EXTRA_CA_CERTS=FILE/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS=FILE/],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', /NODE_EXTRA_CA_CERTS=FILE/],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /NODE_EXTRA_CA_CERTS=FILE/],
    ['CERT_HAS_EXPIRED', /has expired/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /for another name/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /the port of HTTPS/],
    ['EPROTO', /the port of HTTPS/]
  ])('for %s has what to do', (reason, next) => {
    expect(describeUnreachable(reason)).toMatch(next)
  })

  it('has its reason behind what fetch made of it', () => {
    const timeout = new DOMException('x', 'TimeoutError')
    expect(reasonOf(timeout)).toBe('no answer in time')
    expect(reasonOf({ cause: { cause: { code: 'EPIPE' } } })).toBe('EPIPE')
    for (const error of [undefined, null, 'text', new Error('x')]) expect(reasonOf(error)).toBeUndefined()
  })
})
