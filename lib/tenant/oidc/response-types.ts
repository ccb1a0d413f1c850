import type { default as OidcProvider, ResponseType } from 'oidc-provider'
import type { Protocol } from '../triggers/event.js'
import { grantNotAllowed } from './grants/token-errors.js'
import { configurationOf, errors } from './library/library.js'

const implicitTypes = ['id_token', 'id_token token', 'token'] as ResponseType[]
const hybridTypes: ResponseType[] = ['code id_token', 'code id_token token', 'code token']

/** What oidc-provider can be configured with. `allowImplicit` adds the one that it refuses there. */
export const responseTypes: ResponseType[] = ['code', 'id_token', 'id_token token', ...hybridTypes]

/** The response types of an application with these grants. */
export const responseTypesOf = (grants: readonly string[]): ResponseType[] => {
  const hasCode = grants.includes('authorization_code')
  const hasImplicit = grants.includes('implicit')
  return [
    ...(hasCode ? (['code'] as const) : []),
    ...(hasCode && hasImplicit ? hybridTypes : []),
    ...(hasImplicit ? implicitTypes : [])
  ]
}

/** As the Actions see a login in a browser. */
export const protocolOf = (responseType: unknown): Protocol => {
  const types = String(responseType).split(' ')
  if (!types.includes('code')) return 'oidc-implicit-profile'
  return types.length > 1 ? 'oidc-hybrid-profile' : 'oidc-basic-profile'
}

const missingGrant = (responseType: string, grants: readonly string[] = []): string => {
  const needed = responseType.split(' ').map(type => (type === 'code' ? 'authorization_code' : 'implicit'))
  return needed.find(grant => !grants.includes(grant)) ?? 'implicit'
}

/** Lets `/authorize` answer with tokens, to the applications that may have them. */
export const allowImplicit = (provider: OidcProvider): void => {
  // No specification of OpenID Connect has it, so oidc-provider refuses it in its configuration. auth0-js asks for it.
  configurationOf(provider).responseTypes.push('token')
  const { prototype } = provider.Client
  const { responseTypeAllowed } = prototype
  prototype.responseTypeAllowed = function isAllowed(type) {
    if (responseTypeAllowed.call(this, type)) return true
    const { error, error_description } = grantNotAllowed(missingGrant(type, this.grantTypes))
    throw new errors.CustomOIDCProviderError(error, error_description)
  }
}
