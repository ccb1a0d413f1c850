import type { ActionContext } from './context.js'

export interface EnableMultifactorOptions {
  /** Default false. */
  allowRememberBrowser?: boolean
}

/** `api.multifactor`: a challenge after all Actions, so that none of them runs once it is passed. */
export const createMultifactor = <Api>({ state }: Pick<ActionContext, 'state'>, api: Api) => ({
  enable(provider: string, { allowRememberBrowser = false }: EnableMultifactorOptions = {}): Api {
    if (typeof provider !== 'string') throw new TypeError('The multifactor provider must be a string.')
    state.multifactor = { provider, allowRememberBrowser: allowRememberBrowser === true }
    return api
  }
})
