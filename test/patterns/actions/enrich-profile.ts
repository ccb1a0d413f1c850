// Welcomes each user one time, and asks for their company at most once a month.
import { once } from '../../../lib/core/metadata/once.js'
import { remember } from '../../../lib/core/metadata/remember.js'
import type { ActionHandler } from '../../../lib/testing/index.js'

const monthSeconds = 30 * 24 * 60 * 60

export const onExecutePostLogin: ActionHandler<'post-login'> = async (event, api) => {
  const options = { event, api, now: Date.now() }
  const url = event.secrets.SERVICE_URL
  const nameCompany = async (): Promise<string> => {
    const response = await fetch(`${url}/companies/${event.user.email?.split('@')[1]}`)
    if (!response.ok) throw new Error('no company')
    const { name } = (await response.json()) as { name: string }
    return name
  }
  try {
    await once(
      'welcome',
      () => fetch(`${url}/welcome`, { method: 'POST', body: event.user.user_id }),
      options
    )
    const company = await remember('company', nameCompany, {
      ...options,
      maxAgeSeconds: monthSeconds,
      staleIfError: true
    })
    api.idToken.setCustomClaim('https://acme.test/company', company)
  } catch {
    console.log('the company service did not answer')
  }
}
