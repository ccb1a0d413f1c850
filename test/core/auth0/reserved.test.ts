import { describe, expect, it } from 'vitest'
import { isAuth0Namespace, reservedAppMetadata, restrictedClaims } from '../../../lib/core/auth0/reserved.js'

describe("Auth0's own names", () => {
  it.each([
    'https://auth0.com/',
    'https://acme.auth0.com/x',
    'http://AUTH0.com/',
    'https://acme.eu.auth0.com/',
    'https://webtask.io/',
    'https://x.webtask.run/',
    'urn:auth0',
    'urn:auth0:acme',
    'URN:AUTH0:x',
    'HTTPS://auth0.com/',
    'https://auth0.com:8443/x',
    'https://acme.auth0.com./',
    'https://auth0.com./x',
    'https://user@auth0.com/'
  ])('are %s', name => {
    expect(isAuth0Namespace(name)).toBe(true)
  })

  it.each([
    'https://acme.example/',
    'https://notauth0.com/',
    'https://auth0.com.acme.example/',
    'https://auth0.com../',
    'https://acme.example/auth0.com/',
    'urn:auth0x',
    'urn:acme:auth0',
    'auth0.com',
    'ftp://auth0.com/',
    'gender',
    'https://mywebtask.io/'
  ])('are not %s', name => {
    expect(isAuth0Namespace(name)).toBe(false)
  })

  it('are restricted claims, and names app_metadata cannot have', () => {
    for (const name of ['sub', 'roles', 'x5t#S256', 'scope', 'groups'])
      expect(restrictedClaims.has(name)).toBe(true)
    for (const name of ['gender', 'email', 'user_metadata', ''])
      expect(restrictedClaims.has(name)).toBe(false)
    for (const name of ['__tenant', 'user_id', 'created_at']) expect(reservedAppMetadata.has(name)).toBe(true)
    expect(reservedAppMetadata.has('sealed_demographics')).toBe(false)
  })
})
