import { randomBytes } from 'node:crypto'

const value = /^[\w-]{22}$/

/** What a browser shows under a name: several, where it sent requests at the same moment before it had any. */
export const browsersIn = (cookieHeader: string | undefined, name: string): string[] =>
  (cookieHeader ?? '')
    .split(';')
    .map(pair => pair.trim())
    .filter(pair => pair.startsWith(`${name}.`))
    .map(pair => pair.slice(pair.indexOf('=') + 1))
    .filter(shown => value.test(shown))

/**
 * The cookie that ties what begins now to its browser: the one it shows, or a new one. A part of the value is in the name, so
 * that the answer to another request of the same moment does not take its place.
 */
export const browserCookie = (
  cookieHeader: string | undefined,
  name: string
): { name: string; browser: string } => {
  const browser = browsersIn(cookieHeader, name)[0] ?? randomBytes(16).toString('base64url')
  return { name: `${name}.${browser.slice(0, 8)}`, browser }
}
