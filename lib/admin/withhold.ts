import { parseJson } from '../core/auth0/json.js'

/** What stands where a credential stood. */
const withheld = '[withheld]'

/** As it is, in JSON, and in a form or an address. */
const spellings = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  new URLSearchParams({ s: secret }).toString().slice('s='.length)
]

/** Whether a text has a secret in it, in one of the spellings that messages have for it. */
export const isQuoted = (text: string, secret: string): boolean =>
  spellings(secret).some(spelling => text.includes(spelling))

/** What an Authorization header says after its scheme: a token that the SDK has got itself is seen nowhere else. */
const sentWith = (init: RequestInit | undefined): string[] => {
  const token = new Headers(init?.headers).get('authorization')?.replace(/^\S+\s+/, '')
  return token ? [token] : []
}

/** A body without these secrets, in names and texts, whichever way JSON spells them. */
const withhold = (value: unknown, secrets: readonly string[]): unknown => {
  if (typeof value === 'string')
    return secrets.flatMap(spellings).reduce((text, spelling) => text.replaceAll(spelling, withheld), value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => withhold(item, secrets))
  return Object.fromEntries(Object.entries(value).map(pair => pair.map(part => withhold(part, secrets))))
}

const bodyWithout = (body: string, secrets: readonly string[]): string => {
  const parsed = parseJson(body)
  return parsed === undefined ? String(withhold(body, secrets)) : JSON.stringify(withhold(parsed, secrets))
}

/**
 * A fetch whose refusals quote neither this credential nor the token that they were asked with: what a server says of an error
 * is shown and logged, and one that echoes requests, or a proxy before it, would have them printed.
 */
export const withholdCredentials =
  (fetchAny: typeof fetch, credential: string): typeof fetch =>
  async (input, init) => {
    const answer = await fetchAny(input, init)
    if (answer.ok) return answer
    const { status, headers } = answer
    const body = bodyWithout(await answer.text(), [credential, ...sentWith(init)])
    return new Response(body === '' ? null : body, { status, headers })
  }
