import type { ManagementClient } from 'auth0'
import { z } from 'zod'
import { A0sealError } from '../../core/errors.js'
import { lostKey, sealedKey } from '../../core/metadata/names.js'
import type { Policy } from '../../core/policy/types.js'
import { read } from '../answer/shape.js'

/** A value as it is stored. */
export interface StoredValue {
  slot: string
  /** Its key in `app_metadata`. */
  place: string
  value: unknown
}

const scopes = ['read:users']

const seenUser = z.object({
  user_id: z.string(),
  app_metadata: z.record(z.string(), z.unknown()).nullish()
})

const findUser = async (
  client: ManagementClient,
  who: { id: string } | { email: string }
): Promise<z.infer<typeof seenUser>> => {
  if ('id' in who) return read({ what: 'GET /users/{id}', scopes }, seenUser, () => client.users.get(who.id))
  const call = { what: 'GET /users-by-email', scopes }
  const [user, ...others] = await read(call, z.array(seenUser), () =>
    client.users.listUsersByEmail({ email: who.email })
  )
  if (!user) throw new A0sealError('ERR_USAGE', 'no user has this e-mail address: --user names one by its id')
  if (others.length === 0) return user
  throw new A0sealError(
    'ERR_USAGE',
    `${others.length + 1} users have this e-mail address: --user names one by its id`
  )
}

/**
 * The sealed values of a user, each with where it stands; those that were moved aside too.
 *
 * @throws TenantError; ERR_USAGE where an e-mail address is of no user, or of several
 */
export const readStored = async (
  client: ManagementClient,
  who: { id: string } | { email: string },
  { container, slots }: Pick<Policy, 'container' | 'slots'>
): Promise<{ user: string; values: StoredValue[] }> => {
  const { user_id: user, app_metadata } = await findUser(client, who)
  const metadata = app_metadata ?? {}
  const places = Object.keys(slots).flatMap(slot => [
    { slot, place: sealedKey(container, slot) },
    { slot, place: lostKey(container, slot) }
  ])
  return {
    user,
    values: places.flatMap(({ slot, place }) =>
      Object.hasOwn(metadata, place) ? [{ slot, place, value: metadata[place] }] : []
    )
  }
}
