import type { JsonObject } from '../../core/auth0/json.js'
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

/** Sends the browser to a page of the inspector, whose callback the login was started with. */
const redirectAction: DeployedAction = {
  name: 'development-redirect',
  secrets: {},
  code: `
exports.onExecutePostLogin = async (event, api) => {
  if (!event.transaction || !event.transaction.redirect_uri) return
  api.redirect.sendUserTo(new URL('/inspector/away', event.transaction.redirect_uri).href)
}
exports.onContinuePostLogin = async () => {}
`
}

const detours: Readonly<Record<string, DeployedAction>> = {
  'urn:a0seal:detour:challenge': challengeAction,
  'urn:a0seal:detour:redirect': redirectAction
}

/** What asks for a detour in `acr_values`: of a login that is tried in the inspector. Empty where there is none of that name. */
export const detourOf = (name = ''): string => {
  const value = `urn:a0seal:detour:${name}`
  return Object.hasOwn(detours, value) ? value : ''
}

/** What stands between the first bound Action and the second: what this login asks for, or else the settings. */
const detourFor = (
  { mfa }: TenantStore['settings'],
  { acr_values, redirect_uri }: JsonObject
): DeployedAction | undefined => {
  const isTried = typeof redirect_uri === 'string' && redirect_uri.endsWith('/inspector/callback')
  const asked = isTried && typeof acr_values === 'string' ? detours[acr_values] : undefined
  return asked ?? (mfa === 'challenge' ? challengeAction : undefined)
}

/** The Actions of a run: the bound ones, and the detour where there is one. */
export const postLoginActions = (
  { actions, settings }: Pick<TenantStore, 'actions' | 'settings'>,
  params: JsonObject
): readonly DeployedAction[] => {
  const bound = actions.bound('post-login')
  const detour = detourFor(settings, params)
  return detour ? [...bound.slice(0, 1), detour, ...bound.slice(1)] : bound
}
