import type { Json, JsonObject } from '../../../core/auth0/json.js'

/** JSON as the source of a module: there, `"__proto__"` would be no member. */
export const literal = (value: Json): string =>
  JSON.stringify(value, null, 2).replace(/^(\s*)"__proto__":/gm, '$1["__proto__"]:')

const isJWE = (value: Json): boolean => typeof value === 'string' && /^[\w-]+(\.[\w-]*){4}$/.test(value)

/** A line for each member, each so many spaces from the left. */
const objectSource = (
  object: JsonObject,
  { indent, memberOf }: { indent: number; memberOf: (value: Json, name: string) => string }
): string => {
  const lines = Object.entries(object).map(([name, value]) => {
    const key = name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)
    return `\n${' '.repeat(indent)}${key}: ${memberOf(value, name)}`
  })
  return lines.length === 0 ? '{}' : `{${lines.join(',')}\n${' '.repeat(indent - 2)}}`
}

/** Claims as a test expects them: a sealed value is other bits each time, so that it is one is what can be expected. */
export const claimsSource = (claims: JsonObject): string =>
  objectSource(claims, { indent: 6, memberOf: value => (isJWE(value) ? 'sealed' : literal(value)) })

/** What is ours in `app_metadata` is a sealed value, one with its tag beside it, or an index. */
const ours = (value: Json): string => {
  if (isJWE(value)) return 'sealed'
  if (typeof value === 'string') return 'expect.any(String)'
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? objectSource(value, { indent: 10, memberOf: ours })
    : literal(value)
}

/** A profile update as a test expects it. */
export const updateSource = (
  { app_metadata, user_metadata }: { app_metadata: JsonObject; user_metadata: JsonObject },
  container: string
): string => {
  const memberOf = (value: Json, name: string) =>
    name.startsWith(`${container}_`) ? ours(value) : literal(value)
  return `
    {
      app_metadata: ${objectSource(app_metadata, { indent: 8, memberOf })},
      user_metadata: ${objectSource(user_metadata, { indent: 8, memberOf: value => literal(value) })}
    }`
}
