import type { PostLoginEvent } from '../auth0/post-login.js'
import { allSealSteps } from '../login/all-steps.js'
import { runStep } from '../login/decision.js'
import { metadataOf } from '../login/run-facts.js'
import { spellingsOf } from '../login/seal/brought.js'
import { applySeal, decideSeal } from '../login/seal/seal.js'
import type { SealPolicy } from '../policy/action-policy.js'
import type { Attribute } from '../policy/types.js'

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
  /**
   * The `app_metadata` that Auth0 has of this user, where the script can know it. What the input lacks is then kept, and a
   * value that has not changed stays as it is.
   */
  stored?: Readonly<Metadata>
  /**
   * Takes `app_metadata` (or `metadata`) of the input. Default false: Auth0 would take it as the tenant's word, and in a
   * profile from elsewhere it is the word of whoever made that.
   */
  trustMetadata?: boolean
}

export interface SealedProfile {
  /** To be returned to Auth0. */
  profile: Metadata
  /** For the log: names and codes, no values. */
  warnings: string[]
}

const ownMetadata = ['metadata', 'app_metadata'] as const

const without = (record: Metadata, names: readonly string[]): Metadata =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)))

const isOf = (
  { connections }: Pick<Attribute, 'connections'>,
  { name, strategy }: SealProfileOptions['connection']
) => !connections || connections.includes(name) || connections.includes(strategy)

/** The line of what happened to some names, where there are any. */
const lineOf = (names: readonly string[], verb: string, reason: string): string[] =>
  names.length > 0 ? [`a0seal seal-profile ${verb} ${names.join(', ')}: ${reason}`] : []

/**
 * Seals a profile before a custom database script or `fetchUserProfile` returns it, so that Auth0 never has it in clear: the
 * slots' attributes leave the root and come back as `app_metadata.sealed_<slot>`. Never throws. What cannot be sealed is left
 * out, and said in `warnings`. Slots that are kept for the login only stay as they are: they are the Action's.
 *
 * What is returned takes the place of what Auth0 has. A script that cannot see it seals each value anew, from this input
 * alone: an attribute that the input lacks is gone from its slot. Handed in as `stored`, it is joined.
 *
 * @param input as the script made it: `app_metadata` may be spelt `metadata`, as older scripts do
 */
export const sealProfile = (
  policy: SealPolicy,
  input: Readonly<Metadata>,
  { tenant, subject, connection, secrets, now, stored, trustMetadata = false }: SealProfileOptions
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
    const trusted = trustMetadata ? { ...metadataOf(metadata), ...metadataOf(app_metadata) } : {}
    appMetadata = { ...metadataOf(stored), ...trusted }
    userMetadata = metadataOf(user_metadata)
    const user = { ...root, user_id: subject, app_metadata: appMetadata, user_metadata: userMetadata }
    const event = { tenant: { id: tenant }, client: { client_id: '' }, user, connection, secrets }
    return decideSeal({ ...policy, slots }, event, { now, steps: allSealSteps })
  }
  const line = runStep({ action: 'seal-profile', decide, apply: applySeal, api, onError: 'continue' })

  const attributes = Object.values(slots).flatMap(slot => slot.attributes)
  const elsewhere = attributes.filter(attribute => !isOf(attribute, connection)).flatMap(spellingsOf)
  const fields = Object.values(slots).flatMap(({ userMetadata }) => userMetadata.map(({ name }) => name))
  const kept = without(userMetadata, fields)
  const isGiven = (name: string) => Object.hasOwn(input, name) && input[name] !== undefined
  const given = ownMetadata.filter(isGiven)
  const returned = [...(trustMetadata ? given : []), ...['user_metadata'].filter(isGiven)]
  return {
    profile: {
      ...without(root, attributes.flatMap(spellingsOf)),
      ...(Object.keys(appMetadata).length > 0 && { app_metadata: appMetadata }),
      ...(Object.keys(kept).length > 0 && { user_metadata: kept })
    },
    warnings: [
      ...(line ? [line] : []),
      ...lineOf(
        [...new Set(elsewhere)].filter(isGiven),
        'leaves out',
        'the policy has it of other connections only'
      ),
      ...lineOf(trustMetadata ? [] : given, 'leaves out', 'write trustMetadata: true if it is your own'),
      ...returned.map(name => `a0seal seal-profile returns ${name}: each login overwrites what Auth0 has`)
    ]
  }
}
