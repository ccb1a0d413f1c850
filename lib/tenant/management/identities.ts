import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Issuer } from '../oidc/issuer.js'
import { forgetUser } from '../store/tenant-store.js'
import { userIdOf, userOfIdentity, withIdentitiesOf } from '../users/identities.js'
import type { User } from '../users/users.js'
import { assertOwn, type ManagementEnv, requireScope } from './auth.js'
import { known, ManagementRefusal } from './errors.js'
import { readBody } from './input.js'

const text = z.string().min(1)
const linkBody = z.union([
  z.strictObject({
    provider: text,
    user_id: z.union([text, z.int().transform(String)]),
    connection_id: text.optional()
  }),
  z.strictObject({ link_with: text })
])

/** Links users to one, and takes them apart again. */
export const createIdentityRoutes = ({ store, verify, allUrls }: Issuer) => {
  const { users, connections, clients, log } = store
  const userOf = (id: string): User => known(users.get(id), 'The user does not exist.', 'inexistent_user')
  const primaryOf = (c: Context<ManagementEnv>): User => userOf(c.req.param('id') ?? '')

  /** The owner of an ID token of this tenant, who proves with it that the account is theirs. */
  const ownerOf = async (idToken: string): Promise<string> => {
    const { sub, aud } = (await verify(idToken, { issuers: allUrls })) ?? {}
    // An access token is for an API, not for an application.
    const isIdToken = typeof aud === 'string' && clients.has(aud)
    if (sub === undefined || !isIdToken)
      throw new ManagementRefusal(400, 'link_with is no valid ID token.', 'invalid_body')
    return sub
  }

  const secondaryOf = async (body: z.output<typeof linkBody>): Promise<User> => {
    if ('link_with' in body) return userOf(await ownerOf(body.link_with))
    const { provider, user_id, connection_id } = body
    // Auth0 takes the id with and without the provider in front.
    const id = user_id.startsWith(`${provider}|`) ? user_id : `${provider}|${user_id}`
    const secondary = userOf(id)
    const connection = connections.find(({ name }) => name === secondary.identities[0]?.connection)
    if (connection_id !== undefined && connection?.id !== connection_id) {
      throw new ManagementRefusal(404, 'The user does not exist.', 'inexistent_user')
    }
    return secondary
  }

  return new Hono<ManagementEnv>()
    .post(
      '/users/:id/identities',
      requireScope('update:users', 'update:current_user_identities'),
      async c => {
        assertOwn(c, 'update:users')
        const primary = primaryOf(c)
        const body = await readBody(c, linkBody)
        if (c.var.caller.userId !== undefined && !('link_with' in body)) {
          throw new ManagementRefusal(
            403,
            "A user's own token links with link_with only.",
            'insufficient_scope'
          )
        }
        const secondary = await secondaryOf(body)
        if (secondary.user_id === primary.user_id) {
          throw new ManagementRefusal(
            400,
            'Main account and specified new identity are the same.',
            'invalid_body'
          )
        }
        const linked = withIdentitiesOf(primary, secondary)
        if (users.put({ ...linked, updated_at: store.now().toISOString() })?.refused) {
          throw new ManagementRefusal(400, 'The user profile would be larger than 10 kB.', 'invalid_body')
        }
        forgetUser(store, secondary.user_id)
        const lost = Object.keys({ ...secondary.user_metadata, ...secondary.app_metadata })
        log.add('w', {
          user_id: primary.user_id,
          description:
            `${secondary.user_id} is linked: its user_metadata and app_metadata are discarded, as on Auth0` +
            (lost.length > 0 ? ` (${lost.join(', ')}), sealed values among them.` : '.')
        })
        return c.json(linked.identities, 201)
      }
    )
    .delete(
      '/users/:id/identities/:provider/:identity',
      requireScope('update:users', 'update:current_user_identities'),
      c => {
        assertOwn(c, 'update:users')
        const primary = primaryOf(c)
        const id = `${c.req.param('provider')}|${c.req.param('identity')}`
        const index = primary.identities.findIndex(identity => userIdOf(identity) === id)
        const identity = known(
          primary.identities[index],
          'The identity does not exist.',
          'inexistent_identity'
        )
        if (index === 0) {
          throw new ManagementRefusal(400, 'The primary identity cannot be unlinked.', 'invalid_body')
        }
        const identities = primary.identities.toSpliced(index, 1)
        users.put({ ...primary, identities, updated_at: store.now().toISOString() })
        users.put(userOfIdentity(identity, store.now()))
        return c.json(identities)
      }
    )
}
