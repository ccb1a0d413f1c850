import type { ActionContext } from './context.js'

const pattern = /^[A-Za-z0-9@._+-]{1,255}$/

/**
 * `setUserId` of `api.user` before a registration: the id of the new user, without the prefix of its provider. The last
 * call counts.
 */
export const createUserId = <Api>({ state }: Pick<ActionContext, 'state'>, api: Api) => ({
  setUserId(userId: string): Api {
    if (typeof userId !== 'string' || !pattern.test(userId)) {
      throw new Error('A user id must have 1 to 255 letters, digits, "@", ".", "_", "+" or "-".')
    }
    state.newUserId = userId
    return api
  }
})
