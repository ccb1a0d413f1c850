import { assertText } from './arguments.js'
import type { ActionContext } from './context.js'

/**
 * `api.authentication` of the post-identifier triggers: where the user is sent to authenticate. These triggers are betas
 * without a reference page; the two methods are named by comments of Auth0's published types only.
 */
export const createIdentifier = ({ state }: Pick<ActionContext, 'state'>) => ({
  setConnectionByName(name: string): void {
    assertText('connection name', name, { minChars: 1 })
    state.identifier = { ...state.identifier, connection: name }
  },
  setOrganization(idOrName: string): void {
    assertText('organization', idOrName, { minChars: 1 })
    state.identifier = { ...state.identifier, organization: idOrName }
  }
})
