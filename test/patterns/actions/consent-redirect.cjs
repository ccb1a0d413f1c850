// Sends users who have not agreed to the terms to a page that asks them, and keeps what they answered.
const version = 3

/** @type {import('../../../lib/testing/index.js').ActionHandler<'post-login'>} */
exports.onExecutePostLogin = async (event, api) => {
  const { terms } = event.user.app_metadata
  if (terms === version || !api.redirect.canRedirect()) return
  const token = api.redirect.encodeToken({
    secret: event.secrets.CONSENT_SECRET ?? '',
    payload: { email: event.user.email, version }
  })
  api.redirect.sendUserTo('https://consent.acme.test/terms', { query: { session_token: token } })
}

/** @type {import('../../../lib/testing/index.js').ActionHandler<'post-login'>} */
exports.onContinuePostLogin = async (event, api) => {
  const answer = api.redirect.validateToken({ secret: event.secrets.CONSENT_SECRET ?? '' })
  if (answer.agreed !== true) {
    api.access.deny('The terms were not accepted.')
    return
  }
  api.user.setAppMetadata('terms', version)
}
