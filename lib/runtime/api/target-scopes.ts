import type { ActionContext } from './context.js'
import { parseScope, scopesMax } from './scopes.js'

/**
 * `api.transaction` of a client-credentials exchange: the scopes the token is to have, in the event at once. Auth0 leaves
 * out those the client grant lacks when all Actions have run.
 */
export const createTargetScopes = ({ event, state }: Pick<ActionContext, 'event' | 'state'>) => {
  const read = (): string[] =>
    state.targetScopes ?? event.transaction?.target_scopes ?? event.accessToken?.scope ?? []
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
