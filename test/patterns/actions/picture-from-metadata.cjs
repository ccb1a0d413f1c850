// Shows applications the picture the user has chosen, rather than the one the identity provider sent.

/** @type {import('../../../lib/testing/index.js').ActionHandler<'post-login'>} */
exports.onExecutePostLogin = async (event, api) => {
  const { picture } = event.user.user_metadata
  // The user can write anything there: only an https URL is passed on.
  if (typeof picture !== 'string' || !URL.canParse(picture)) return
  if (new URL(picture).protocol === 'https:') api.idToken.setCustomClaim('picture', picture)
}
