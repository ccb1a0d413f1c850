import express from 'express'
import session from 'express-session'
import passport from 'passport'
import Auth0Strategy from 'passport-auth0'
import { expect, test } from 'vitest'
import { runApplications } from './application.js'
import { createBrowser, jsonIn } from './browser.js'
import { claimsOfAda, domainOf, runTenant, secretOf } from './tenant.js'

const tenant = runTenant()
const serve = runApplications()

test('passport-auth0 logs in and fetches the profile', async () => {
  const url = await serve(baseURL => {
    const authenticator = new passport.Passport()
    authenticator.use(
      new Auth0Strategy(
        {
          domain: domainOf(tenant()),
          clientID: 'hr-web',
          clientSecret: secretOf(tenant(), 'hr-web'),
          callbackURL: `${baseURL}/callback`
        },
        (_accessToken, _refreshToken, _extraParams, profile, done) => done(null, profile)
      )
    )
    authenticator.serializeUser((user, done) => done(null, user))
    authenticator.deserializeUser((user, done) => done(null, user))
    return express()
      .use(session({ secret: 'a-secret-of-the-application', resave: false, saveUninitialized: false }))
      .use(authenticator.initialize())
      .use(authenticator.session())
      .get('/login', authenticator.authenticate('auth0', { scope: 'openid email profile' }))
      .get(
        '/callback',
        authenticator.authenticate('auth0', { failureRedirect: '/failed', successRedirect: '/user' })
      )
      .get('/user', (request, response) => response.json(request.user))
  })
  const user = jsonIn(await createBrowser()(`${url}/login`))
  expect(user).toMatchObject({ provider: 'oidc', id: claimsOfAda.sub, displayName: 'Ada Fictional' })
  expect(user._json).toMatchObject(claimsOfAda)
})
