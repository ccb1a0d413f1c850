import { assertOneOf, assertText } from './arguments.js'
import type { ActionContext } from './context.js'

type Context = Pick<ActionContext, 'effects'>

const codeMaxChars = 1024
const reasonMaxChars = 4096
/** The OAuth errors a client-credentials exchange may be refused with. */
const exchangeErrors = ['invalid_scope', 'invalid_request', 'server_error'] as const

/** A reason that is left out is an empty one. */
const textOf = (reason: unknown): string => String(reason ?? '')

/** `api.access`. A deny stops later Actions; this one runs on, and metadata writes stay. */
export const createAccess = <Api>({ effects }: Context, api: Api) => ({
  deny(reason?: string): Api {
    effects.denied = { reason: textOf(reason) }
    return api
  }
})

/** `api.access` of a sign-up: the reason is for the tenant log, the message for the user. */
export const createSignupAccess = <Api>({ effects }: Context, api: Api) => ({
  deny(reason?: string, userMessage?: string): Api {
    effects.denied = { reason: textOf(reason), userMessage: textOf(userMessage) }
    return api
  }
})

/** `api.access` of a client-credentials exchange. */
export const createCredentialsAccess = <Api>({ effects }: Context, api: Api) => ({
  deny(code: (typeof exchangeErrors)[number], reason?: string): Api {
    assertOneOf('error code', code, exchangeErrors)
    effects.denied = { reason: textOf(reason), code }
    return api
  }
})

/** `api.access` of a custom token exchange. */
export const createTokenExchangeAccess = ({ effects }: Context) => ({
  deny(code: string, reason: string): void {
    assertText('error code', code, { minChars: 1, maxChars: codeMaxChars })
    assertText('reason', reason, { minChars: 1, maxChars: reasonMaxChars })
    effects.denied = { reason, code }
  },
  /** Also counts as an attempt to guess subject tokens. */
  rejectInvalidSubjectToken(reason: string): void {
    assertText('reason', reason, { minChars: 1, maxChars: reasonMaxChars })
    effects.denied = { reason, code: 'invalid_request' }
  }
})
