import { Hono } from 'hono'
import { cors } from 'hono/cors'

/** An endpoint of Auth0's that is not here, and what to use in its place. */
export interface Unsimulated {
  path: string
  instead: string
}

const ownPage = 'Log in by /authorize: the tenant has a login page of its own.'
const noFederation = 'Applications use OpenID Connect here: see /.well-known/openid-configuration.'
const otherFlow = 'Log in by /authorize, or by the password grant where there is no browser.'

/** What applications, their libraries and older samples may look for. */
export const unsimulated: readonly Unsimulated[] = [
  { path: '/activate', instead: otherFlow },
  { path: '/bc-authorize', instead: otherFlow },
  {
    path: '/dbconnections/change_password',
    instead: 'No e-mail is sent. POST /api/v2/tickets/password-change gives the link that it would hold.'
  },
  { path: '/delegation', instead: 'POST /oauth/token with a refresh token gives new tokens.' },
  { path: '/me/*', instead: 'PATCH /api/v2/users/{id} changes the metadata of whoever the token is for.' },
  { path: '/mfa/*', instead: 'A login by /authorize has the MFA page.' },
  { path: '/oauth/access_token', instead: ownPage },
  { path: '/oauth/device/code', instead: otherFlow },
  { path: '/oauth/par', instead: 'Send the parameters to /authorize.' },
  { path: '/oauth/ro', instead: 'POST /oauth/token with the password grant.' },
  { path: '/oidc/register', instead: 'POST /api/v2/clients makes an application.' },
  { path: '/passwordless/*', instead: 'Log in as a database user, or as a person of an identity provider.' },
  {
    path: '/relay.html',
    instead: 'popup.authorize without `owp`, and with a redirectUri of the application.'
  },
  { path: '/samlp/*', instead: noFederation },
  { path: '/tokeninfo', instead: 'GET /userinfo.' },
  { path: '/user/ssodata', instead: '/authorize with prompt=none says whether there is a session.' },
  { path: '/usernamepassword/login', instead: ownPage },
  { path: '/wsfed/*', instead: noFederation }
]

/** Answers them with 501, and says what there is: a 404 would say that Auth0 has no such endpoint. Any page may read why. */
export const createUnsimulated = (has: readonly string[]) => {
  const app = new Hono()
  for (const { path, instead } of unsimulated) {
    app.use(path, cors()).all(path, c => {
      const error_description = `The local tenant does not simulate ${c.req.path}. ${instead}`
      return c.json({ error: 'not_simulated', error_description, has }, 501)
    })
  }
  return app
}
