interface Cookie {
  name: string
  value: string
  host: string
  path: string
  isSecure: boolean
}

/** The cookies of one browser. Like a browser's they belong to a host name and a path, not to a port. */
export interface CookieJar {
  /** The value of a Cookie header, empty where no cookie fits. */
  header(url: URL): string
  /** Takes in the Set-Cookie headers of an answer from this URL. */
  take(url: URL, setCookies: readonly string[]): void
}

const parse = (url: URL, setCookie: string): { cookie: Cookie; isExpired: boolean } | undefined => {
  const [pair = '', ...attributes] = setCookie.split(';').map(part => part.trim())
  const equals = pair.indexOf('=')
  if (equals < 1) return undefined
  const named = new Map(
    attributes.map(attribute => {
      const [name = '', ...value] = attribute.split('=')
      return [name.toLowerCase(), value.join('=')]
    })
  )
  const expires = named.get('expires')
  return {
    cookie: {
      name: pair.slice(0, equals),
      value: pair.slice(equals + 1),
      host: url.hostname,
      path: named.get('path') || '/',
      isSecure: named.has('secure')
    },
    isExpired: named.get('max-age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now())
  }
}

const fits = ({ host, path, isSecure }: Cookie, { hostname, pathname, protocol }: URL): boolean =>
  host === hostname &&
  (!isSecure || protocol === 'https:') &&
  (pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))

export const createCookieJar = (): CookieJar => {
  const cookies = new Map<string, Cookie>()
  return {
    header: url =>
      [...cookies.values()]
        .filter(cookie => fits(cookie, url))
        .map(({ name, value }) => `${name}=${value}`)
        .join('; '),
    take(url, setCookies) {
      for (const parsed of setCookies.map(setCookie => parse(url, setCookie))) {
        if (!parsed) continue
        const { cookie, isExpired } = parsed
        const key = JSON.stringify([cookie.host, cookie.path, cookie.name])
        if (isExpired) cookies.delete(key)
        else cookies.set(key, cookie)
      }
    }
  }
}
