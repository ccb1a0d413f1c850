import * as client from 'openid-client'
import { expect, test } from 'vitest'
import { runApplications } from './application.js'
import { createBrowser } from './browser.js'
import { claimsOfAda, domainOf, runTenant, secretOf } from './tenant.js'

const tenant = runTenant()
const serve = runApplications()

test('openid-client logs in, reads /userinfo, refreshes, revokes and logs out', async () => {
  const url = await serve(() => (_request, response) => response.end('here'))
  const config = await client.discovery(
    new URL(`https://${domainOf(tenant())}/`),
    'hr-web',
    secretOf(tenant(), 'hr-web')
  )
  const go = createBrowser()
  const pkceCodeVerifier = client.randomPKCECodeVerifier()
  const reached = await go(
    client.buildAuthorizationUrl(config, {
      redirect_uri: `${url}/callback`,
      scope: 'openid profile email offline_access',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256'
    })
  )
  const tokens = await client.authorizationCodeGrant(config, reached.url, { pkceCodeVerifier })
  expect(tokens.claims()).toMatchObject(claimsOfAda)
  expect(await client.fetchUserInfo(config, tokens.access_token, claimsOfAda.sub)).toMatchObject(claimsOfAda)

  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '')
  expect(refreshed.claims()).toMatchObject({ sub: claimsOfAda.sub })
  await client.tokenRevocation(config, refreshed.refresh_token ?? '')
  await expect(client.refreshTokenGrant(config, refreshed.refresh_token ?? '')).rejects.toMatchObject({
    error: 'invalid_grant'
  })

  const logout = client.buildEndSessionUrl(config, {
    post_logout_redirect_uri: url,
    id_token_hint: tokens.id_token ?? ''
  })
  expect((await go(logout)).text).toBe('here')
})
