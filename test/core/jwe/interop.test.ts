import fc from 'fast-check'
import { compactDecrypt, EncryptJWT, importJWK, jwtDecrypt } from 'jose'
import { describe, expect, it } from 'vitest'
import { pointOf } from '../../../lib/core/format/point.js'
import { createKeySetParser } from '../../../lib/core/jwe/key-set.js'
import { open, seal } from '../../../lib/core/seal/sealed-value.js'
import { codePoint, jsonObject } from '../../fixtures/arbitraries.js'
import { nowMs, nowSeconds } from '../../fixtures/clock.js'
import { codeThrownBy } from '../../fixtures/codes.js'
import { importAnyKey, keyPair, secretJWK, type TestJWK } from '../../fixtures/keys.js'
import { runsOf } from '../../fixtures/runs.js'

const typ = 'a0seal+jwt'
const p256 = keyPair(1)
const x25519 = keyPair(1, 'X25519')
const parse = createKeySetParser(typ, importAnyKey, pointOf)

const binding = fc.record({
  iss: fc.stringMatching(/^urn:auth0:[a-z][a-z0-9-]{0,30}$/),
  sub: fc.string({ unit: codePoint, minLength: 1, maxLength: 60 }),
  aud: fc.stringMatching(/^[a-z][a-z0-9_-]{0,30}$/)
})

describe.each<[string, TestJWK, TestJWK]>([
  ['dir', secretJWK(1), secretJWK(1)],
  ['A256KW', secretJWK(1, 'A256KW'), secretJWK(1, 'A256KW')],
  ['ECDH-ES on P-256', p256.publicJWK, p256.privateJWK],
  ['ECDH-ES on X25519', x25519.publicJWK, x25519.privateJWK]
])('%s with jose', (_name, sealing, opening) => {
  const sealingKeys = parse(JSON.stringify(sealing))
  const openingKeys = parse(JSON.stringify(opening))

  it('opens what the core sealed', async () => {
    const key = await importJWK(opening)
    await fc.assert(
      fc.asyncProperty(jsonObject, binding, async (data, place) => {
        const jwe = seal({ data, iat: nowSeconds }, place, sealingKeys)
        const { payload, protectedHeader } = await jwtDecrypt(jwe, key, {
          issuer: place.iss,
          subject: place.sub,
          audience: place.aud,
          typ,
          currentDate: new Date(nowMs),
          keyManagementAlgorithms: [sealing.alg as string],
          contentEncryptionAlgorithms: ['A256GCM']
        })
        expect(JSON.stringify(payload.data)).toHaveLength(JSON.stringify(data).length)
        expect(payload.data).toEqual(data)
        expect(payload.iat).toBe(nowSeconds)
        expect(protectedHeader).toMatchObject({ alg: sealing.alg, kid: sealing.kid })
      }),
      runsOf(100)
    )
  })

  it('makes what the core opens, but for the order of its ephemeral key', async () => {
    const key = await importJWK(sealing)
    await fc.assert(
      fc.asyncProperty(jsonObject, binding, async (data, place) => {
        const jwe = await new EncryptJWT({ data })
          .setProtectedHeader({ alg: sealing.alg as string, enc: 'A256GCM', kid: sealing.kid as string, typ })
          .setIssuer(place.iss)
          .setSubject(place.sub)
          .setAudience(place.aud)
          .setIssuedAt(nowSeconds)
          .encrypt(key)
        if (sealing.alg === 'ECDH-ES') {
          expect(codeThrownBy(() => open(jwe, place, openingKeys))).toBe('ERR_FORMAT')
          return
        }
        const opened = open(jwe, place, openingKeys)
        expect(opened.data).toEqual(data)
        expect(opened.iat).toBe(nowSeconds)
      }),
      runsOf(100)
    )
  })

  it('refuses a wrong issuer, subject, audience or type', async () => {
    const key = await importJWK(opening)
    const jwe = seal({ data: {}, iat: nowSeconds }, { iss: 'urn:auth0:t', sub: 's', aud: 'a' }, sealingKeys)
    const right = { issuer: 'urn:auth0:t', subject: 's', audience: 'a', typ }
    await expect(jwtDecrypt(jwe, key, right)).resolves.toBeDefined()
    for (const wrong of [{ issuer: 'urn:auth0:x' }, { subject: 'x' }, { audience: 'x' }, { typ: 'x+jwt' }]) {
      await expect(jwtDecrypt(jwe, key, { ...right, ...wrong })).rejects.toMatchObject({
        code: 'ERR_JWT_CLAIM_VALIDATION_FAILED'
      })
    }
  })

  it('sees the claims in the order of the format', async () => {
    const place = { iss: 'urn:auth0:t', sub: 's', aud: 'a' }
    const jwe = seal({ data: { b: 1, a: 2 }, iat: nowSeconds, src: 'user' }, place, sealingKeys)
    const { plaintext } = await compactDecrypt(jwe, await importJWK(opening))
    expect(new TextDecoder().decode(plaintext).replace(/ +\}$/, '}')).toBe(
      `{"iss":"urn:auth0:t","sub":"s","aud":"a","iat":${nowSeconds},"src":"user","data":{"a":2,"b":1}}`
    )
  })
})
