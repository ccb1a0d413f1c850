import { importJWK, jwtDecrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { typReleased } from '../../../lib/core/format/header.js'
import { pointOf } from '../../../lib/core/format/point.js'
import { createKeySetParser } from '../../../lib/core/jwe/key-set.js'
import { importPrivateKey } from '../../../lib/core/jwe/private-keys.js'
import { parseRecipientKeys } from '../../../lib/core/seal/released.js'
import { open, parseSecretKeys, seal } from '../../../lib/core/seal/sealed-value.js'
import { nowSeconds } from '../../fixtures/clock.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { keyPair, keySetText, secretJWK } from '../../fixtures/keys.js'

const binding = { iss: 'urn:auth0:acme', sub: 'oidc|1', aud: 'hr-web' }
const claims = { data: { gender: 'diverse' }, iat: nowSeconds }
const parsePrivate = createKeySetParser(typReleased, importPrivateKey, pointOf)

describe.each(['P-256', 'X25519'] as const)('a value released to a key on %s', curve => {
  const { publicJWK, privateJWK } = keyPair(1, curve)
  const released = seal(claims, binding, parseRecipientKeys(JSON.stringify(publicJWK)))
  const right = { issuer: 'urn:auth0:acme', subject: 'oidc|1', audience: 'hr-web', typ: typReleased }

  it('opens for the recipient', async () => {
    expect(open(released, binding, parsePrivate(JSON.stringify(privateJWK)))).toMatchObject(claims)
    const { payload } = await jwtDecrypt(released, await importJWK(privateJWK), right)
    expect(payload).toMatchObject({ ...claims, aud: 'hr-web' })
  })

  it('is for one recipient: another application that has the key refuses it', async () => {
    const key = await importJWK(privateJWK)
    await expect(jwtDecrypt(released, key, { ...right, audience: 'crm' })).rejects.toMatchObject({
      claim: 'aud'
    })
    const keys = parsePrivate(JSON.stringify(privateJWK))
    expect(codeThrownBy(() => open(released, { ...binding, aud: 'crm' }, keys))).toBe('ERR_BINDING')
  })

  it('does not open for the key of another application', async () => {
    const other = await importJWK(keyPair(2, curve).privateJWK)
    await expect(jwtDecrypt(released, other, right)).rejects.toMatchObject({
      code: 'ERR_JWE_DECRYPTION_FAILED'
    })
    const keys = parsePrivate(JSON.stringify(keyPair(2, curve).privateJWK))
    expect(codeThrownBy(() => open(released, binding, keys))).toBe('ERR_UNKNOWN_KEY')
  })

  it('does not pass for a value at rest', async () => {
    const key = await importJWK(privateJWK)
    await expect(jwtDecrypt(released, key, { ...right, typ: 'a0seal+jwt' })).rejects.toMatchObject({
      claim: 'typ'
    })
    const atRest = createKeySetParser('a0seal+jwt', importPrivateKey, pointOf)(JSON.stringify(privateJWK))
    expect(codeThrownBy(() => open(released, binding, atRest))).toBe('ERR_FORMAT')
  })
})

describe('a value at rest', () => {
  it('does not pass for one that was released', async () => {
    const jwk = secretJWK(1)
    const atRest = seal(claims, binding, parseSecretKeys(keySetText(jwk)))
    await expect(jwtDecrypt(atRest, await importJWK(jwk), { typ: typReleased })).rejects.toMatchObject({
      claim: 'typ'
    })
    const keys = parsePrivate(JSON.stringify(keyPair(1).privateJWK))
    expect(codeThrownBy(() => open(atRest, binding, keys))).toBe('ERR_FORMAT')
  })
})
