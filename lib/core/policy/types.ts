import type { FindingId } from './finding-ids.js'
import type { TriggerLists, TriggersInput } from './triggers/lists.js'

/** A public key in the policy, or the name of the Action secret that holds it (a JWK or JWKS as JSON). */
export type KeySource = { readonly secret: string } | Readonly<Record<string, unknown>>

/** A root attribute of the profile, as the upstream identity provider names it. */
export interface AttributeOptions {
  name: string
  /** Names other identity providers use for the same thing. Sealed data carries `name`. */
  from?: readonly string[]
  /** Only of these connections: names or strategies. */
  connections?: readonly string[]
  /** Declares that values cannot be guessed: the condition for fingerprints and indexes. */
  entropy?: 'high'
  /** Keeps a blind index under this name, so that users can be searched by the value. */
  index?: string
  /** For `email`, `name` and `nickname`: Auth0 cannot put them into tokens once they are on the deny list. */
  acceptLimitations?: true
}

/** A field of `user_metadata` that a slot seals. */
export interface FieldOptions {
  name: string
  /** A value of another type is not taken. To be said of what is released in clear: the user makes it. */
  type?: CopyType
  /** Bytes of UTF-8: of a text itself, of anything else as JSON. Default 500, as at sign-up. */
  max?: number
}

/** One encrypted value per user: what is in it, who can open it, where it is kept. */
export interface SlotInput {
  /** Root attributes. They are the deny list too. */
  attributes?: readonly (string | AttributeOptions)[]
  /** Fields moved out of `user_metadata`. The user can write those at any time: their claims say `"src":"user"`. */
  userMetadata?: readonly (string | FieldOptions)[]
  /** A later value in `user_metadata` replaces the sealed one. Default: it is removed and not sealed. */
  userMayChange?: boolean
  /** `profile` (default): in `app_metadata`. `login`: in transaction metadata, gone after the login. */
  keep?: 'profile' | 'login'
  /** `readable` (default): secret keys. `write-only`: public keys, Auth0 cannot open what it stores. */
  mode?: 'readable' | 'write-only'
  /** Action secret with the key set. Default `A0SEAL_KEYS`. */
  keys?: string
  /** What `null` from the identity provider means. Default `keep`: unknown, the sealed value stays. */
  onNull?: 'keep' | 'remove'
  /** Write-only: notice unchanged values. Only where the attribute has `entropy: 'high'`. */
  fingerprint?: boolean
  acceptLimitations?: true
}

export interface ApplicationInput {
  client_id: string
  /** The application's public encryption key. */
  key?: KeySource
}

/** Applications that opt in by `client_metadata`: `<optIn>` is `'true'` and `a0seal_jwk` holds their public key. */
export interface OptIn {
  optIn: string
  /** Whoever may edit an application decides what it gets: to be written out. */
  trustAppAdmins: true
}

export interface ReleaseInput {
  slot: string
  /** Default: all of the slot. */
  attributes?: readonly string[]
  to: 'id_token' | 'access_token'
  /** Names from `applications`; `any` is every client, and needs `acceptThirdParty`. */
  applications: readonly string[] | 'any' | OptIn
  /** For `any`: third-party and dynamically registered clients are among them, and their ids look like any other. */
  acceptThirdParty?: true
  /** `sealed` (default): encrypted to the application, or to the API. */
  form?: 'sealed' | 'clear'
  /** Full claim name of the one attribute released in clear. Default `<namespace><attribute>`. */
  as?: string
  /** Access tokens of this API only. */
  audience?: string
  /** The API's public key, for sealed values in access tokens. */
  key?: KeySource
  /** Only where this scope was requested; else the claim is `null`. Narrows, never authorises. */
  scope?: string
  /** Only in logins of these organizations; `*` is any organization. */
  organizations?: readonly string[]
  /** For clear values in ID tokens: Auth0 keeps ID-token claims to serve `/userinfo`. */
  storedInClear?: true
  /** For clear values in access tokens: the client can read them. */
  readableByClient?: true
  /**
   * For fields of `user_metadata` released in clear: accepts a claim name that looks like an authorization, or outside the
   * namespace.
   */
  userControlled?: boolean
  /** Also in logins on behalf of somebody else. */
  delegated?: boolean
}

