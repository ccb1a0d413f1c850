import type { PostLoginEvent } from '../auth0/post-login.js'
import { allSealSteps } from '../login/all-steps.js'
import { spellingsOf } from '../login/brought.js'
import { runStep } from '../login/decision.js'
import { metadataOf } from '../login/run-facts.js'
import { applySeal, decideSeal } from '../login/seal.js'
import type { SealPolicy } from '../policy/action-policy.js'
import type { Slot } from '../policy/types.js'

type Metadata = Record<string, unknown>

export interface SealProfileOptions {
  /** The tenant's id: what an Action has as `event.tenant.id`. */
  tenant: string
  /**
   * The `user_id` the user has at Auth0: of a custom database `auth0|<id>`, of a custom social connection
   * `oauth2|<connection>|<id>`. A value bound to another does not open.
   */
  subject: string
  connection: { name: string; strategy: string }
  /** What the Action `seal-attributes` has as secrets. */
  secrets: PostLoginEvent['secrets']
  /** Milliseconds since 1970. */
  now: number
}

export interface SealedProfile {
  /** To be returned to Auth0. */
  profile: Metadata
  /** For the log: names and codes, no values. */
  warnings: string[]
}

const without = (record: Metadata, names: readonly string[]): Metadata =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))

/** Every name under which the profile's root may have an attribute of these slots. */
const namesIn = (slots: readonly Slot[]): string[] =>
  slots.flatMap(({ attributes }) => attributes.flatMap(spellingsOf))

/**
 * Seals a profile before a custom database script or `fetchUserProfile` returns it, so that Auth0 never has it in clear: the
 * slots' attributes leave the root and come back as `app_metadata.sealed_<slot>`. Never throws. What cannot be sealed is left
 * out, and said in `warnings`. Slots that are kept for the login only stay as they are: they are the Action's.
 *
 * The script cannot see what Auth0 has stored, so each login writes the sealed values anew.
 *
 * @param input as the script made it: `app_metadata` may be spelt `metadata`, as older scripts do
 */
export const sealProfile = (
  policy: SealPolicy,
  input: Readonly<Metadata>,
  { tenant, subject, connection, secrets, now }: SealProfileOptions
): SealedProfile => {
  const { metadata, app_metadata, user_metadata, ...root } = input
  const slots = Object.fromEntries(Object.entries(policy.slots).filter(([, { keep }]) => keep !== 'login'))
  let appMetadata: Metadata = {}
  let userMetadata: Metadata = {}
  const api = {
    access: { deny: () => undefined },
    user: {
      setAppMetadata(name: string, value: unknown) {
        appMetadata = value === null ? without(appMetadata, [name]) : { ...appMetadata, [name]: value }
      },
      // Nothing to set: fields of a slot are left out below, sealed or not.
      setUserMetadata: () => undefined
    }
  }
  const decide = () => {
    appMetadata = { ...metadataOf(metadata), ...metadataOf(app_metadata) }
    userMetadata = metadataOf(user_metadata)
    const user = { ...root, user_id: subject, app_metadata: appMetadata, user_metadata: userMetadata }
    const event = { tenant: { id: tenant }, client: { client_id: '' }, user, connection, secrets }
    return decideSeal({ ...policy, slots }, event, { now, steps: allSealSteps })
  }
  const line = runStep({ action: 'seal-profile', decide, apply: applySeal, api, onError: 'continue' })

  const fields = Object.values(slots).flatMap(slot => slot.userMetadata)
  const kept = without(userMetadata, fields)
  const spellings = ['metadata', 'app_metadata', 'user_metadata'].filter(name => Object.hasOwn(input, name))
  return {
    profile: {
      ...without(root, namesIn(Object.values(slots))),
      ...(Object.keys(appMetadata).length > 0 && { app_metadata: appMetadata }),
      ...(Object.keys(kept).length > 0 && { user_metadata: kept })
    },
    warnings: [
      ...(line ? [line] : []),
      ...spellings.map(name => `a0seal seal-profile returns ${name}: each login overwrites what Auth0 has`)
    ]
  }
}
