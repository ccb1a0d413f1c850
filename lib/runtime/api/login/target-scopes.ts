import type { ActionContext } from '../context.js'
import { parseScope, scopesMax } from './scopes.js'

/**
 * The scopes a transaction is to have: of `api.transaction` at post-login and in a client-credentials exchange. They are in
 * the event at once. Auth0 leaves out those its policies forbid when all Actions have run.
 * @see https://auth0.com/docs/customize/actions/handling-scopes-in-actions
 */
export const createTargetScopes = ({ event, state }: Pick<ActionContext, 'event' | 'state'>) => {
  // As the run has them, and not as the Action may have changed its copy of the event.
  const initial = [...(event.transaction?.target_scopes ?? event.accessToken?.scope ?? [])]
  const read = (): string[] => state.targetScopes ?? initial
  const write = (scopes: string[]): void => {
    if (scopes.length > scopesMax) throw new Error(`No more than ${scopesMax} scopes can be set.`)
    state.targetScopes = scopes
    event.transaction ??= {}
    event.transaction.target_scopes = [...scopes]
  }
  return {
    addTargetScope: (scope: string): void => write([...new Set([...read(), parseScope(scope)])]),
    removeTargetScope(scope: string): void {
      const removed = parseScope(scope)
      write(read().filter(other => other !== removed))
    },
    setTargetScopes(scopes: string[]): void {
      if (!Array.isArray(scopes)) throw new TypeError('The scopes must be a list.')
      write([...new Set(scopes.map(parseScope))])
    },
    clearTargetScopes: (): void => write([])
  }
}
