import { generateKeyPairSync, webcrypto } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { keyId } from '../../lib/core/jwe/thumbprint.js'
import { type BrowserKeySource, createBrowserReader } from '../../lib/reader/index.js'
import { codeThrownBy } from '../fixtures/codes.js'
import { keyPair } from '../fixtures/keys.js'
import { codeRejectedBy, data, recipient, releasedValue, tenant, token } from './values.js'

/** What a page does once: the private half stays where it was made. */
const generate = async (algorithm: object, extractable: boolean) => {
  const generated = await webcrypto.subtle.generateKey(
    algorithm as { name: 'ECDH'; namedCurve: 'P-256' },
    extractable,
    ['deriveBits']
  )
  const { kty = '', crv = '', x = '', y } = await webcrypto.subtle.exportKey('jwk', generated.publicKey)
  const point = { kty, crv, x, ...(y && { y }) }
  const kid = keyId(point)
  return { jwk: { ...point, kid, alg: 'ECDH-ES', use: 'enc' }, key: { kid, cryptoKey: generated.privateKey } }
}
const p256 = { name: 'ECDH', namedCurve: 'P-256' }
const create = (keys: unknown) => createBrowserReader({ keys: keys as BrowserKeySource, tenant, recipient })

describe('a reader in a page', () => {
  it.each([p256, { name: 'X25519' }])(
    'opens with a key that the browser made and keeps: %j',
    async algorithm => {
      const { jwk, key } = await generate(algorithm, false)
      for (const keys of [key, { keys: [key] }, async () => key]) {
        expect(await create(keys).open(releasedValue({ jwk }), { token })).toMatchObject({ data })
      }
    }
  )

  const { privateJWK } = keyPair(1)
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    format: 'pem',
    type: 'pkcs8'
  })

  it.each<[string, unknown]>([
    ['a JWK', privateJWK],
    ['a JWKS', { keys: [privateJWK] }],
    ['the text of a JWK', JSON.stringify(privateJWK)],
    ['a PEM', { kid: 'a', pem }]
  ])('takes no %s', async (_, keys) => {
    expect(codeThrownBy(() => create(keys))).toBe('ERR_KEY_MODE')
    expect(await codeRejectedBy(create(() => keys).open(releasedValue(), { token }))).toBe('ERR_KEY_MODE')
  })

  it('takes no key that can be extracted', async () => {
    const { key } = await generate(p256, true)
    expect(() => create(key)).toThrow(
      /^ERR_KEY_SET: key 1: is no non-extractable private key on P-256 or X25519$/
    )
  })

  it('opens no values at rest', async () => {
    const { key } = await generate(p256, false)
    const options = { keys: key, tenant, slot: 'payroll' }
    expect(() => createBrowserReader(options as never)).toThrow(TypeError)
    expect(() => createBrowserReader({ ...options, recipient } as never)).toThrow(TypeError)
  })
})
