/** Strategies of connections: the SDK's list. A name that is none of them is a typo, and another protocol than was meant. */
export const strategies: readonly string[] = [
  ...['ad', 'adfs', 'amazon', 'apple', 'asana', 'atlassian', 'auth0', 'auth0-adldap', 'auth0-oidc', 'baidu'],
  ...['bitbucket', 'bitly', 'box', 'cloudflare-mcp', 'custom', 'daccount', 'dropbox', 'dwolla', 'email'],
  ...['evernote', 'evernote-sandbox', 'exact', 'facebook', 'fitbit', 'github', 'gitlab', 'google-apps'],
  ...['google-oauth2', 'hubspot-mcp', 'instagram', 'ip', 'line', 'linear-mcp', 'linkedin', 'notion-mcp'],
  ...['oauth1', 'oauth2', 'office365', 'oidc', 'okta', 'paypal', 'paypal-sandbox', 'pingfederate'],
  ...['planningcenter', 'salesforce', 'salesforce-community', 'salesforce-sandbox', 'samlp', 'sentry-mcp'],
  ...['sharepoint', 'shop', 'shopify', 'slack', 'sms', 'soundcloud', 'thirtysevensignals', 'twitter'],
  ...['untappd', 'vkontakte', 'waad', 'weibo', 'windowslive', 'wordpress', 'yahoo', 'yandex']
]

/**
 * Grant types of applications.
 * @see https://auth0.com/docs/get-started/applications/application-grant-types
 */
export const grantTypes: readonly string[] = [
  'authorization_code',
  'implicit',
  'refresh_token',
  'client_credentials',
  'password',
  'http://auth0.com/oauth/grant-type/password-realm',
  'http://auth0.com/oauth/grant-type/passwordless/otp',
  'http://auth0.com/oauth/grant-type/mfa-oob',
  'http://auth0.com/oauth/grant-type/mfa-otp',
  'http://auth0.com/oauth/grant-type/mfa-recovery-code',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:openid:params:grant-type:ciba',
  'urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token'
]
