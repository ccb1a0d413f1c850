import { assertOneOf, parseObject } from '../arguments.js'
import type { ActionContext } from '../context.js'

const providers = ['none', 'guardian', 'google-authenticator', 'duo', 'any'] as const

export interface EnableMultifactorOptions {
  /** Default false. */
  allowRememberBrowser?: boolean
  /** For `duo` only. */
  providerOptions?: { host: string; ikey: string; skey: string; username?: string }
}

/** `api.multifactor`: a challenge after all Actions, so that none of them runs once it is passed. */
export const createMultifactor = <Api>({ state }: Pick<ActionContext, 'state'>, api: Api) => ({
  enable(provider: (typeof providers)[number], options?: EnableMultifactorOptions | null): Api {
    const { allowRememberBrowser, providerOptions } = options ?? {}
    assertOneOf('multifactor provider', provider, providers)
    state.multifactor = {
      provider,
      allowRememberBrowser: allowRememberBrowser === true,
      ...(providerOptions && { providerOptions: parseObject('provider options', providerOptions) })
    }
    return api
  }
})
