import { charsOf } from '../arguments.js'
import type { ActionContext } from '../context.js'

/** Characters of one scope, and changes one trigger may make each way. */
const scopeMaxChars = 280
export const scopesMax = 1000

/** The scope without blanks around it. @throws Error where it is none */
export const parseScope = (scope: unknown): string => {
  const trimmed = typeof scope === 'string' ? scope.trim() : ''
  if (trimmed === '' || /\s/.test(trimmed)) throw new Error('A scope must be a string without blanks.')
  if (charsOf(trimmed) > scopeMaxChars)
    throw new Error(`A scope must not exceed ${scopeMaxChars} characters.`)
  return trimmed
}

const withScope = (scopes: readonly string[], scope: string): string[] => {
  const all = [...new Set([...scopes, scope])]
  if (all.length > scopesMax) throw new Error(`No more than ${scopesMax} scopes can be changed.`)
  return all
}

/** `addScope` and `removeScope` of `api.accessToken`; for one scope the last call counts. */
export const createScopes = ({ state }: Pick<ActionContext, 'state'>) => ({
  addScope(scope: string): void {
    const name = parseScope(scope)
    const { added, removed } = state.scopes
    state.scopes = { added: withScope(added, name), removed: removed.filter(other => other !== name) }
  },
  removeScope(scope: string): void {
    const name = parseScope(scope)
    const { added, removed } = state.scopes
    state.scopes = { added: added.filter(other => other !== name), removed: withScope(removed, name) }
  }
})
