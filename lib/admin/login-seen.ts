import type { ManagementClient } from 'auth0'
import { z } from 'zod'
import { isPlainObject } from '../core/auth0/json.js'
import { A0sealError } from '../core/errors.js'
import { type Binding, issuerOf } from '../core/format/claims.js'
import { sealedKey } from '../core/metadata/names.js'
import type { Policy, Slot } from '../core/policy/types.js'
import { parseMacKey } from '../core/seal/mac.js'
import { open, parseSecretKeys } from '../core/seal/sealed-value.js'
import { verifyWriteOnlyValue } from '../core/seal/write-only.js'
import { checked } from './answer/shape.js'
import { request } from './tenant-error.js'

/** How many of those who signed in are looked at, the last ones first. */
const maxUsers = 200
const perPage = 50

export interface LoginSearch {
  policy: Pick<Policy, 'slots' | 'container'>
  /** Names of the slots whose values are looked for. */
  slots: readonly string[]
  /** The tenant's id. */
  tenant: string
  /** When the version of seal-attributes that runs was made: ISO 8601. */
  since: string
  /** Values of the slots' secrets, by name. */
  secrets: Readonly<Record<string, string>>
}

/** Which slots a login was seen to have sealed. */
export interface LoginSeen {
  seen: string[]
  notSeen: string[]
  /** Kept for the login only: nothing of them is stored. */
  notVerifiable: string[]
}

/** Whether a stored value is one that this tenant made for this user and slot; a readable one must open. */
const isSealed = (value: unknown, slot: Slot, binding: Binding, secrets: LoginSearch['secrets']): boolean => {
  try {
    if (slot.mode === 'write-only')
      return verifyWriteOnlyValue(value, binding, parseMacKey(secrets.A0SEAL_MAC_KEY)) !== undefined
    return open(value, binding, parseSecretKeys(secrets[slot.keys])).src === undefined
  } catch (error) {
    // A value that does not open was not seen sealed. Keys that are none were refused when they were read.
    if (error instanceof A0sealError) return false
    throw error
  }
}

/** A search answers what is asked for, of users that can lack any of it. */
const seenPage = z.object({
  users: z.array(
    z.object({
      user_id: z.string(),
      last_login: z.string().nullish(),
      app_metadata: z.record(z.string(), z.unknown()).nullish()
    })
  )
})

/** Those who signed in since then, the last ones first. @throws TenantError */
const signedInSince = async function* (
  client: ManagementClient,
  since: string
): AsyncGenerator<{ user_id: string; app_metadata: Record<string, unknown> }> {
  const call = { what: 'GET /users', scopes: ['read:users'] }
  for (let page = 0; page * perPage < maxUsers; page += 1) {
    const found = await request(call, () =>
      client.users.list({
        q: `last_login:[${since} TO *]`,
        search_engine: 'v3',
        sort: 'last_login:-1',
        fields: 'user_id,app_metadata,last_login',
        include_fields: true,
        page,
        per_page: perPage
      })
    )
    const { users } = checked(call, seenPage, found.response)
    for (const { user_id, app_metadata, last_login } of users) {
      // An index can be behind: what the user says counts.
      const isSince = Date.parse(String(last_login)) >= Date.parse(since)
      if (isSince && isPlainObject(app_metadata)) yield { user_id, app_metadata }
    }
    if (users.length < perPage) return
  }
}

/**
 * Looks for a user who signed in since seal-attributes was deployed, and whose value of a slot opens: whatever its age, since what
 * does not change is not written anew.
 *
 * @throws TenantError
 */
export const findLogins = async (
  client: ManagementClient,
  { policy, slots, tenant, since, secrets }: LoginSearch
): Promise<LoginSeen> => {
  const isStored = (name: string) => policy.slots[name]?.keep !== 'login'
  const notSeen = new Set(slots.filter(isStored))
  if (notSeen.size > 0)
    for await (const { user_id, app_metadata } of signedInSince(client, since)) {
      for (const name of notSeen) {
        const slot = policy.slots[name]
        const binding = { iss: issuerOf(tenant), sub: user_id, aud: name }
        if (slot && isSealed(app_metadata[sealedKey(policy.container, name)], slot, binding, secrets))
          notSeen.delete(name)
      }
      if (notSeen.size === 0) break
    }
  return {
    seen: slots.filter(name => isStored(name) && !notSeen.has(name)),
    notSeen: [...notSeen],
    notVerifiable: slots.filter(name => !isStored(name))
  }
}
