// Asks for a second factor where somebody logs in from another country than the last time.

/** @type {import('../../../lib/testing/index.js').ActionHandler<'post-login'>} */
exports.onExecutePostLogin = async (event, api) => {
  const country = event.request.geoip.countryCode
  const known = event.user.app_metadata.last_country
  const hasFactor = event.authentication?.methods.some(({ name }) => name === 'mfa')
  if (country) api.user.setAppMetadata('last_country', country)
  if (known !== undefined && country !== known && !hasFactor) {
    api.authentication.challengeWithAny([{ type: 'otp' }, { type: 'push-notification' }])
  }
}
