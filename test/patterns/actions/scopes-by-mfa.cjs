// Gives the scope that moves money to users with a second factor only.

/** @type {import('../../../lib/testing/index.js').ActionHandler<'post-login'>} */
exports.onExecutePostLogin = async (event, api) => {
  const hasFactor = event.authentication?.methods.some(({ name }) => name === 'mfa')
  if (!hasFactor) api.accessToken.removeScope('write:payments')
}
