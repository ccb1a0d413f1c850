/**
 * Claim names Auth0 ignores silently when an Action sets them (`scope` alone throws).
 * @see https://auth0.com/docs/secure/tokens/json-web-tokens/create-custom-claims
 */
export const restrictedClaims: ReadonlySet<string> = new Set(
  (
    'acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash client_id cnf cty dest ' +
    'entitlements events exp groups gty htm htu iat internalService iss jcard jku jti jwe jwk kid may_act mky nbf nonce ' +
    'object_id org_id org_name orig origid permissions roles rph s_hash sid sip_callid sip_cseq_num sip_date ' +
    'sip_from_tag sip_via_branch sub sub_jwk toe txn typ uuid vot vtm x5t#S256 scope'
  ).split(' ')
)

/**
 * Standard profile claims an Action may set, by the scope that lets them through.
 * @see https://auth0.com/docs/get-started/apis/scopes/openid-connect-scopes
 */
export const standardClaimScopes: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['email_verified', 'email'],
  ['name', 'profile'],
  ['family_name', 'profile'],
  ['given_name', 'profile'],
  ['middle_name', 'profile'],
  ['nickname', 'profile'],
  ['picture', 'profile'],
  ['updated_at', 'profile']
])

/** Top-level names Auth0 refuses in `app_metadata`.
 * @see https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data */
export const reservedAppMetadata: ReadonlySet<string> = new Set(
  (
    '__tenant _id blocked clientID created_at email_verified email globalClientID global_client_id identities lastIP ' +
    'lastLogin loginsCount metadata multifactor_last_modified multifactor updated_at user_id'
  ).split(' ')
)

/**
 * Root fields of a profile that are Auth0's own, beside those that start with `last_`: to deny or seal one would break the
 * profile. `email` is not among them: its limits are documented, and can be accepted.
 * @see https://auth0.com/docs/manage-users/user-accounts/user-profiles/user-profile-structure
 */
export const rootFields: ReadonlySet<string> = new Set([
  ...[...reservedAppMetadata].filter(name => name !== 'email'),
  ...'__proto__ app_metadata enrolledFactors logins_count phone_verified user_metadata username'.split(' ')
])

/** Standard claims by which applications tell who somebody is. */
export const identityClaims: ReadonlySet<string> = new Set([
  'email',
  'email_verified',
  'phone_number',
  'phone_number_verified'
])

/** True where Auth0 ignores a claim because its namespace is one of Auth0's own domains or URNs. */
export const isAuth0Namespace = (claim: string): boolean => {
  if (/^urn:auth0(:|$)/i.test(claim)) return true
  if (!/^https?:\/\//i.test(claim)) return false
  const host = URL.canParse?.(claim) ? new URL(claim).hostname : ''
  return /(^|\.)(auth0\.com|webtask\.io|webtask\.run)\.?$/.test(host) // a host may end in a dot
}
