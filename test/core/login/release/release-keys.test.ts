import { describe, expect, it } from 'vitest'
import { badSecrets, unreadable } from '../../../fixtures/bad-values.js'
import { secrets } from '../../../fixtures/event.js'
import { keyPair, keySetText, secretJWK } from '../../../fixtures/keys.js'
import { sealedValue } from '../../../fixtures/login.js'
import {
  api,
  clearToID,
  data,
  openAs,
  release,
  sealedClaim,
  stored,
  toHrWeb,
  withheld
} from '../../../fixtures/release.js'

const toAPI = { ...toHrWeb, to: 'access_token', audience: api, key: { secret: 'API_KEY' } }
const atAPI = { resource_server: { identifier: api } }
const withHrKey = (A0SEAL_HR_WEB_KEY: string | undefined) => ({ secrets: { ...secrets, A0SEAL_HR_WEB_KEY } })

/** What goes wrong leaves the claim out of an access token; in an ID token it is null. */
const left = (code: string, { names = ['demographics'], slot = 'demographics' } = {}) => ({
  idToken: withheld(...names),
  accessToken: {},
  notes: [{ code, slot, failed: true }]
})
const leftOfAPI = (code: string) => left(code, { names: [] })
const inClear = { names: ['gender', 'ethnicity'] }

const badRecipients: [string, string | undefined, string][] = [
  ['is missing', undefined, 'ERR_NO_KEYS'],
  ['is empty', ' ', 'ERR_NO_KEYS'],
  ['is an unmapped keyword', '##A0SEAL_HR_WEB_KEY##', 'ERR_NO_KEYS'],
  ['is private', JSON.stringify(keyPair(1).privateJWK), 'ERR_PRIVATE_KEY'],
  ['is secret', JSON.stringify(secretJWK(1)), 'ERR_KEY_MODE'],
  ['is not JSON', 'canary{', 'ERR_KEY_SET'],
  ['is off its curve', JSON.stringify({ ...keyPair(1).publicJWK, y: keyPair(2).publicJWK.y }), 'ERR_KEY_SET'],
  ['is for signatures', JSON.stringify({ ...keyPair(1).publicJWK, use: 'sig' }), 'ERR_KEY_SET']
]

describe('a claim is withheld, and the code says why,', () => {
  it.each(badRecipients)('where the key of the application %s', (_what, secret, code) => {
    expect(release(toHrWeb, withHrKey(secret))).toEqual(left(code))
  })

  it.each(badRecipients)('where the key of the API %s', (_what, secret, code) => {
    expect(release(toAPI, { ...atAPI, secrets: { ...secrets, API_KEY: secret } })).toEqual(leftOfAPI(code))
  })

  it.each(badRecipients)('where the key of an application that opted in %s', (_what, a0seal_jwk, code) => {
    const rule = { ...toHrWeb, applications: { optIn: 'a0seal_release', trustAppAdmins: true } }
    const client = { client_id: 'new-app', metadata: { a0seal_release: 'true', a0seal_jwk } }
    expect(release(rule, { client })).toEqual(left(code))
  })

  it('where any application may have it and this one has no key', () => {
    const toAny = { ...toHrWeb, applications: 'any', acceptThirdParty: true }
    expect(release(toAny, { client_id: 'unknown' })).toEqual(left('ERR_NO_KEYS'))
  })

  it.each(badSecrets)('where the key set of the slot %s', (_what, secret, code) => {
    expect(release(toHrWeb, { secrets: { ...secrets, A0SEAL_KEYS: secret } })).toEqual(left(code))
  })

  it.each(unreadable)('where the stored value is one %s', (_what, sealed_demographics, code) => {
    expect(release(toHrWeb, { stored: { sealed_demographics } })).toEqual(left(code))
    expect(release(clearToID, { stored: { sealed_demographics } })).toEqual(left(code, inClear))
  })

  it.each(['text', 5, []])('where app_metadata is %j', broken => {
    expect(release(toHrWeb, { stored: broken })).toEqual(left('ERR_METADATA'))
  })

  it('where the event names no tenant or user', () => {
    expect(release(toHrWeb, { tenant: { id: '' } })).toEqual(left('ERR_EVENT'))
    expect(release(clearToID, { user: { user_id: '' } })).toEqual(left('ERR_EVENT', inClear))
  })

  it('where the profile throws when it is read', () => {
    const user = Object.defineProperty({}, 'app_metadata', {
      enumerable: true,
      value: new Proxy(
        {},
        {
          get: () => {
            throw new Error('canary')
          }
        }
      )
    })
    expect(release(toHrWeb, { user })).toEqual(left('ERR_UNEXPECTED'))
  })

  it('where the key is of low order, so that everybody knows the secret', () => {
    const x = Buffer.alloc(32).toString('base64url')
    const jwk = { ...keyPair(1, 'X25519').publicJWK, x }
    const { idToken, notes } = release(toHrWeb, withHrKey(JSON.stringify(jwk)))
    expect(idToken).toEqual(withheld('demographics'))
    expect(notes).toMatchObject([{ slot: 'demographics', failed: true }])
  })
})

