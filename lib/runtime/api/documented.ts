import type { TriggerId } from '../handlers.js'

const cache = ['delete', 'get', 'set']
const notification = ['drop', 'retry']
const metadata = ['setAppMetadata', 'setUserMetadata']
const lifetime = [
  'revoke',
  'setExpiresAt',
  'setIdleExpiresAt',
  'setMetadata',
  'deleteMetadata',
  'evictMetadata'
]

/** The pages this is a copy of, at commit 1a4096e of auth0/docs-v2. The post-identifier triggers are betas without a page. */
export const documentedAt = 'https://auth0.com/docs/actions/reference/<trigger>/<trigger>-api-object'

/** Every method Auth0 documents, by trigger and namespace of `api`. Tests hold the implementation against it. */
export const documentedMethods: Readonly<Record<TriggerId, Readonly<Record<string, readonly string[]>>>> = {
  'post-login': {
    access: ['deny'],
    accessToken: ['setCustomClaim', 'addScope', 'removeScope'],
    authentication: [
      'challengeWith',
      'challengeWithAny',
      'enrollWith',
      'enrollWithAny',
      'recordMethod',
      'setPrimaryUser'
    ],
    cache,
    groups: ['getUserGroups', 'hasGroupMembership'],
    idToken: ['setCustomClaim'],
    multifactor: ['enable'],
    prompt: ['render'],
    redirect: ['encodeToken', 'sendUserTo', 'canRedirect', 'validateToken'],
    refreshToken: lifetime,
    roles: ['getUserEffectiveRoles', 'getUserEffectiveRolesByIds', 'getUserEffectiveRolesByNames'],
    rules: ['wasExecuted'],
    samlResponse: [
      'setAttribute',
      'setAudience',
      'setRecipient',
      'setCreateUpnClaim',
      'setPassthroughClaimsWithNoMapping',
      'setMapUnknownClaimsAsIs',
      'setMapIdentities',
      'setSignatureAlgorithm',
      'setDigestAlgorithm',
      'setDestination',
      'setLifetimeInSeconds',
      'setSignResponse',
      'setNameIdentifierFormat',
      'setNameIdentifierProbes',
      'setAuthnContextClassRef',
      'setSigningCert',
      'setIncludeAttributeNameFormat',
      'setTypedAttributes',
      'setEncryptionCert',
      'setEncryptionPublicKey',
      'setCert',
      'setKey',
      'setRelayState',
      'setIssuer',
      'setEncryptionAlgorithm'
    ],
    session: [...lifetime, 'setCookieMode'],
    transaction: ['setMetadata'],
    user: metadata,
    validation: ['error']
  },
  'pre-user-registration': { access: ['deny'], cache, user: metadata, validation: ['error'] },
  'post-user-registration': { cache },
  'credentials-exchange': {
    access: ['deny'],
    accessToken: ['setCustomClaim'],
    cache,
    transaction: ['addTargetScope', 'removeTargetScope', 'setTargetScopes', 'clearTargetScopes']
  },
  'post-change-password': { cache },
  'send-phone-message': { cache },
  'password-reset-post-challenge': {
    access: ['deny'],
    authentication: ['challengeWith', 'challengeWithAny'],
    cache,
    prompt: ['render'],
    redirect: ['encodeToken', 'sendUserTo', 'validateToken'],
    transaction: ['setResultUrl']
  },
  'custom-token-exchange': {
    access: ['deny', 'rejectInvalidSubjectToken'],
    authentication: ['setUserById', 'setUserByConnection', 'setOrganization', 'setActor'],
    cache,
    user: metadata
  },
  'custom-email-provider': { cache, notification },
  'custom-phone-provider': { cache, notification },
  'event-stream': { cache },
  'login-post-identifier': {},
  'signup-post-identifier': {}
}
