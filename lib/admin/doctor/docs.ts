const page = (path: string): string => `https://auth0.com/docs/${path}`

/** The pages of Auth0's documentation that findings are about. */
export const docs = {
  denyList: page('secure/security-guidance/data-security/denylist'),
  postLogin: page('customize/actions/explore-triggers/signup-and-login-triggers/login-trigger'),
  redirect: page(
    'customize/actions/explore-triggers/signup-and-login-triggers/login-trigger/redirect-with-actions'
  ),
  versions: page('customize/actions/manage-versions'),
  firstAction: page('customize/actions/write-your-first-action'),
  codingGuidelines: page('customize/actions/action-coding-guidelines'),
  sync: page('manage-users/user-accounts/user-profiles/configure-connection-sync-with-auth0'),
  metadata: page('manage-users/user-accounts/metadata/metadata-fields-data'),
  claimMapping: page(
    'authenticate/identity-providers/enterprise-identity-providers/configure-pkce-claim-mapping-for-oidc'
  ),
  thirdParty: page('get-started/applications/third-party-applications/permissive-mode'),
  clientMetadata: page('manage-users/user-accounts/metadata/configure-application-metadata'),
  events: page('customize/events/event-types'),
  logCodes: page('deploy-monitor/logs/log-event-type-codes'),
  claims: page('secure/tokens/json-web-tokens/create-custom-claims'),
  managementTokens: page('secure/tokens/access-tokens/management-api-access-tokens'),
  customDatabase: page('authenticate/database-connections/custom-db/create-db-connection'),
  rates: page('troubleshoot/customer-support/operational-policies/rate-limit-policy'),
  emailTemplates: page('customize/email/email-templates')
} as const
