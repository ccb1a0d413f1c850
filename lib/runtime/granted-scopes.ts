import type { FlowState } from './types.js'

/**
 * The scopes a login is granted: those requested, or what `api.transaction` made of them, as far as policies allow them; then
 * the changes of `api.accessToken`, which no policy stops.
 *
 * @param isAllowed what the policies of the tenant say of a scope that was not taken as requested. Default: all are allowed
 */
export const grantedScopes = (
  { scopes, targetScopes }: Pick<FlowState, 'scopes' | 'targetScopes'>,
  requested: readonly string[],
  isAllowed: (scope: string) => boolean = () => true
): string[] => {
  const target = targetScopes?.filter(scope => requested.includes(scope) || isAllowed(scope)) ?? requested
  return [...new Set([...target, ...scopes.added])].filter(scope => !scopes.removed.includes(scope))
}
