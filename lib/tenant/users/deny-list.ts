import type { Json, JsonObject } from '../../core/auth0/json.js'

export type DottedNames = 'colon' | 'as-sent'

/** The name under which Auth0 keeps an attribute: dots become colons, as in `https://acme:com/x`. */
export const storedName = (attribute: string, dottedNames: DottedNames): string =>
  dottedNames === 'colon' ? attribute.replaceAll('.', ':') : attribute

/** What an IdP sent, under the names Auth0 uses, parted by the deny list of the connection. */
export interface PartedAttributes {
  /** What goes into the stored profile. */
  persistent: JsonObject
  /** What only the run of this login may see. */
  denied: JsonObject
}

/** Profile attributes Auth0 keeps itself: an IdP cannot set them. */
const owned = new Set(
  (
    'user_id identities created_at updated_at last_login last_ip logins_count app_metadata user_metadata blocked ' +
    'multifactor last_password_reset __proto__'
  ).split(' ')
)

/**
 * Parts the attributes of an IdP.
 *
 * The deny list names attributes as the IdP sends them: an entry with dots matches before dots become colons.
 * @see https://auth0.com/docs/secure/security-guidance/data-security/denylist
 */
export const partAttributes = (
  attributes: JsonObject,
  { denyList, dottedNames }: { denyList: readonly string[]; dottedNames: DottedNames }
): PartedAttributes => {
  const refused = new Set(denyList)
  const pick = (denied: boolean): [string, Json][] =>
    Object.entries(attributes)
      .filter(([name]) => !owned.has(name) && refused.has(name) === denied)
      .map(([name, value]) => [storedName(name, dottedNames), value])
  return { persistent: Object.fromEntries(pick(false)), denied: Object.fromEntries(pick(true)) }
}
