import { isPlainObject, type JsonObject } from '../../../core/auth0/json.js'
import { toJson } from '../../json.js'
import type { ActionContext } from '../context.js'

/** Characters of the id given to `setPrimaryUser`. @see https://auth0.com/docs/customize/actions/limitations */
const userIdMaxChars = 128

/** A factor such as `{ type: 'otp' }`; which types and options exist is the tenant's business. */
export interface Factor {
  type: string
  options?: Record<string, unknown>
}

export interface FactorOptions {
  additionalFactors?: Factor[] | null
}

const parseFactors = (factors: unknown): JsonObject[] => {
  const json = toJson(factors)
  if (!Array.isArray(json) || json.length === 0) throw new TypeError('At least one factor is needed.')
  return json.map(factor => {
    if (!isPlainObject(factor) || typeof factor.type !== 'string')
      throw new TypeError('A factor needs a type.')
    return factor as JsonObject
  })
}

const isWebURL = (text: unknown): boolean =>
  typeof text === 'string' && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** `api.authentication`. Challenge and enrolment suspend the pipeline after this Action; the next Action follows. */
export const createAuthentication = <Api>(
  { handler, state, effects }: Pick<ActionContext, 'handler' | 'state' | 'effects'>,
  api: Api
) => {
  const suspend = (kind: 'challenge' | 'enroll', factors: unknown): void => {
    effects.challenge = { kind, factors: parseFactors(factors) }
  }
  return {
    challengeWith: (factor: Factor, options?: FactorOptions | null): void =>
      suspend('challenge', [factor, ...(options?.additionalFactors ?? [])]),
    challengeWithAny: (factors: Factor[]): void => suspend('challenge', factors),
    enrollWith: (factor: Factor, options?: FactorOptions | null): void =>
      suspend('enroll', [factor, ...(options?.additionalFactors ?? [])]),
    enrollWithAny: (factors: Factor[]): void => suspend('enroll', factors),

    /** For `event.authentication.methods` of later logins in this session. */
    recordMethod(url: string): Api {
      if (handler !== 'onContinuePostLogin') throw new Error('recordMethod is for onContinuePostLogin only.')
      if (!isWebURL(url)) throw new Error('The recorded method must be an http or https URL.')
      state.recordedMethods = [...state.recordedMethods, url]
      return api
    },

    setPrimaryUser(userId: string): void {
      if (state.primaryUserId !== undefined) {
        throw new Error('The primary user can only be altered once per transaction')
      }
      if (typeof userId !== 'string' || userId === '')
        throw new Error('The primary user id must be a string.')
      if (userId.length > userIdMaxChars) {
        throw new Error(`The primary user id must not exceed ${userIdMaxChars} characters.`)
      }
      state.primaryUserId = userId
    }
  }
}
