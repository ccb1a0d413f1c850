import { assertText } from './arguments.js'
import type { ActionContext } from './context.js'

const maxChars = 100

/** `api.validation`: refuses with a code of one's own. The code is for the tenant log, the message for the user. */
export const createValidation = <Api>({ effects }: Pick<ActionContext, 'effects'>, api: Api) => ({
  error(errorCode: string, errorMessage: string): Api {
    assertText('error code', errorCode, { maxChars })
    assertText('error message', errorMessage, { maxChars })
    effects.denied = { reason: errorMessage, code: errorCode }
    return api
  }
})
