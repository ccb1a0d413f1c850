import type { PostLoginEvent } from '../../auth0/post-login.js'
import type { ReleaseRule } from '../../policy/types.js'

/** True in a login of one of the rule's organizations, and where it names none. */
export const isForOrganization = (
  { organizations }: ReleaseRule,
  { organization }: PostLoginEvent
): boolean =>
  !organizations ||
  (typeof organization?.id === 'string' && [organization.id, '*'].some(id => organizations.includes(id)))

/** True where the rule's scope was requested, and where it names none. */
export const isForScope = ({ scope }: ReleaseRule, { transaction }: PostLoginEvent): boolean => {
  const requested: unknown = transaction?.requested_scopes
  return scope === undefined || (Array.isArray(requested) && requested.includes(scope)) // a text includes parts of scopes
}
