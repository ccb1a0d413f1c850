import type { ActionContext } from './context.js'

/** `api.access`. A deny stops later Actions; this one runs on, and metadata writes stay. */
export const createAccess = <Api>({ effects }: Pick<ActionContext, 'effects'>, api: Api) => ({
  deny(reason: string): Api {
    effects.denied = { reason: String(reason) }
    return api
  }
})
