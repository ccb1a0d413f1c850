import { describe, expect, it } from 'vitest'
import { keyPair } from '../../../fixtures/keys.js'
import { accepted, mistakeInRule, mistakeWith, refused } from '../../../fixtures/policies/input.js'

const [one, two, three] = [1, 2, 3].map(seed => keyPair(seed).publicJWK)
const api = 'https://api.acme.example'
const toAPI = { to: 'access_token', audience: api, form: 'sealed' }
const mistakeInKeys = (first: unknown, second: unknown) =>
  mistakeWith({
    applications: { a: { client_id: 'a', key: first }, b: { client_id: 'b', key: second } },
    release: []
  })

describe('the key of a recipient', () => {
  it.each([
    ['secret', { secret: 'KEY' }, { secret: 'OTHER' }],
    ['public key', one, two],
    ['public key in a set', one, { keys: [two] }]
  ])('is its own, as a %s too', (_what, first, second) => {
    expect(mistakeInKeys(first, second)).toEqual(accepted)
    expect(mistakeInKeys(first, first)).toEqual(refused('applications.b.key'))
  })

  it('is its own under another kid, and in a set', () => {
    expect(mistakeInKeys(one, { ...one, kid: 'another' })).toEqual(refused('applications.b.key'))
    expect(mistakeInKeys(one, { keys: [two, one] })).toEqual(refused('applications.b.key'))
  })

  it('is that of an application or of an API', () => {
    const ofHrWeb = { secret: 'A0SEAL_HR_WEB_KEY' }
    expect(mistakeInRule({ ...toAPI, key: ofHrWeb })).toEqual(refused('release[0].key'))
    expect(mistakeInRule({ ...toAPI, key: two })).toEqual(refused('release[0].key'))
    expect(mistakeInRule({ ...toAPI, key: { keys: [three, two] } })).toEqual(refused('release[0].key'))
    expect(mistakeInRule({ ...toAPI, key: { secret: 'API_KEY' } })).toEqual(accepted)
  })

  it('is no list of anything else', () => {
    expect(mistakeInKeys({ keys: [null] }, { keys: [5] })).toEqual(
      refused('applications.a.key, applications.b.key')
    )
  })

  it('may be that of two APIs, which one backend can serve', () => {
    const rule = { ...toAPI, slot: 'demographics', applications: ['hr-web'], key: { secret: 'API_KEY' } }
    expect(mistakeWith({ release: [rule, { ...rule, audience: `${api}/2` }] })).toEqual(accepted)
  })

  it.each(['A0SEAL_KEYS', 'A0SEAL_PAYROLL_KEYS', 'A0SEAL_MAC_KEY', 'A0SEAL_INDEX_KEYS'])(
    'is not in %s, whose keys seal',
    secret => {
      const applications = { 'hr-web': { client_id: 'a', key: { secret } } }
      expect(mistakeWith({ applications })).toEqual(refused('applications.hr-web.key.secret'))
      expect(mistakeInRule({ ...toAPI, key: { secret } })).toEqual(refused('release[0].key.secret'))
    }
  )
})
