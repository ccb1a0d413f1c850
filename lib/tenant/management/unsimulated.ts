import type { Context, Hono } from 'hono'

/** What the tenant answers, as `GET /users/:id`, below `/api/v2`. */
export interface Endpoints {
  /** As Auth0 does, as far as logins, Actions and metadata go. */
  simulated: string[]
  /** Settings that are taken, kept and shown again, and change nothing. */
  kept: string[]
  /** Lists that are empty, and things that are not there. */
  empty: string[]
}

/** The endpoints of applications, each once, in order. Middleware is none. */
export const endpointsOf = (apps: readonly Pick<Hono, 'routes'>[]): string[] => {
  const endpoints = apps.flatMap(({ routes }) =>
    routes
      .filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
      .map(({ method, path }) => `${method} ${path}`)
  )
  const pathOf = (endpoint: string) => endpoint.slice(endpoint.indexOf(' '))
  return [...new Set(endpoints)].sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : pathOf(a) > pathOf(b) ? 1 : 0))
}

/** What to use in place of something that is likely to be looked for. */
const instead: readonly [path: RegExp, hint: string][] = [
  [
    /^\/jobs\/verification-email/,
    'POST /tickets/email-verification gives the link that the e-mail would hold.'
  ],
  [
    /^\/guardian\/enrollments|^\/users\/[^/]+\/(authenticat|enrollment)/,
    'Every user can meet the MFA page: its code is on it.'
  ],
  [/^\/(stats|anomaly|blacklists|user-blocks)/, 'GET /logs has what happened.'],
  [/^\/organizations\/[^/]+\/members\/[^/]+\/roles/, 'Give roles with POST /users/{id}/roles.'],
  [/^\/device-credentials/, 'GET /users/{id}/refresh-tokens lists what a user has been given.']
]

/**
 * Answers what is not simulated with 501, and says what is there. Never with 404, which would say that Auth0 has no such
 * endpoint, and never with a success that loses what was sent.
 */
export const refuseUnsimulated = (has: Endpoints) => (c: Context) => {
  const path = c.req.path.replace(/^\/api\/v2/, '')
  const hint = instead.find(([pattern]) => pattern.test(path))?.[1]
  const sentence = `The local tenant does not simulate ${c.req.method} ${path}.`
  const message = hint === undefined ? sentence : `${sentence} ${hint}`
  return c.json({ statusCode: 501, error: 'Not Implemented', message, errorCode: 'not_simulated', has }, 501)
}
