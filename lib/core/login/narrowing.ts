import type { PostLoginEvent } from '../auth0/post-login.js'
import type { ReleasedRule } from '../policy/action-policy.js'

/** True in a login of one of the rule's organizations, and where it names none. */
export const isForOrganization = (
  { organizations }: ReleasedRule,
  { organization }: PostLoginEvent
): boolean =>
  !organizations ||
  (organization !== undefined && [organization.id, '*'].some(id => organizations.includes(id)))

/** True where the rule's scope was requested, and where it names none. */
export const isForScope = ({ scope }: ReleasedRule, { transaction }: PostLoginEvent): boolean =>
  scope === undefined || transaction?.requested_scopes?.includes(scope) === true
