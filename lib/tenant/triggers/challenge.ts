import type { DeployedAction } from '../../runtime/types.js'
import type { TenantStore } from '../store/tenant-store.js'

/** The code every user's authenticator shows, and the page that asks for it as well. */
export const developmentCode = '246810'

/** Stands between the first bound Action and the second where `settings.mfa` is `challenge`. */
const challengeAction: DeployedAction = {
  name: 'development-challenge',
  secrets: {},
  code: `
exports.onExecutePostLogin = async (event, api) => {
  if (event.transaction.protocol === 'oauth2-refresh-token') return
  if (event.authentication && event.authentication.methods.some(({ name }) => name === 'mfa')) return
  api.authentication.challengeWith({ type: 'otp' })
}
`
}

/** The Actions of a run: the bound ones, and the development challenge where the settings ask for it. */
export const postLoginActions = ({
  actions,
  settings
}: Pick<TenantStore, 'actions' | 'settings'>): readonly DeployedAction[] => {
  const bound = actions.bound('post-login')
  return settings.mfa === 'challenge' ? [...bound.slice(0, 1), challengeAction, ...bound.slice(1)] : bound
}
