import { describe, expect, it } from 'vitest'
import { createReader } from '../../lib/reader/index.js'
import { nowSeconds } from '../fixtures/clock.js'
import { secretJWK } from '../fixtures/keys.js'
import { codeRejectedBy, data, sealedText, slot, subject, tenant, token } from './values.js'

const jwk = secretJWK(1)
const reader = createReader({ keys: jwk as never, tenant, slot })
const opening = (text: string) => reader.open(sealedText(text, 'a0seal+jwt', jwk), { token })
const codeFor = (text: string) => codeRejectedBy(opening(text))
const good = { iss: `urn:auth0:${tenant}`, sub: subject, aud: slot, iat: nowSeconds, data }

describe('the claims of a value', () => {
  it.each([{ src: 'user' }, {}])('open as they should be, with %j', async more => {
    expect(await opening(JSON.stringify({ ...good, ...more }))).toMatchObject({ data })
  })

  it.each<[string, unknown]>([
    ['a list', [good]],
    ['null', null],
    ['a number', 1],
    ['without issuer', { ...good, iss: undefined }],
    ['without subject', { ...good, sub: undefined }],
    ['without audience', { ...good, aud: undefined }],
    ['with a list of audiences', { ...good, aud: [slot] }],
    ['without a time', { ...good, iat: undefined }],
    ['with a time that is a text', { ...good, iat: `${nowSeconds}` }],
    ['with a time between seconds', { ...good, iat: nowSeconds + 0.5 }],
    ['with a time before 1970', { ...good, iat: -1 }],
    ['with a time that no Date has', { ...good, iat: 8.64e12 + 1 }],
    ['without data', { ...good, data: undefined }],
    ['with data that is a text', { ...good, data: 'text' }],
    ['with data that is a list', { ...good, data: [] }],
    ['with data that is null', { ...good, data: null }],
    ['with another source', { ...good, src: 'tenant' }],
    ['with an expiry', { ...good, exp: nowSeconds + 60 }],
    ['with another claim', { ...good, gender: 'x' }]
  ])('are refused where they are %s', async (_, claims) => {
    expect(await codeFor(JSON.stringify(claims))).toBe('ERR_FORMAT')
  })

  it.each(['', 'text', '{', `\uFEFF${JSON.stringify(good)}`, `${JSON.stringify(good)}{}`])(
    'are refused where they are no JSON: %j',
    async text => {
      expect(await codeFor(text)).toBe('ERR_FORMAT')
    }
  )

  it.each([
    ['issuer', { iss: 'urn:auth0:acme-test2' }],
    ['issuer in other letters', { iss: 'URN:AUTH0:acme-test' }],
    ['issuer that is only its end', { iss: tenant }],
    ['subject', { sub: `${subject}2` }],
    ['subject in other letters', { sub: subject.toUpperCase() }],
    ['audience', { aud: `${slot}2` }]
  ])('are refused with another %s', async (_, claims) => {
    expect(await codeFor(JSON.stringify({ ...good, ...claims }))).toBe('ERR_BINDING')
  })

  it('are refused without a subject, whatever the token lacks', async () => {
    const { sub, ...unbound } = good
    const value = sealedText(JSON.stringify(unbound), 'a0seal+jwt', jwk)
    expect(await codeRejectedBy(reader.open(value, { token: {} }))).toBe('ERR_FORMAT')
    expect(await codeRejectedBy(reader.open(value, { subject: undefined as never }))).toBe('ERR_FORMAT')
  })

  it('have their time as changedAt, from the first second to the last that a Date has', async () => {
    for (const iat of [0, 8.64e12]) {
      expect(await opening(JSON.stringify({ ...good, iat }))).toMatchObject({
        changedAt: new Date(iat * 1000)
      })
    }
  })
})
