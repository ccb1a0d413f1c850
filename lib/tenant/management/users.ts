import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { OidcContext } from '../oidc/issuer.js'
import { removeUser } from '../store/tenant-store.js'
import { textOf, type User } from '../users/users.js'
import { assertOwn, type Caller, type ManagementEnv, requireScope } from './auth.js'
import { known, ManagementRefusal, refuse } from './errors.js'
import { checkBody, defined, readBody, readQuery } from './input.js'
import { parseQuery } from './lucene.js'
import { selectFields, sendPage } from './paging.js'
import { createBody, patchBody } from './users-input.js'
import { noteUnsentEmail, patchUser } from './users-patch.js'
import { sorted, userFields } from './users-search.js'

const unknownUser: [string, string] = ['The user does not exist.', 'inexistent_user']
const queryMaxChars = 5_000

const listQuery = z.object({
  q: z.string().max(queryMaxChars).optional(),
  sort: z.string().optional(),
  search_engine: z.literal('v3', 'Expected v3').optional()
})

/** What the scopes of a token let it write. */
const assertWritable = ({ scopes }: Caller, body: unknown): void => {
  if (scopes.has('update:users')) return
  const writable = scopes.has('update:users_app_metadata') ? 'app_metadata' : 'user_metadata'
  const other = Object.keys(body ?? {}).find(name => name !== writable)
  if (other !== undefined) {
    throw new ManagementRefusal(
      403,
      `Insufficient scope: this token can change ${writable} only, not ${other}.`,
      'insufficient_scope'
    )
  }
}

/** `/users` and `/users-by-email`. */
export const createUserRoutes = ({ store, triggers }: OidcContext) => {
  const { users } = store
  const userOf = (c: Context): User => known(users.get(c.req.param('id') ?? ''), ...unknownUser)

  return new Hono<ManagementEnv>()
    .get('/users', requireScope('read:users'), c => {
      const { q, sort } = readQuery(c, listQuery)
      const fits = q === undefined || q.trim() === '' ? () => true : parseQuery(q, userFields)
      const found = sorted(users.list().filter(fits), sort)
      return sendPage(c, 'users', found.map(selectFields(c)))
    })
    .post('/users', requireScope('create:users'), async c => {
      const { connection: name, user_id: id, ...body } = await readBody(c, createBody)
      const { password, user_metadata, app_metadata, verify_email, ...profile } = body
      const connection = known(
        store.connections.find(known => known.name === name),
        'The connection does not exist.',
        'inexistent_connection'
      )
      if (connection.strategy !== 'auth0') {
        return refuse(c, 400, 'Users of this connection are not created here.', 'operation_not_supported')
      }
      if (password === undefined || (body.email ?? body.username ?? body.phone_number) === undefined) {
        const missing = password === undefined ? 'password' : 'email'
        return refuse(
          c,
          400,
          `Payload validation error: 'Missing required property: ${missing}'.`,
          'invalid_body'
        )
      }
      const wanted = { profile: defined(profile), id, password, user_metadata, app_metadata }
      const registered = await triggers.register(wanted, connection)
      switch (registered.type) {
        case 'taken':
          return refuse(c, 409, 'The user already exists.', 'auth0_idp_error')
        case 'refused':
          return refuse(c, 400, registered.reason, 'extensibility_error')
        case 'weak-password':
          return refuse(c, 400, registered.reason, 'invalid_body')
        case 'too-large':
          return refuse(c, 400, 'The user profile would be larger than 10 kB.', 'invalid_body')
        case 'registered':
          if (verify_email) noteUnsentEmail(store, registered.user.user_id)
          return c.json(registered.user, 201)
      }
    })
    .get('/users-by-email', requireScope('read:users'), c => {
      const { email } = readQuery(c, z.object({ email: z.string('Missing required property: email').min(1) }))
      const found = users.list().filter(user => textOf(user.email)?.toLowerCase() === email.toLowerCase())
      return c.json(found.map(selectFields(c)))
    })
    .get('/users/:id', requireScope('read:users', 'read:current_user'), c => {
      assertOwn(c, 'read:users')
      return c.json(selectFields(c)(userOf(c)))
    })
    .patch(
      '/users/:id',
      requireScope(
        'update:users',
        'update:users_app_metadata',
        'update:current_user_metadata',
        'create:current_user_metadata'
      ),
      async c => {
        assertOwn(c, 'update:users', 'update:users_app_metadata')
        const body = await readBody(c, z.unknown())
        assertWritable(c.var.caller, body)
        return c.json(patchUser(store, userOf(c), checkBody(body, patchBody)))
      }
    )
    .delete('/users/:id', requireScope('delete:users'), c => {
      removeUser(store, userOf(c).user_id)
      return c.body(null, 204)
    })
    .delete(
      '/users/:id/multifactor/:provider',
      requireScope('update:users', 'delete:current_user_metadata'),
      c => {
        assertOwn(c, 'update:users')
        const provider = checkBody(c.req.param('provider'), z.enum(['duo', 'google-authenticator']))
        const user = userOf(c)
        const enrolled = [user.multifactor ?? []].flat()
        users.put({
          ...user,
          multifactor: enrolled.filter(name => name !== provider),
          multifactor_last_modified: store.now().toISOString()
        })
        return c.body(null, 204)
      }
    )
}
