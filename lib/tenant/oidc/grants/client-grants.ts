import type { ClientGrant } from '../../store/authorization.js'
import type { TenantClient } from '../../store/clients.js'
import { errors } from '../library/library.js'

/** What a machine asks for. */
export interface MachineRequest {
  client: TenantClient | undefined
  audience: string
  /** True where an audience of a grant is the one that was asked for. */
  isSame: (audience: string) => boolean
  /** Scopes of the request; none: all there are. */
  asked: readonly string[]
  /** Scopes of the API. */
  offered: readonly string[]
  /** Whether the API is there for a machine without a grant, whatever grants it has for others. */
  isOpen: boolean
}

const forbidden = (description: string) =>
  Object.assign(new errors.AccessDenied(description), { status: 403, statusCode: 403 })

/**
 * The scopes of an API that a machine may have. Its client grants say so, where it has any: here nobody has to make them
 * first, and a machine without one may have all.
 *
 * @throws AccessDenied without a grant of this API, or for a scope that is not in it
 * @see https://auth0.com/docs/get-started/applications/application-access-to-apis-client-grants
 */
export const scopesForMachine = (
  grants: readonly ClientGrant[],
  { client, audience, isSame, asked, offered, isOpen }: MachineRequest
): readonly string[] => {
  const own = grants.filter(
    ({ client_id, subject_type = 'client' }) => client_id === client?.client_id && subject_type === 'client'
  )
  const grant = own.find(one => isSame(one.audience))
  if (!grant && (own.length === 0 || isOpen)) return offered
  if (!grant) {
    throw forbidden(
      `Client is not authorized to access "${audience}". You need to create a "client-grant" associated to this API.`
    )
  }
  if (grant.allow_all_scopes === true) return offered
  const missing = asked.filter(scope => !grant.scope.includes(scope))
  if (missing.length > 0) throw forbidden(`Client has not been granted scopes: ${missing.join(', ')}`)
  return grant.scope
}
