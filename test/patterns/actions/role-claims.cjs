// Puts the user's roles on both tokens. The bare name "roles" is reserved: Auth0 drops it without a word.
const namespace = 'https://acme.test/'

/** @type {import('../../../lib/testing/index.js').ActionHandler<'post-login'>} */
exports.onExecutePostLogin = async (event, api) => {
  const roles = event.authorization?.roles ?? []
  api.idToken.setCustomClaim(`${namespace}roles`, roles)
  api.accessToken.setCustomClaim(`${namespace}roles`, roles)
}
