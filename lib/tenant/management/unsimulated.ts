import type { Context, Hono } from 'hono'
import { refuse } from './errors.js'

export interface Route {
  method: string
  /** Below `/api/v2`. */
  path: string
}

/** The endpoints an application answers, each once, in order. Middleware is none. */
export const routesOf = ({ routes }: Pick<Hono, 'routes'>): Route[] => {
  const endpoints = routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
  const unique = new Map(endpoints.map(({ method, path }) => [`${path} ${method}`, { method, path }]))
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
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
export const refuseUnsimulated = (routes: readonly Route[]) => {
  const has = [...new Set(routes.map(({ path }) => `/${path.split('/')[1]}`))].join(', ')
  return (c: Context) => {
    const path = c.req.path.replace(/^\/api\/v2/, '')
    const hint = instead.find(([pattern]) => pattern.test(path))?.[1]
    const sentence = `The local tenant does not simulate ${c.req.method} ${path}.`
    return refuse(c, 501, [sentence, ...(hint ? [hint] : []), `It has: ${has}.`].join(' '), 'not_simulated')
  }
}