describe('the recipient of a sealed claim', () => {
  it('may have a key on X25519, or a key set whose first key seals', async () => {
    const x25519 = keyPair(5, 'X25519')
    const single = release(toHrWeb, withHrKey(JSON.stringify(x25519.publicJWK))).idToken[sealedClaim]
    expect(await openAs(single, x25519.privateJWK, 'hr-web')).toMatchObject({ data })
    const set = release(toHrWeb, withHrKey(keySetText(keyPair(6).publicJWK, keyPair(1).publicJWK))).idToken[
      sealedClaim
    ]
    expect(await openAs(set, keyPair(6).privateJWK, 'hr-web')).toMatchObject({ data })
  })

  it('may have its key in the policy', async () => {
    const { idToken } = release({ ...toHrWeb, applications: ['crm'] }, { client_id: 'crm' })
    expect(await openAs(idToken[sealedClaim], keyPair(2).privateJWK, 'crm')).toMatchObject({ data })
  })

  it('is the API for access tokens, not the application', async () => {
    const API_KEY = JSON.stringify(keyPair(3).publicJWK)
    const { idToken, accessToken } = release(toAPI, { ...atAPI, secrets: { ...secrets, API_KEY } })
    expect(idToken).toEqual({})
    expect(await openAs(accessToken[sealedClaim], keyPair(3).privateJWK, api)).toMatchObject({ data })
    await expect(openAs(accessToken[sealedClaim], keyPair(3).privateJWK, 'hr-web')).rejects.toMatchObject({
      claim: 'aud'
    })
  })

  it('is one: what another application got does not open for it', async () => {
    const forHrWeb = release(toHrWeb).idToken[sealedClaim]
    await expect(openAs(forHrWeb, keyPair(2).privateJWK, 'crm')).rejects.toMatchObject({
      code: 'ERR_JWE_DECRYPTION_FAILED'
    })
  })

  it('is told apart by audience even where two applications share a key', async () => {
    const shared = keyPair(2)
    const forHrWeb = release(toHrWeb, withHrKey(JSON.stringify(shared.publicJWK))).idToken[sealedClaim]
    await expect(openAs(forHrWeb, shared.privateJWK, 'crm')).rejects.toMatchObject({ claim: 'aud' })
    await expect(openAs(forHrWeb, shared.privateJWK, 'hr-web')).resolves.toMatchObject({ data })
  })
})

describe('swaps', () => {
  it('of a value at rest for a released one fail at the recipient', async () => {
    const atRest = sealedValue(data, { slot: 'hr-web' })
    await expect(openAs(atRest, keyPair(1).privateJWK, 'hr-web')).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_JO/)
    })
  })

  it('of a released value for one at rest fail at release', () => {
    const sealed_demographics = release(toHrWeb).idToken[sealedClaim]
    expect(release(clearToID, { stored: { sealed_demographics } })).toEqual(left('ERR_FORMAT', inClear))
  })

  it('of two slots fail at release', () => {
    const swapped = { sealed_payroll: stored.sealed_demographics }
    const withKeys = { secrets: { ...secrets, A0SEAL_PAYROLL_KEYS: secrets.A0SEAL_KEYS } }
    expect(release({ ...toHrWeb, slot: 'payroll' }, { stored: swapped, ...withKeys })).toEqual(
      left('ERR_BINDING', { names: ['payroll'], slot: 'payroll' })
    )
  })
})
