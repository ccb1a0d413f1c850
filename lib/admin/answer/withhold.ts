import { isPlainObject, parseJson } from '../../core/auth0/json.js'

/** What stands where a credential stood. */
const withheld = '[withheld]'

/** A part of a secret that is as long as this is withheld too: messages cut what they quote. */
const minPartChars = 16

/** What is looked at of each text of a refusal; what is shown of it is shorter. */
const maxTextChars = 2000

/** The texts of a refusal that have a use. */
const used = ['message', 'errorCode']

/** As it is, in JSON, and in a form or an address. */
const spellings = (secret: string): string[] => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  encodeURIComponent(secret),
  new URLSearchParams({ s: secret }).toString().slice('s='.length)
]

/** How much of a text, from this place on, is a part of a secret. */
const partLength = (text: string, at: number, secret: string): number => {
  let length = 0
  while (at + length < text.length && secret.includes(text.slice(at, at + length + 1))) length += 1
  return length >= Math.min(minPartChars, secret.length) ? length : 0
}

const withoutParts = (text: string, secret: string): string => {
  let kept = ''
  for (let at = 0; at < text.length; ) {
    const length = partLength(text, at, secret)
    kept += length > 0 ? withheld : text[at]
    at += Math.max(length, 1)
  }
  return kept
}

/** A text without these secrets, and without any longer part of them. */
const withhold = (text: string, secrets: readonly string[]): string =>
  secrets.flatMap(spellings).reduce(withoutParts, text.slice(0, maxTextChars))

/** What an Authorization header says after its scheme: a token that the SDK has got itself is seen nowhere else. */
const sentWith = (init: RequestInit | undefined): string[] => {
  const token = new Headers(init?.headers).get('authorization')?.replace(/^\S+\s+/, '')
  return token ? [token] : []
}

/** JSON with the texts that have a use, of whatever a server or a proxy said. */
const shownOf = (body: string, secrets: readonly string[]): string => {
  const parsed = parseJson(body)
  const members = isPlainObject(parsed) ? Object.entries(parsed) : []
  return JSON.stringify(
    Object.fromEntries(
      members.flatMap(([name, text]) =>
        used.includes(name) && typeof text === 'string' ? [[name, withhold(text, secrets)]] : []
      )
    )
  )
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
    const body = shownOf(await answer.text(), [credential, ...sentWith(init)])
    const headers = new Headers(answer.headers)
    headers.set('content-type', 'application/json')
    return new Response(body, { status: answer.status, headers })
  }
