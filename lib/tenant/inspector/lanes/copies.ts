import type { Json, JsonObject } from '../../../core/auth0/json.js'
import { storedInClear } from '../../../core/login/explain/at-rest.js'
import type { Explanation } from '../../../core/login/explain/explain.js'
import type { InspectedLogin } from '../login.js'
import { broughtAttribute, broughtField } from './brought.js'
import { clearPaths } from './clear-paths.js'

/** What is sensitive, and stands in clear where neither the policy nor Auth0 put it. */
export interface ClearCopy {
  /** Of what is sealed; absent without a policy. */
  slot?: string
  name: string
  place: 'profile' | 'id_token' | 'access_token' | 'userinfo'
  /** Within the profile, the claims or the answer. */
  path: string
}

const wheres: Record<ClearCopy['place'], (path: string) => string> = {
  profile: path => `in clear as ${path}`,
  id_token: path => `in clear in the ID token as ${path}`,
  access_token: path => `in clear in the access token as ${path}`,
  userinfo: path => `in clear as ${path}`
}

/** Where it is, for whoever looks at the place. */
export const copyText = ({ place, path }: ClearCopy): string => wheres[place](path)

interface Sensitive {
  slot?: string
  name: string
  value: Json | undefined
}

/** What is sensitive by the policy, or else by the deny list, with what this login brought of it. */
const sensitiveOf = (login: InspectedLogin): Sensitive[] => {
  const { policy, source } = login
  if (!policy)
    return (source?.denyList ?? []).map(name => ({
      name,
      value: broughtAttribute({ names: [name] }, login).value
    }))
  return Object.entries(policy.slots).flatMap(([slot, { attributes, userMetadata }]) => [
    ...attributes.map(attribute => ({
      slot,
      name: attribute.name,
      value: broughtAttribute(attribute, login).value
    })),
    ...userMetadata.map(({ name }) => ({ slot, name, value: broughtField(name, login).value }))
  ])
}

/** The claims of a token in which a value stands in clear by a rule, or because the user wrote it there and our Action copied it. */
const allowedClaims = (
  { releasings, copyings }: Explanation,
  token: 'id_token' | 'access_token',
  { slot, name }: Sensitive
): Set<string> => {
  const released = releasings
    .filter(({ outcome, form }) => outcome === 'released' && form === 'clear')
    .filter(releasing => releasing.token === token)
    .filter(releasing => !releasing.changed || (releasing.slot === slot && releasing.name === name))
  const copied = copyings.filter(
    ({ outcome, changed }) => token === 'id_token' && outcome === 'copied' && !changed
  )
  return new Set([...released, ...copied].map(({ claim }) => claim))
}

const without = (claims: JsonObject, names: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(claims).filter(([claim]) => !names.has(claim)))

const isAlways = (): boolean => true

const inProfile = (login: InspectedLogin, { value }: Sensitive, known: readonly string[]): string[] => {
  const { stored, runs } = login
  const isWritten = (member: string, name: string): boolean =>
    runs.some(({ update }) => {
      const written = update?.[member as keyof typeof update]
      return written !== undefined && Object.hasOwn(written, name)
    })
  return clearPaths(value, stored, isWritten).filter(path => !known.includes(path))
}

/** Of the custom claims of a login that came through: those that Auth0 itself sets are no Action's. */
const inTokens = (
  { policy, runs, status, accessToken, userinfo = {} }: InspectedLogin,
  sensitive: Sensitive,
  { explanation, hasIDToken }: { explanation: Explanation | undefined; hasIDToken: boolean }
): Pick<ClearCopy, 'place' | 'path'>[] => {
  const claims = runs.at(-1)?.claims
  if (status !== 'done' || !claims) return []
  const allowed = (token: 'id_token' | 'access_token') =>
    explanation ? allowedClaims(explanation, token, sensitive) : new Set<string>()
  const { value } = sensitive
  const [id, access] = [allowed('id_token'), allowed('access_token')]
  if (policy?.userMetadataClaim) id.add('user_metadata')
  const idToken = hasIDToken ? clearPaths(value, without(claims.idToken, id), isAlways) : []
  const isReadable = accessToken?.type !== 'opaque'
  const api = isReadable ? clearPaths(value, without(claims.accessToken, access), isAlways) : []
  const served = clearPaths(value, without(userinfo, id), claim => Object.hasOwn(claims.idToken, claim))
  return [
    ...idToken.map(path => ({ place: 'id_token', path }) as const),
    ...api.map(path => ({ place: 'access_token', path }) as const),
    ...served.map(path => ({ place: 'userinfo', path }) as const)
  ]
}

/** Where values that this login brought stand in clear, and no rule allows it. */
export const copiesOf = (
  login: InspectedLogin,
  facts: { explanation: Explanation | undefined; hasIDToken: boolean }
): ClearCopy[] => {
  const { policy, stored } = login
  const known = policy && stored ? storedInClear(policy, stored).map(({ path }) => path) : []
  return sensitiveOf(login).flatMap(sensitive => {
    const { slot, name } = sensitive
    const atRest = inProfile(login, sensitive, known)
    // What the profile shows at its root is served because it is stored.
    const isStored = ({ place, path }: Pick<ClearCopy, 'place' | 'path'>) =>
      place === 'userinfo' && [...known, ...atRest].includes(path)
    return [
      ...atRest.map(path => ({ place: 'profile', path }) as const),
      ...inTokens(login, sensitive, facts).filter(copy => !isStored(copy))
    ].map(copy => ({ ...(slot !== undefined && { slot }), name, ...copy }))
  })
}
