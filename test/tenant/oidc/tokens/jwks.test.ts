import { createHash, createPublicKey, type JsonWebKey, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { jsonOf, useTenants } from '../../setup.js'

const start = useTenants()

describe('the published key', () => {
  test('comes with a certificate of its own, and can be read by any page', async () => {
    const { issuer } = await start()
    const response = await fetch(`${issuer}.well-known/jwks.json`, {
      headers: { origin: 'https://acme.example' }
    })
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const { keys } = (await jsonOf(response)) as { keys: (JsonWebKey & { x5c: string[]; x5t: string })[] }
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use', 'x5c', 'x5t'])
    const der = Buffer.from(keys[0]?.x5c[0] ?? '', 'base64')
    expect(keys[0]?.x5t).toBe(createHash('sha1').update(der).digest('base64url'))
    const published = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' })
    expect(new X509Certificate(der).publicKey.equals(published)).toBe(true)
  })
})
