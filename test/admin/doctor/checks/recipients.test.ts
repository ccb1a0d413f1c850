import { describe, expect, it } from 'vitest'
import type { Application } from '../../../../lib/admin/doctor/facts.js'
import { generateKeyPair } from '../../../../lib/core/jwe/generate.js'
import { findingsWith, subjectsWith, wantedOf, wantedWith } from '../healthy.js'

const { publicKey, privateKey } = generateKeyPair()
const application = (changes: Partial<Application> = {}): Application => ({
  clientId: 'hr-web',
  name: 'HR',
  isFirstParty: true,
  metadata: {},
  ...changes
})

describe('D10, who gets something', () => {
  it.each([
    ['is not there', [application({ clientId: 'other' })]],
    ['is a third party', [application({ isFirstParty: false })]]
  ])('is an application that %s', (_, applications) => {
    expect(findingsWith({ applications })).toMatchObject([{ id: 'D10', level: 'error', subject: 'hr-web' }])
  })

  it('has a key that cannot be used', () => {
    const keys = {
      A0SEAL_HR_WEB_KEY: { kids: [], problems: ['it holds secret keys where public key belong'] }
    }
    expect(subjectsWith('D10', {}, wantedOf({ keys }))).toEqual(['hr-web A0SEAL_HR_WEB_KEY'])
  })

  it('is of no matter where no rule names it', () => {
    expect(subjectsWith('D10', { applications: [] }, wantedWith({ release: [] }))).toEqual([])
  })

  it('is an API with a key that cannot be used', () => {
    const wanted = wantedWith({
      release: [
        {
          slot: 'demographics',
          to: 'access_token',
          audience: 'https://api.acme.example',
          applications: 'any',
          acceptThirdParty: true,
          key: { secret: 'API_KEY' }
        }
      ]
    })
    const keys = { API_KEY: { kids: [], problems: ['there is no key in it'] } }
    expect(subjectsWith('D10', {}, { ...wanted, keys })).toEqual(['https://api.acme.example API_KEY'])
  })
})

describe('D10, who opted in', () => {
  const wanted = wantedWith({
    release: [
      {
        slot: 'demographics',
        to: 'id_token',
        applications: { optIn: 'a0seal_release', trustAppAdmins: true }
      }
    ]
  })
  const withMetadata = (metadata: Application['metadata'], changes: Partial<Application> = {}) =>
    findingsWith({ applications: [application({ metadata, ...changes })] }, wanted).map(
      ({ id, level, subject }) => [id, level, subject]
    )
  const optedIn = ['D10', 'info', 'hr-web opted in']

  it('is told, and is all there is to say of a good key', () => {
    const metadata = { a0seal_release: 'true', a0seal_jwk: JSON.stringify(publicKey) }
    expect(withMetadata(metadata)).toEqual([optedIn])
    expect(withMetadata({ ...metadata, a0seal_release: 'false' })).toEqual([])
  })

  it.each([
    ['is missing', {}],
    ['holds its private half', { a0seal_jwk: JSON.stringify(privateKey) }],
    ['cannot be used', { a0seal_jwk: 'no key' }]
  ])('has a key that %s', (_, metadata) => {
    expect(withMetadata({ a0seal_release: 'true', ...metadata })).toEqual([
      ['D10', 'error', 'hr-web a0seal_jwk'],
      optedIn
    ])
  })

  it('is no third party', () => {
    const metadata = { a0seal_release: 'true', a0seal_jwk: JSON.stringify(publicKey) }
    expect(withMetadata(metadata, { isFirstParty: false })).toEqual([['D10', 'error', 'hr-web'], optedIn])
  })
})
