/** Limits Auth0 puts on Actions, metadata and claims. One place; each line names its unit. */

/** Source of one Action, bytes. @see https://auth0.com/docs/customize/actions/limitations */
export const actionMaxBytes = 100_000
/** All Actions of one trigger together, milliseconds. Same page. */
export const triggerTimeoutMs = 20_000
/** Console output kept of one Action's execution, characters. Same page. */
export const logMaxChars = 256
/** Name and value of an Action secret, characters. Same page. */
export const secretNameMaxChars = 128
export const secretValueMaxChars = 4096
export const secretsPerAction = 30
export const dependenciesPerAction = 10
export const modulesPerAction = 3
export const actionsPerTrigger = 20
export const versionsPerAction = 50

/** `api.cache`: entries, key bytes, value bytes, bytes in all, longest and default life in milliseconds. Same page. */
export const cacheMaxEntries = 20
export const cacheKeyMaxBytes = 64
export const cacheValueMaxBytes = 4_000
export const cacheMaxBytes = 8_000
export const cacheMaxTtlMs = 86_400_000
export const cacheDefaultTtlMs = 900_000

/** Metadata written in one session, bytes, for each of user and app metadata. Same page. */
export const metadataWriteMaxBytes = 32_000
/** A whole user profile, bytes. @see https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data */
export const profileMaxBytes = 10_000

/** `api.transaction.setMetadata`: key characters, value bytes, bytes in all.
 * @see https://auth0.com/docs/customize/actions/transaction-metadata */
export const transactionKeyMaxChars = 64
export const transactionValueMaxBytes = 8_000
export const transactionMaxBytes = 16_000

/** Custom claims of one token, bytes; above it the login fails.
 * @see https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims */
export const customClaimsMaxBytes = 100_000

/** Attributes of a connection's deny list, and characters of one of them. */
export const denyListMaxEntries = 96
export const denyListEntryMaxChars = 255

/** `user_metadata` of a sign-up: string fields, characters of a name and of a value.
 * @see https://auth0.com/docs/api/authentication/signup/create-a-new-user */
export const signupFieldsMax = 10
export const signupNameMaxChars = 100
export const signupValueMaxChars = 500
