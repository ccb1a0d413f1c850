import type { PostLoginAPI, PostLoginEvent as PostLoginInput } from '../../lib/core/auth0/post-login.js'
import type { PreUserRegistrationAPI } from '../../lib/core/auth0/pre-user-registration.js'
import {
  type ActionHandler,
  type ApiOf,
  credentialsExchangeEvent,
  type EventOf,
  postLoginEvent,
  runAction
} from '../../lib/testing/index.js'

// What our own Actions take fits what the kit gives.
postLoginEvent() satisfies PostLoginInput
declare const api: ApiOf<'post-login'>
api satisfies PostLoginAPI
declare const registration: ApiOf<'pre-user-registration'>
registration satisfies PreUserRegistrationAPI

// Overrides are partial at every depth, know the members, and take upstream attributes.
postLoginEvent({ request: { geoip: { countryCode: 'PT' } }, user: { gender: 'f', picture: undefined } })
// @ts-expect-error no such member
postLoginEvent({ users: {} })
// @ts-expect-error a number
postLoginEvent({ stats: { logins_count: 'many' } })
// @ts-expect-error there is no user in a client-credentials exchange
credentialsExchangeEvent({ user: {} })

// Handlers are typed by their trigger.
export const login: ActionHandler = async (event, { idToken }) => {
  idToken.setCustomClaim('logins', event.stats.logins_count).access.deny(event.user.user_id)
}
export const exchange: ActionHandler<'credentials-exchange'> = async (_event, { access, transaction }) => {
  transaction.addTargetScope('read:a')
  // @ts-expect-error no such OAuth error
  access.deny('access_denied', 'no')
}
// @ts-expect-error Auth0 refuses handlers that are not async
export const plain: ActionHandler = () => {}

declare const event: EventOf<'custom-email-provider'>
event.notification.to satisfies string

// Settings of SAML take what they are for.
api.samlResponse.setSignatureAlgorithm('rsa-sha256').samlResponse.setTypedAttributes(true)
// @ts-expect-error no such algorithm
api.samlResponse.setSignatureAlgorithm('md5')

runAction({ onExecutePostLogin: async () => {} })
// @ts-expect-error no such handler
runAction({ onExecuteLogin: async () => {} })