export type CopyType = 'string' | 'number' | 'boolean' | 'string[]'

export type CopyInput =
  | CopyType
  | {
      type: CopyType
      /** Characters of a string (default 256), items of an array (default 20). */
      max?: number
      /** Full claim name. Default `<namespace><field>`. */
      as?: string
      /** Accepts a claim name that looks like an authorization, or outside the namespace. */
      userControlled?: boolean
    }

export type OnError = 'continue' | 'deny'

/** A finding of `doctor` that is known, and why it is left. */
export interface IgnoredFinding {
  id: FindingId
  /** As the finding names it. Of what cannot be read: the missing scope. */
  subject: string
  reason: string
  /** The last day on which it is ignored: `YYYY-MM-DD`. */
  until: string
}

export interface PolicyInput {
  /** URL prefix of all claims, under a domain you control, ending in `/`. */
  namespace: string
  /** The tenant's id, as events have it in `tenant.id`: commands refuse to touch another. */
  tenant?: string
  /** First part of every key in `app_metadata`. Default `sealed`. */
  container?: string
  slots?: Readonly<Record<string, SlotInput>>
  applications?: Readonly<Record<string, ApplicationInput>>
  release?: readonly ReleaseInput[]
  /** Fields of `user_metadata`, or paths into them (`preferences.language`), copied into ID-token claims, each with its one type. */
  copy?: Readonly<Record<string, CopyInput>>
  /** Also one object claim `user_metadata` with the copied fields. */
  userMetadataClaim?: boolean
  /** What a failed step does to the login. Default `continue`: without the claim. */
  onError?: { seal?: OnError; copy?: OnError; release?: OnError }
  limits?: {
    /** Log a value above this many characters. Default 2000. */
    valueWarnChars?: number
    /** Refuse to seal where one profile's sealed values exceed this many characters. Default 4000. */
    profileMaxChars?: number
  }
  /** All Actions of a trigger in their order, one's own too. Default, for each trigger: ours. */
  triggers?: TriggersInput
  /** What `a0seal doctor` goes by. */
  doctor?: { ignore?: readonly IgnoredFinding[] }
}

export interface Attribute {
  name: string
  /** `name` and other identity providers' names, as they send them: what a deny list must hold. */
  names: string[]
  connections?: string[]
  entropy?: 'high'
  /** The key of its blind index in `app_metadata`. */
  indexPlace?: string
}

/** A field of `user_metadata`; `max` counts bytes of UTF-8. */
export interface UserField {
  name: string
  type?: CopyType
  max: number
}

export interface Slot {
  attributes: Attribute[]
  userMetadata: UserField[]
  userMayChange?: true
  keep: 'profile' | 'login'
  mode: 'readable' | 'write-only'
  keys: string
  onNull: 'keep' | 'remove'
  fingerprint?: true
}

export interface ReleaseRule {
  slot: string
  attributes: string[]
  to: 'id_token' | 'access_token'
  applications: string[] | 'any' | OptIn
  form: 'sealed' | 'clear'
  /** Claim name by attribute in clear form; sealed, the one claim is under the slot's name. */
  claims: Record<string, string>
  audience?: string
  key?: KeySource
  scope?: string
  organizations?: string[]
  delegated?: true
}

export interface CopyField {
  type: CopyType
  max: number
  claim: string
}

declare const input: unique symbol

/** A checked policy with its defaults filled in: plain JSON, as the build puts it into an Action. */
export interface Policy<P extends PolicyInput = PolicyInput> {
  /** What `definePolicy` was given: a type only. */
  readonly [input]?: P
  namespace: string
  tenant?: string
  container: string
  slots: Record<string, Slot>
  applications: Record<string, ApplicationInput>
  release: ReleaseRule[]
  copy: Record<string, CopyField>
  userMetadataClaim?: true
  onError: { seal: OnError; copy: OnError; release: OnError }
  limits: { valueWarnChars: number; profileMaxChars: number }
  triggers?: TriggerLists
  doctor?: { ignore: IgnoredFinding[] }
}
