// Tells an API which tier a service has booked, and gives scopes beyond it to nobody.

/** @type {import('../../../lib/testing/index.js').ActionHandler<'credentials-exchange'>} */
exports.onExecuteCredentialsExchange = async (event, api) => {
  const { tier } = event.client.metadata
  if (tier === undefined) {
    api.access.deny('invalid_request', 'The service has no tier.')
    return
  }
  api.accessToken.setCustomClaim('https://acme.test/tier', tier)
  if (tier !== 'gold') api.transaction.removeTargetScope('read:reports')
}
