// Lets people sign up with an address of the company only, and notes where they came from.

/** @type {import('../../../lib/testing/index.js').ActionHandler<'pre-user-registration'>} */
exports.onExecutePreUserRegistration = async (event, api) => {
  if (!event.user.email?.endsWith('@acme.test')) {
    api.access.deny('domain is not on the allow list', 'Please use your company address.')
    return
  }
  api.user.setAppMetadata('signup_country', event.request.geoip.countryCode ?? 'unknown')
}
