import { AuthClient } from '@auth0/auth0-auth-js'
import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { runApplications } from './application.js'
import { createBrowser } from './browser.js'
import { claimsOfAda, domainOf, runTenant, secretOf } from './tenant.js'

const tenant = runTenant()
const serve = runApplications()

test('@auth0/auth0-auth-js exchanges a code, refreshes, and names the logout', async () => {
  const url = await serve(() => (_request, response) => response.end('here'))
  const client = new AuthClient({
    domain: domainOf(tenant()),
    clientId: 'hr-web',
    clientSecret: secretOf(tenant(), 'hr-web'),
    authorizationParams: { redirect_uri: `${url}/callback`, scope: 'openid profile email offline_access' }
  })
  const go = createBrowser()
  const { authorizationUrl, codeVerifier } = await client.buildAuthorizationUrl()
  const reached = await go(authorizationUrl)
  const tokens = await client.getTokenByCode(reached.url, { codeVerifier })
  expect(tokens.claims).toMatchObject(claimsOfAda)

  const refreshed = await client.getTokenByRefreshToken({ refreshToken: tokens.refreshToken ?? '' })
  expect(decodeJwt(refreshed.idToken ?? '')).toMatchObject({ sub: claimsOfAda.sub })

  const logout = await client.buildLogoutUrl({ returnTo: url })
  expect((await go(logout)).text).toBe('here')
})
