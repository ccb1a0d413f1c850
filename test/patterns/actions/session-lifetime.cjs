// Ends the sessions of administrators after an hour, and keeps no cookie of theirs.
const hourMs = 60 * 60 * 1000

/** @type {import('../../../lib/testing/index.js').ActionHandler<'post-login'>} */
exports.onExecutePostLogin = async (event, api) => {
  if (!event.authorization?.roles.includes('admin')) return
  api.session.setExpiresAt(Date.now() + hourMs)
  api.session.setCookieMode('non-persistent')
}
