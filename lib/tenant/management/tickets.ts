import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { z } from 'zod'
import { errorPage } from '../html/error.js'
import { readForm } from '../html/form.js'
import { page } from '../html/page.js'
import type { Issuer } from '../oidc/issuer.js'
import { findDatabaseUser } from '../users/database-users.js'
import type { User } from '../users/users.js'
import { type ManagementEnv, requireScope } from './auth.js'
import { known, ManagementRefusal } from './errors.js'
import { readBody } from './input.js'
import type { UserPatch } from './users-input.js'
import { patchUser } from './users-patch.js'

const text = z.string().min(1)
const shared = {
  result_url: z.url().optional(),
  /** Five days, as on Auth0. */
  ttl_sec: z
    .int()
    .min(0)
    .default(0)
    .transform(seconds => seconds || 432_000),
  includeEmailInRedirect: z.boolean().default(true)
}
const verificationBody = z.strictObject({ ...shared, user_id: text })
const passwordBody = z
  .strictObject({
    ...shared,
    user_id: text.optional(),
    connection_id: text.optional(),
    email: z.email().optional(),
    new_password: text.optional(),
    mark_email_as_verified: z.boolean().default(false)
  })
  .refine(
    ({ user_id, connection_id, email }) =>
      user_id === undefined ? connection_id !== undefined && email !== undefined : email === undefined,
    'Expected user_id, or email and connection_id'
  )

interface Ticket {
  userId: string
  expiresAt: number
  result_url?: string | undefined
  includesEmail: boolean
  patch: UserPatch
  /** The page asks for the new password. */
  asksPassword: boolean
}

const passwordPage = (problem?: string) =>
  page('New password', [
    html`<h1>New password</h1>`,
    ...(problem === undefined ? [] : [html`<p class="error">${problem}</p>`]),
    html`<form method="post"><label>Password <input name="password" type="password" required></label>
<button class="main">Set it</button></form>`
  ])

/** Links that somebody would be sent by e-mail: `/tickets`, and what they open, which is to be mounted before the check of tokens. */
export const createTicketRoutes = ({ store, url }: Issuer) => {
  const { users, connections, now } = store
  const tickets = new Map<string, Ticket>()

  const issue = (ticket: Omit<Ticket, 'expiresAt'>, seconds: number): { ticket: string } => {
    const id = randomBytes(24).toString('base64url')
    tickets.set(id, { ...ticket, expiresAt: now().getTime() + seconds * 1000 })
    return { ticket: `${url}api/v2/ticket-links/${id}` }
  }
  const userOf = (id: string): User => known(users.get(id), 'The user does not exist.', 'inexistent_user')

  const ticketOf = (c: Context): Ticket | undefined => {
    const ticket = tickets.get(c.req.param('ticket') ?? '')
    return ticket && ticket.expiresAt > now().getTime() ? ticket : undefined
  }
  const spent = (c: Context) =>
    c.html(errorPage({ title: 'Link expired', text: 'This link has been used, or its time is up.' }), 400)

  /** Once: what the ticket is for happens, and the browser goes on. */
  const redeem = (c: Context, { userId, patch, result_url, includesEmail }: Ticket, more: UserPatch = {}) => {
    const user = users.get(userId)
    if (!user) return spent(c)
    patchUser(store, user, { ...patch, ...more })
    tickets.delete(c.req.param('ticket') ?? '')
    if (result_url === undefined) {
      return c.html(errorPage({ title: 'Done', text: 'You can close this page.' }))
    }
    const target = new URL(result_url)
    if (includesEmail && typeof user.email === 'string') target.searchParams.set('email', user.email)
    target.searchParams.set('success', 'true')
    return c.redirect(target.href, 302)
  }

  const links = new Hono()
    .get('/ticket-links/:ticket', c => {
      const ticket = ticketOf(c)
      if (!ticket) return spent(c)
      return ticket.asksPassword ? c.html(passwordPage()) : redeem(c, ticket)
    })
    .post('/ticket-links/:ticket', async c => {
      const ticket = ticketOf(c)
      if (!ticket?.asksPassword) return spent(c)
      const { password } = await readForm(c)
      try {
        return redeem(c, ticket, { password: typeof password === 'string' ? password : '' })
      } catch (error) {
        if (error instanceof ManagementRefusal) return c.html(passwordPage(error.message), 400)
        throw error
      }
    })

  const routes = new Hono<ManagementEnv>()
    .post('/tickets/email-verification', requireScope('create:user_tickets'), async c => {
      const { user_id, result_url, ttl_sec, includeEmailInRedirect } = await readBody(c, verificationBody)
      const userId = userOf(user_id).user_id
      const patch = { email_verified: true }
      const ticket = { userId, result_url, includesEmail: includeEmailInRedirect, patch, asksPassword: false }
      return c.json(issue(ticket, ttl_sec), 201)
    })
    .post('/tickets/password-change', requireScope('create:user_tickets'), async c => {
      const body = await readBody(c, passwordBody)
      const connection = connections.find(({ id }) => id === body.connection_id)
      const named = connection && findDatabaseUser(store, connection, { email: body.email })
      const user = userOf(body.user_id ?? named?.user_id ?? '')
      const { new_password: password } = body
      const patch: UserPatch = {
        ...(body.mark_email_as_verified && { email_verified: true }),
        ...(password !== undefined && { password })
      }
      const ticket = {
        userId: user.user_id,
        result_url: body.result_url,
        includesEmail: body.includeEmailInRedirect,
        patch,
        asksPassword: password === undefined
      }
      return c.json(issue(ticket, body.ttl_sec), 201)
    })

  return { routes, links }
}
