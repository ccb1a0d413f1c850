// Asks another service for the user's plan. The token it takes is fetched once and kept in the cache.

/**
 * @param {{ secrets: Record<string, string> }} event
 * @param {import('../../../lib/testing/index.js').ApiOf<'post-login'>} api
 */
const tokenOf = async ({ secrets }, api) => {
  const cached = api.cache.get('token')
  if (cached) return cached.value
  const response = await fetch(`${secrets.SERVICE_URL}/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_secret: secrets.SERVICE_SECRET ?? '' }),
    signal: AbortSignal.timeout(5_000)
  })
  const { access_token, expires_in } = /** @type {{ access_token: string, expires_in: number }} */ (
    await response.json()
  )
  api.cache.set('token', access_token, { ttl: expires_in * 1000 })
  return access_token
}

/** @type {import('../../../lib/testing/index.js').ActionHandler<'post-login'>} */
exports.onExecutePostLogin = async (event, api) => {
  try {
    const response = await fetch(`${event.secrets.SERVICE_URL}/plans/${event.user.user_id}`, {
      headers: { authorization: `Bearer ${await tokenOf(event, api)}` },
      signal: AbortSignal.timeout(5_000)
    })
    const { plan } = /** @type {{ plan: string }} */ (await response.json())
    api.idToken.setCustomClaim('https://acme.test/plan', plan)
  } catch {
    console.log('the plan service did not answer')
  }
}
