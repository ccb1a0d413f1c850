import { decodeJwt } from 'jose'
import { expect, test } from 'vitest'
import { login, refresh } from '../../../lib/tenant/client/login.js'
import {
  credentialsExchangeEvent,
  postLoginEvent,
  preUserRegistrationEvent,
  refreshEvent
} from '../../../lib/testing/index.js'
import { action, ada } from '../action.js'
import { bound, jsonOf, post, secretOf, useTenants } from '../setup.js'

const start = useTenants()

/** The members of an event, each by its path. What is in a list or was typed by somebody is not gone into. */
const pathsOf = (event: object, at = ''): string[] =>
  Object.entries(event).flatMap(([name, value]) => {
    const path = `${at}${name}`
    const isOpen = /^(user\.\w+_metadata|request\.(body|query|geoip)|secrets)$/.test(path)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject && !isOpen ? [path, ...pathsOf(value, `${path}.`)] : [path]
  })

/** Of the fixture's user, what a database has and an upstream provider need not send. */
const ofOtherUsers = new Set([
  'user.picture',
  'user.family_name',
  'user.given_name',
  'user.name',
  'user.nickname'
])

const missing = (event: unknown, fixture: object): string[] => {
  const there = new Set(pathsOf(event as object))
  return pathsOf(fixture).filter(path => !there.has(path) && !ofOtherUsers.has(path))
}

const claim = 'https://acme.example/event'

test('a login and a refresh have what the testing kit’s have', async () => {
  const tenant = await start({ actions: [action('show', `api.idToken.setCustomClaim('${claim}', event)`)] })
  const { claims, tokens } = await login(tenant, {
    client_id: 'hr-web',
    persona: ada,
    scope: 'openid offline_access',
    parameters: { response_mode: 'query' }
  })
  expect(missing(claims?.[claim], postLoginEvent())).toEqual([])
  const { id_token = '' } = await refresh(tenant, {
    client_id: 'hr-web',
    refresh_token: tokens?.refresh_token ?? ''
  })
  const event = decodeJwt(id_token)[claim] as { refresh_token: object; experiment: unknown }
  expect(missing(event, refreshEvent({ refresh_token: undefined }))).toEqual([])
  expect(event.refresh_token).toMatchObject({ access: 'offline', client_id: 'hr-web', rotating: true })
  expect(event.experiment).toBeNull()
})

test('a machine has what the testing kit’s has', async () => {
  const show = `api.accessToken.setCustomClaim('${claim}', event)`
  const tenant = await start({
    actions: [bound('credentials-exchange', 'onExecuteCredentialsExchange', show)]
  })
  const answer = await jsonOf(
    await post(tenant, 'oauth/token', {
      grant_type: 'client_credentials',
      client_id: 'hr-web',
      client_secret: secretOf(tenant, 'hr-web'),
      audience: 'https://api.acme.example/'
    })
  )
  expect(missing(decodeJwt(String(answer.access_token))[claim], credentialsExchangeEvent())).toEqual([])
})

test('a sign-up has what the testing kit’s has', async () => {
  const show = `api.user.setAppMetadata('event', event)`
  const tenant = await start({
    actions: [bound('pre-user-registration', 'onExecutePreUserRegistration', show)]
  })
  const signup = { email: 'new@acme.example', password: 'a-long-password' }
  const { claims } = await login(tenant, {
    client_id: 'hr-web',
    signup,
    parameters: { response_mode: 'query' }
  })
  const event = tenant.user(claims?.sub ?? '')?.app_metadata.event
  expect(
    missing(event, preUserRegistrationEvent()).filter(path => !/^user\.\w+_metadata/.test(path))
  ).toEqual([])
})
