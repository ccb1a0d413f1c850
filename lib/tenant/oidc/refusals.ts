import type { Advance, Completed } from './advance.js'
import { errors } from './library.js'

/** Why nobody was let through: `access_denied`, or the code it was refused with. */
export const deniedError = ({ reason, code = 'access_denied' }: Extract<Advance, { type: 'denied' }>) =>
  code === 'access_denied'
    ? new errors.AccessDenied(reason)
    : new errors.CustomOIDCProviderError(code, reason)

/** As Auth0 answers a token request that an Action refuses. */
const forbidden = <E extends InstanceType<typeof errors.OIDCProviderError>>(error: E): E =>
  Object.assign(error, { status: 403, statusCode: 403 })

const errorOf = (advance: Exclude<Advance, Completed>): Error => {
  switch (advance.type) {
    case 'denied':
      return forbidden(deniedError(advance))
    case 'suspended':
      return forbidden(new errors.InteractionRequired('interaction is required'))
    case 'interaction-required':
      return forbidden(new errors.InteractionRequired(advance.reason))
    case 'mfa-required':
      return forbidden(
        new errors.CustomOIDCProviderError('mfa_required', 'Multifactor authentication required')
      )
    case 'invalid':
      return new errors.InvalidGrant(advance.reason)
    case 'unknown-user':
      return new errors.InvalidGrant('the user is gone')
  }
}

/** @throws OIDCProviderError for a token request that the pipeline did not let through */
export const assertCompleted = (advance: Advance): Completed => {
  if (advance.type === 'completed') return advance
  throw errorOf(advance)
}
