import type { Advance, Completed } from './flow.js'
import { errors } from './oidc.js'

/** As Auth0 answers a token request that an Action refuses. */
const forbidden = <E extends InstanceType<typeof errors.OIDCProviderError>>(error: E): E =>
  Object.assign(error, { status: 403, statusCode: 403 })

const errorOf = (advance: Exclude<Advance, Completed>): Error => {
  switch (advance.type) {
    case 'denied':
      return forbidden(new errors.AccessDenied(advance.reason))
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
