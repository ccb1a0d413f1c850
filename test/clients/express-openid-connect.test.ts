import express from 'express'
import { auth, requiresAuth } from 'express-openid-connect'
import { describe, expect, test } from 'vitest'
import { runApplications } from './application.js'
import { createBrowser, jsonIn } from './browser.js'
import { claimsOfAda, domainOf, runTenant, secretOf } from './tenant.js'

const tenant = runTenant()
const serve = runApplications()

const startApplication = (options: object) =>
  serve(baseURL =>
    express()
      .use(
        auth({
          authRequired: false,
          auth0Logout: true,
          issuerBaseURL: `https://${domainOf(tenant())}`,
          baseURL,
          clientID: 'hr-web',
          secret: 'a-secret-of-the-application-for-its-cookies',
          ...options
        })
      )
      .get('/', (request, response) => response.send(request.oidc.isAuthenticated() ? 'in' : 'out'))
      .get('/profile', requiresAuth(), (request, response) => response.json(request.oidc.user))
      .get('/userinfo', requiresAuth(), async (request, response) => {
        response.json(await request.oidc.fetchUserInfo())
      })
      .get('/refresh', requiresAuth(), async (request, response) => {
        const before = request.oidc.accessToken.access_token
        const { access_token } = await request.oidc.accessToken.refresh()
        response.json({ isNew: access_token !== before, user: request.oidc.user })
      })
  )

describe('express-openid-connect', () => {
  test('by its defaults, an ID token posted to the application', async () => {
    const url = await startApplication({})
    const go = createBrowser()
    expect((await go(url)).text).toBe('out')
    expect(jsonIn(await go(`${url}/profile`))).toMatchObject(claimsOfAda)
    expect((await go(url)).text).toBe('in')
    expect((await go(`${url}/logout`)).text).toBe('out')
  })

  test('with a code, /userinfo, refresh and logout', async () => {
    const url = await startApplication({
      clientSecret: secretOf(tenant(), 'hr-web'),
      authorizationParams: { response_type: 'code', scope: 'openid profile email offline_access' }
    })
    const go = createBrowser()
    expect(jsonIn(await go(`${url}/login`).then(() => go(`${url}/profile`)))).toMatchObject(claimsOfAda)
    expect(jsonIn(await go(`${url}/userinfo`))).toMatchObject(claimsOfAda)
    expect(jsonIn(await go(`${url}/refresh`))).toMatchObject({ isNew: true, user: claimsOfAda })
    expect((await go(`${url}/logout`)).text).toBe('out')
  })
})
