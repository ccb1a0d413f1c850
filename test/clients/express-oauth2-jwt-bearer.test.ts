import express from 'express'
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer'
import { expect, test } from 'vitest'
import { runApplications } from './application.js'
import { domainOf, runTenant, secretOf } from './tenant.js'

const tenant = runTenant()
const serve = runApplications()
const audience = 'https://api.acme.example'

const tokenFor = async (scope: string): Promise<string> => {
  const response = await fetch(`https://${domainOf(tenant())}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: 'hr-web',
      client_secret: secretOf(tenant(), 'hr-web'),
      audience,
      scope
    })
  })
  return ((await response.json()) as { access_token: string }).access_token
}

test('express-oauth2-jwt-bearer lets tokens of the API through, by their scopes', async () => {
  const url = await serve(() =>
    express()
      .use(auth({ issuerBaseURL: `https://${domainOf(tenant())}`, audience }))
      .get('/things', requiredScopes('read:things'), (request, response) => {
        response.json(request.auth?.payload)
      })
  )
  const call = async (token: string) =>
    fetch(`${url}/things`, { headers: { authorization: `Bearer ${token}` } })
  const answer = await call(await tokenFor('read:things'))
  expect(await answer.json()).toMatchObject({ sub: 'hr-web@clients', aud: audience, scope: 'read:things' })
  expect((await call(await tokenFor('write:things'))).status).toBe(403)
  expect((await call('made-up')).status).toBe(401)
})
