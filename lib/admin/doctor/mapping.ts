import { isPlainObject } from '../../core/auth0/json.js'
import type { ConnectionWithOptions } from './facts.js'

/**
 * The names under which a connection can put something on a profile; undefined where it takes whatever comes.
 *
 * @see https://auth0.com/docs/authenticate/identity-providers/enterprise-identity-providers/configure-pkce-claim-mapping-for-oidc
 */
export const deliveredBy = ({ options }: ConnectionWithOptions): string[] | undefined => {
  const { attribute_map: map } = options
  if (!isPlainObject(map) || map.mapping_mode !== 'use_map' || !isPlainObject(map.attributes))
    return undefined
  return Object.keys(map.attributes)
}
