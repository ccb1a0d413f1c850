import { describe, expect, it } from 'vitest'
import { inspectValue } from '../../../lib/admin/unseal/inspect.js'
import { encodeHeader } from '../../../lib/core/jwe/header.js'
import { keyPair, secretJWK } from '../../fixtures/keys.js'
import { sealed, writeOnly } from './values.js'

const kid = secretJWK(1).kid ?? ''

describe('what can be told of a value without keys', () => {
  it('is its kind, key and size', () => {
    const value = sealed()
    expect(inspectValue(value)).toEqual({
      kind: 'at rest',
      mode: 'readable',
      alg: 'dir',
      kid,
      characters: value.length
    })
  })

  it('is that it is write-only, as it is stored and by itself', () => {
    const stored = writeOnly()
    const { kid } = keyPair(1).publicJWK
    for (const value of [stored, stored.v])
      expect(inspectValue(value)).toMatchObject({ mode: 'write-only', alg: 'ECDH-ES', kid })
  })

  it.each([
    ['released', 'a0seal-release+jwt'],
    ['of a sign-up', 'a0seal-signup+jwt']
  ])('is that it is %s', (kind, typ) => {
    expect(inspectValue(`${encodeHeader({ alg: 'dir', kid, typ })}....`)).toEqual({
      kind,
      alg: 'dir',
      kid,
      characters: expect.any(Number)
    })
  })

  it('is no kid that a terminal would obey', () => {
    const header = encodeHeader({ alg: 'dir', kid: '\u001b[2J', typ: 'a0seal+jwt' })
    expect(inspectValue(`${header}....`)).not.toHaveProperty('kid')
  })

  it.each(['', 'a.b.c.d.e', `${encodeHeader({ alg: 'dir', kid, typ: 'jwt' })}....`, undefined, { v: 5 }])(
    'is nothing of %j',
    value => {
      expect(() => inspectValue(value)).toThrow('ERR_FORMAT')
    }
  )
})
