import type { IncomingMessage, ServerResponse } from 'node:http'
import { Auth0Client } from '@auth0/nextjs-auth0/server'
import { NextRequest, type NextResponse } from 'next/server.js'
import { expect, test } from 'vitest'
import { runApplications } from './application.js'
import { createBrowser, jsonIn } from './browser.js'
import { claimsOfAda, domainOf, hobbyClaim, runTenant, secretOf } from './tenant.js'

const tenant = runTenant()
const serve = runApplications()
/** It keeps the standard claims of a user, unless the application says otherwise. */
const { [hobbyClaim]: _own, ...standardClaims } = claimsOfAda

const send = async (answer: Response, response: ServerResponse): Promise<void> => {
  const { 'set-cookie': _joined, ...headers } = Object.fromEntries(answer.headers)
  response.writeHead(answer.status, { ...headers, 'set-cookie': answer.headers.getSetCookie() })
  response.end(Buffer.from(await answer.arrayBuffer()))
}

/** The application's `middleware.ts` and one page, without the rest of Next.js. */
const createApplication = (baseURL: string) => {
  const auth0 = new Auth0Client({
    // It takes a port in a URL only, and localhost by this option only.
    domain: `https://${domainOf(tenant())}`,
    allowInsecureRequests: true,
    clientId: 'hr-web',
    clientSecret: secretOf(tenant(), 'hr-web'),
    appBaseUrl: baseURL,
    secret: 'a'.repeat(64),
    authorizationParameters: { scope: 'openid profile email offline_access' }
  })
  const answerTo = async (request: NextRequest): Promise<Response> => {
    const passed: NextResponse = await auth0.middleware(request)
    if (request.nextUrl.pathname.startsWith('/auth/')) return passed
    const session = await auth0.getSession(request)
    if (request.nextUrl.pathname !== '/refresh' || !session) return Response.json(session?.user ?? null)
    const { token } = await auth0.getAccessToken(request, passed, { refresh: true })
    return Response.json({ isNew: token !== session.tokenSet.accessToken })
  }
  return async (request: IncomingMessage, response: ServerResponse) => {
    const headers = new Headers({ cookie: request.headers.cookie ?? '', host: request.headers.host ?? '' })
    await send(await answerTo(new NextRequest(new URL(request.url ?? '/', baseURL), { headers })), response)
  }
}

test('@auth0/nextjs-auth0 logs in, knows its user, refreshes and logs out', async () => {
  const url = await serve(createApplication)
  const go = createBrowser()
  expect(jsonIn(await go(`${url}/auth/login?returnTo=/user`))).toMatchObject(standardClaims)
  expect(jsonIn(await go(`${url}/auth/profile`))).toMatchObject(standardClaims)
  expect(jsonIn(await go(`${url}/refresh`))).toEqual({ isNew: true })
  expect((await go(`${url}/auth/logout`)).text).toBe('null')
})
